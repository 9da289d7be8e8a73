"""How many of everything, by status: for whoever watches the program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from store.tables import DraftRow, InboxRow
from store.tables_outbox import OutboxTableRow

if TYPE_CHECKING:
    from sqlalchemy.orm import InstrumentedAttribute, Session


def messages(session: Session) -> dict[str, int]:
    """Messages by status."""
    return _by(session, InboxRow.status)


def drafts(session: Session) -> dict[str, int]:
    """Drafts by status."""
    return _by(session, DraftRow.status)


def outbox(session: Session) -> dict[str, int]:
    """Things to be sent, by status."""
    return _by(session, OutboxTableRow.status)


def _by(session: Session, status: InstrumentedAttribute[Any]) -> dict[str, int]:
    rows = session.execute(select(status, func.count()).group_by(status))
    return {str(name): int(number) for name, number in rows}
