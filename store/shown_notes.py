"""Notes that stand in a chat: each shows how its message stands now, by an edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from store import outbox
from store.model import NewOutboxRow, OutboxKind, OutboxStatus
from store.tables_outbox import OutboxTableRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def edit(session: Session, message_id: str, now: datetime) -> int:
    """Let all notes on a message be written anew, in the caller's transaction; how many."""
    chosen = select(OutboxTableRow.target, OutboxTableRow.provider_ref).where(
        OutboxTableRow.kind == OutboxKind.NOTE,
        OutboxTableRow.message_id == message_id,
        OutboxTableRow.status == OutboxStatus.SENT,
        OutboxTableRow.provider_ref.is_not(None),
    )
    edits = [
        NewOutboxRow(
            kind=OutboxKind.NOTE_EDIT,
            target=target,
            payload={"message": message_id, "shown": int(shown or 0)},
        )
        for target, shown in session.execute(chosen)
    ]
    outbox.add(session, edits, now=now)
    return len(edits)
