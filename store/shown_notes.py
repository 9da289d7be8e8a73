"""Notes in a chat: each shows how its message stands now, by an edit.

An edit says nothing itself: what it shows is looked up when it leaves, so that the last one to
leave shows the newest. One for a note that is on its way follows it, since the note may have been
written before what happened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from store import outbox
from store.model import NewOutboxRow, OutboxKind, OutboxStatus
from store.tables_outbox import OutboxTableRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.model import OutboxRow

_ALIVE: Final = (OutboxStatus.PENDING, OutboxStatus.SENDING, OutboxStatus.SENT)


def edit(session: Session, message_id: str, now: datetime) -> int:
    """Let all notes on a message be written anew, in the caller's transaction; how many stand."""
    chosen = (
        select(OutboxTableRow)
        .where(
            OutboxTableRow.kind == OutboxKind.NOTE,
            OutboxTableRow.message_id == message_id,
            OutboxTableRow.status.in_(_ALIVE),
        )
        .order_by(OutboxTableRow.id)
        # one that has not begun to leave begins when this transaction is over, and shows it
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    rows = [row for row in session.scalars(chosen) if row.status != OutboxStatus.PENDING]
    found = [(row.target, row.provider_ref and int(row.provider_ref)) for row in rows]
    edits = [
        NewOutboxRow(
            kind=OutboxKind.NOTE_EDIT,
            target=target,
            payload={"message": message_id, "shown": shown},
        )
        for target, shown in found
    ]
    outbox.add(session, edits, now=now)
    return sum(shown is not None for _, shown in found)


def shown_by(session: Session, row: OutboxRow) -> int | None:
    """The chat message that an edit changes; None where the note never came to be."""
    shown: int | None = row.payload["shown"]
    if shown is None:
        wanted = {"message": row.payload["message"]}
        found = outbox.provider_ref(session, OutboxKind.NOTE, wanted, target=row.target)
        shown = None if found is None else int(found)
    return shown
