"""How much waits for the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from store.model import OPEN_STATUSES, MessageStatus
from store.tables import DraftRow, InboxRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def open_drafts(session: Session) -> tuple[int, datetime | None]:
    """How many drafts are open, and when the letter of the oldest came."""
    columns = (func.count(), func.min(InboxRow.received_at))
    chosen = (
        select(*columns)
        .select_from(DraftRow)
        .join(InboxRow, InboxRow.id == DraftRow.message_id)
        .where(DraftRow.status.in_(OPEN_STATUSES))
    )
    number, oldest = session.execute(chosen).one()
    return number, oldest


def parked(session: Session) -> int:
    """How many messages failed again and again."""
    chosen = select(func.count()).select_from(InboxRow)
    return session.scalar(chosen.where(InboxRow.status == MessageStatus.PARKED)) or 0
