"""Taking back the last decision on a draft, while nothing of it has left the office.

The draft stands again where it stood, under a revision that goes on. A reference of the register
stays used up, though the draft has none any more: people may have read it on the card, and it
must never come to mean another record. The audit of the undoing names it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from store import (
    audit,
    drafts,
    inbox,
    moves,
    revisions,
    taking_back,
    undo_window,
    unmerging,
    unsplitting,
)
from store.model import OPEN_STATUSES, MessageStatus, OfficerRole
from store.tables import DecisionRow, DraftRow
from store.transitions import edit_cards

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.model import Draft, Officer
    from store.moves import Move
    from store.undo_window import Undo


class Why(StrEnum):
    """What stands against undoing."""

    NOTHING = "nothing"  #: there is no decision that could be taken back, or not any more
    OVER = "over"  #: its time is over
    NOT_YOURS = "not_yours"  #: another officer decided
    LEFT = "left"  #: something of it is on its way to people outside
    ERASED = "erased"
    TARGET_CHANGED = "target_changed"  #: the draft that took it up is not what it was then
    SECOND_CHANGED = "second_changed"  #: the draft that was split off is not what it was then


@dataclass(frozen=True, slots=True, kw_only=True)
class NotUndone:
    """It stays as decided."""

    why: Why
    draft: Draft
    #: who decided
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """It is as it was before."""

    draft: Draft
    #: that was taken back
    action: str
    decided_at: datetime


def undo(
    session: Session, draft_id: int, revision: int, officer: Officer, *, now: datetime
) -> Undone | NotUndone:
    """Take back the last decision on a draft, or say why not, in the caller's transaction.

    Args:
        session: whose transaction holds it all.
        draft_id: of the draft.
        revision: the one that the officer saw.
        officer: who decided, or an administrator.
        now: the moment.

    Raises:
        UnknownDraftError: there is no such draft.
    """
    unmerging.hold(session, draft_id, *unmerging.took_up(session, drafts.get(session, draft_id)))
    draft = drafts.get(session, draft_id)
    found = undo_window.last_undo(session, draft)
    if found is None or draft.revision != revision:
        return NotUndone(why=Why.NOTHING, draft=draft)
    why = _refusal(session, draft, found, officer, now)
    if why is not None:
        return NotUndone(why=why, draft=draft, by=found.officer_name)
    if _is(moves.MERGE, found):
        unmerging.unmerge(session, draft, officer, now=now)
    if _is(moves.SPLIT, found):
        unsplitting.unsplit(session, draft, found.decided_at, officer, now=now)
    _restore(session, draft, found, officer, now)
    _trace(session, draft, found, officer, now)
    edit_cards(session, draft_id, now)
    return Undone(
        draft=drafts.get(session, draft_id), action=found.action, decided_at=found.decided_at
    )


def _refusal(
    session: Session, draft: Draft, undo: Undo, officer: Officer, now: datetime
) -> Why | None:
    """Why not; where there is nothing against it, what leads outside is taken back by now."""
    if inbox.get(session, draft.message_id).status is MessageStatus.ERASED:
        return Why.ERASED
    if now >= undo.until:
        return Why.OVER
    if officer.id != undo.officer_id and officer.role is not OfficerRole.ADMINISTRATOR:
        return Why.NOT_YOURS
    other = _other_changed(session, draft, undo)
    if other is None and not taking_back.of_draft(session, draft.id, since=undo.decided_at):
        return Why.LEFT
    return other


def _other_changed(session: Session, draft: Draft, undo: Undo) -> Why | None:
    """Whether the other draft of a merge or split is no longer what that made of it."""
    if _is(moves.MERGE, undo) and not unmerging.is_possible(session, draft):
        return Why.TARGET_CHANGED
    if _is(moves.SPLIT, undo) and not unsplitting.is_possible(session, draft, undo.decided_at):
        return Why.SECOND_CHANGED
    return None


def _is(move: Move, undo: Undo) -> bool:
    return undo.action == move.action


def _restore(session: Session, draft: Draft, undo: Undo, officer: Officer, now: datetime) -> None:
    session.execute(
        update(DraftRow)
        .where(DraftRow.id == draft.id)
        .values(
            status=undo.back_to, revision=draft.revision + 1, reason=None,
            **_registered_before(session, draft, undo),
        )
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    before = revisions.content_at(session, draft.id, undo.revision)
    revisions.write(
        session, draft.id, draft.revision + 1, before,
        written_by=officer.name, model_version=draft.model_version, now=now,
    )  # fmt: skip
    session.execute(
        update(DecisionRow)
        .where(DecisionRow.id == undo.decision_id)
        .values(undone_at=now)
        .execution_options(synchronize_session=False)
    )


def _registered_before(session: Session, draft: Draft, undo: Undo) -> dict[str, Any]:
    """Who had registered it and under which reference; nobody where it was open before."""
    if undo.back_to in OPEN_STATUSES:
        return dict.fromkeys(("decided_by", "decided_at", "register_ref"))
    confirmed = session.execute(
        select(DecisionRow.officer_name, DecisionRow.decided_at)
        .where(DecisionRow.draft_id == draft.id, DecisionRow.action == moves.CONFIRM.action)
        .where(undo_window.stands())
        .order_by(DecisionRow.id.desc())
        .limit(1)
    ).one()
    return {
        "decided_by": confirmed.officer_name,
        "decided_at": confirmed.decided_at,
        "register_ref": draft.register_ref,
    }


def _trace(session: Session, draft: Draft, undo: Undo, officer: Officer, now: datetime) -> None:
    decision = DecisionRow(
        draft_id=draft.id,
        revision=draft.revision,
        action=moves.UNDO,
        from_status=draft.status,
        to_status=undo.back_to,
        officer_id=officer.id,
        officer_name=officer.name,
        field=None,
        change={},
        reason=None,
        model_version=draft.model_version,
        decided_at=now,
        undone_at=None,
    )
    session.add(decision)
    session.flush()
    said = {"register_ref": draft.register_ref, "decision": decision.id}
    audit.record(
        session,
        what="undone",
        who=officer,
        message_id=draft.message_id,
        draft_id=draft.id,
        details={key: value for key, value in said.items() if value is not None}
        | {"undid": undo.action, "revision": draft.revision, "back_to": undo.back_to},
        now=now,
    )
    session.flush()
