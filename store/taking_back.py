"""Taking back what rests in the outbox, as long as nobody has begun to send it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from store.model import OutboxKind, OutboxStatus
from store.tables_outbox import OutboxTableRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

#: these say to the office how things stand, whatever was decided
_TO_OFFICE: Final = (
    OutboxKind.CARD, OutboxKind.CARD_EDIT, OutboxKind.NOTE, OutboxKind.NOTE_EDIT,
)  # fmt: skip


def of_draft(session: Session, draft_id: int, *, since: datetime) -> bool:
    """Cancel what a decision on a draft at this moment caused; False where some of it has left."""
    return _cancel(session, OutboxTableRow.draft_id == draft_id, since)


def of_message(session: Session, message_id: str, *, since: datetime) -> bool:
    """The same of an officer's word on a message as such."""
    mine = OutboxTableRow.message_id == message_id
    return _cancel(session, mine & OutboxTableRow.draft_id.is_(None), since)


def _cancel(session: Session, about: ColumnElement[bool], since: datetime) -> bool:
    chosen = (
        select(OutboxTableRow)
        .where(about, OutboxTableRow.created_at >= since)
        .where(OutboxTableRow.not_before.is_not(None), OutboxTableRow.kind.not_in(_TO_OFFICE))
        .where(OutboxTableRow.status != OutboxStatus.CANCELLED)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    rows = session.scalars(chosen).all()
    if any(row.status != OutboxStatus.PENDING for row in rows):
        return False
    for row in rows:
        row.status = OutboxStatus.CANCELLED
        # the same may be released again
        row.once = None
    session.flush()
    return True
