"""A message read into the draft that it belongs to: a revision by the program.

It decides nothing: the draft stays open, or is open again where it waited for its sender.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from store import audit, drafts, moves, revisions
from store.completing import Changes, completed
from store.model import OPEN_STATUSES, DraftStatus
from store.tables import DecisionRow, DraftRow
from store.transitions import edit_cards

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.content import Content, Source
    from store.model import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """How a draft stands after a message was read into it."""

    draft: Draft
    changes: Changes


def hold(session: Session, draft_id: int) -> Draft:
    """The draft as it stands, with its row held until the transaction ends.

    Raises:
        UnknownDraftError: there is none with this id.
    """
    session.execute(select(DraftRow.id).where(DraftRow.id == draft_id).with_for_update())
    return drafts.get(session, draft_id)


def complete(
    session: Session, draft: Draft, more: Content | None, source: Source, *, now: datetime
) -> Completion | None:
    """Read a message into an open draft that `hold` gave.

    None where nothing follows: it adds nothing, and nobody waits for it. Where somebody does, the
    draft is taken up again whether or not the message says anything new.

    Args:
        session: whose transaction holds it all.
        draft: as it stands.
        more: what the message says; None where it could not be read.
        source: the message.
        now: the moment of the revision.
    """
    if draft.status not in OPEN_STATUSES:
        return None
    content, changes = replace(draft.content, sources=(*draft.content.sources, source)), Changes()
    if more is not None:
        content, changes = completed(
            draft.content, more, source, decided=corrected(session, draft.id)
        )
    waits = draft.status is DraftStatus.WAITING
    if not changes and not waits:
        return None
    revision = draft.revision + 1
    status = DraftStatus.DRAFT if waits else draft.status
    write(session, draft, content, status=status, written_by=audit.PROGRAM, now=now)
    details = {
        "message": source.ref,
        "evidenced": list(changes.evidenced),
        "filled": list(changes.filled),
        "differing": list(changes.differing),
        "revision": revision,
    }
    audit.record(
        session, what="completed", message_id=draft.message_id, draft_id=draft.id,
        details=details, now=now,
    )  # fmt: skip
    edit_cards(session, draft.id, now)
    return Completion(draft=drafts.get(session, draft.id), changes=changes)


def write(
    session: Session,
    draft: Draft,
    content: Content,
    *,
    status: DraftStatus,
    written_by: str,
    now: datetime,
) -> None:
    """The next revision of a draft whose row is held."""
    session.execute(
        update(DraftRow)
        .where(DraftRow.id == draft.id)
        .values(revision=draft.revision + 1, status=status)
        .execution_options(synchronize_session=False)
    )
    revisions.write(
        session,
        draft.id,
        draft.revision + 1,
        content,
        written_by=written_by,
        model_version=draft.model_version,
        now=now,
    )


def corrected(session: Session, draft_id: int) -> frozenset[str]:
    """The fields that officers have corrected: they win over whatever comes later."""
    chosen = select(DecisionRow.field).where(
        DecisionRow.draft_id == draft_id, DecisionRow.action == moves.CORRECT.action
    )
    return frozenset(filter(None, session.scalars(chosen)))
