"""How a move is made: checked and made in one statement, with its revision, traces and card.

Whoever decides first wins, on both databases: revision and status are conditions of the UPDATE
itself. A move that leaves a draft open makes a new revision, so that a press on a card that is
out of date is noticed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import CursorResult, select, update

from store import audit, counters, drafts, outbox, revisions, undo_window
from store.errors import NotForTheRegisterError
from store.model import OPEN_STATUSES, NewOutboxRow, OutboxKind
from store.moves import CONFIRM
from store.outcome import Decided, Outcome, Stale, TooLate
from store.tables import DecisionRow, DraftRow, RevisionRow

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.content import Content
    from store.model import Draft
    from store.moves import Asked

#: kind of a draft -> series of the register
SERIES: Final = {"request": "REQ", "offer": "OFF", "good_practice": "GP"}


def make(
    session: Session,
    draft_id: int,
    asked: Asked,
    change: Callable[[Content], Content] | None = None,
) -> Outcome:
    """Make a move, or say why not, in the caller's transaction."""
    draft = drafts.get(session, draft_id)
    refusal = _refusal(session, draft, asked)
    if refusal is not None:
        return refusal
    if asked.move is CONFIRM and draft.content.kind not in SERIES:
        raise NotForTheRegisterError(draft.content.kind)
    content = draft.content if change is None else change(draft.content)
    if change is not None and content == draft.content:
        return Decided(draft=draft)
    if not _move(session, draft, asked):
        return _beaten(session, draft_id, asked)
    if asked.move.stays_open:
        _write_revision(session, draft, content, asked)
    register_ref = _register(session, draft, asked) if asked.move is CONFIRM else None
    _trace(session, draft, asked, register_ref)
    edit_cards(session, draft_id, asked.now)
    return Decided(draft=drafts.get(session, draft_id))


def _refusal(session: Session, draft: Draft, asked: Asked) -> TooLate | Stale | None:
    by, at = _last_decision(session, draft)
    if draft.status not in {*OPEN_STATUSES, *asked.move.sources}:
        return TooLate(draft=draft, by=by, at=at)
    if draft.revision != asked.revision:
        return Stale(draft=draft, by=by, at=at)
    if draft.status not in asked.move.sources:
        return TooLate(draft=draft, by=by, at=at)
    return None


def _move(session: Session, draft: Draft, asked: Asked) -> bool:
    """Make the move if it is still possible; on PostgreSQL another may have been faster."""
    values: dict[str, Any] = {"status": asked.move.to or draft.status}
    if asked.move.stays_open:
        values["revision"] = draft.revision + 1
    else:
        values |= {"decided_by": asked.officer.name, "decided_at": asked.now}
        values["reason"] = asked.reason
    moved = session.execute(
        update(DraftRow)
        .where(DraftRow.id == draft.id)
        .where(DraftRow.revision == asked.revision, DraftRow.status == draft.status)
        .values(values)
        .execution_options(synchronize_session=False)
    )
    return isinstance(moved, CursorResult) and moved.rowcount == 1


def _beaten(session: Session, draft_id: int, asked: Asked) -> Outcome:
    fresh = drafts.get(session, draft_id)
    by, at = _last_decision(session, fresh)
    return _refusal(session, fresh, asked) or Stale(draft=fresh, by=by, at=at)


def _write_revision(session: Session, draft: Draft, content: Content, asked: Asked) -> None:
    revisions.write(
        session,
        draft.id,
        draft.revision + 1,
        content,
        written_by=asked.officer.name,
        model_version=draft.model_version,
        now=asked.now,
    )


def _register(session: Session, draft: Draft, asked: Asked) -> str:
    """The next reference of the register; its number is free again if this transaction fails."""
    year = asked.now.year if asked.year is None else asked.year
    series = f"{SERIES[draft.content.kind]}-{year}"
    register_ref = f"{series}-{counters.take(session, series):04d}"
    session.execute(
        update(DraftRow)
        .where(DraftRow.id == draft.id)
        .values(register_ref=register_ref)
        .execution_options(synchronize_session=False)
    )
    return register_ref


def _trace(session: Session, draft: Draft, asked: Asked, register_ref: str | None) -> None:
    decision = DecisionRow(
        draft_id=draft.id,
        revision=asked.revision,
        action=asked.move.action,
        from_status=draft.status,
        to_status=asked.move.to or draft.status,
        officer_id=asked.officer.id,
        officer_name=asked.officer.name,
        field=asked.field,
        change={"old": asked.old, "new": asked.new} if asked.field is not None else {},
        reason=asked.reason,
        model_version=draft.model_version,
        decided_at=asked.now,
    )
    session.add(decision)
    session.flush()
    # what was said stays in the decision, where it can be erased; the audit points there
    said = {"register_ref": register_ref, "field": asked.field, "decision": decision.id}
    audit.record(
        session,
        what=asked.move.event,
        who=asked.officer,
        message_id=draft.message_id,
        draft_id=draft.id,
        details={key: value for key, value in said.items() if value is not None}
        | {"revision": asked.revision},
        now=asked.now,
    )
    session.flush()


def edit_cards(session: Session, draft_id: int, now: datetime) -> None:
    """Let every card of a draft show how it stands now, in the caller's transaction.

    Where the last decision can be undone, the card changes once more when that is over.
    """
    draft = drafts.get(session, draft_id)
    payload = {"draft": draft.id, "message": draft.message_id, "revision": draft.revision}
    outbox.cancel_edits(session, draft_id)
    undo = undo_window.open_undo(session, draft, now=now)
    moments = [None] if undo is None else [None, undo.until]
    edits = [
        NewOutboxRow(kind=OutboxKind.CARD_EDIT, target=target, payload=payload, not_before=moment)
        for moment in moments
        for target in outbox.card_targets(session, draft_id, now=now)
    ]
    outbox.add(session, edits, now=now)


def _last_decision(session: Session, draft: Draft) -> tuple[str, datetime]:
    """Who moved a draft last and when; the program, which made it, where nobody did."""
    revision = session.get(RevisionRow, (draft.id, draft.revision))
    if draft.status in OPEN_STATUSES and revision is not None:
        return revision.written_by, revision.written_at
    columns = (DecisionRow.officer_name, DecisionRow.decided_at)
    chosen = select(*columns).where(DecisionRow.draft_id == draft.id)
    row = session.execute(chosen.order_by(DecisionRow.id.desc()).limit(1)).first()
    return (audit.PROGRAM, draft.created_at) if row is None else (row[0], row[1])
