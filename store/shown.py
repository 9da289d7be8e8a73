"""Messages of ours in a chat that show a letter and are not in the outbox, for erasing to find."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from store.dialect import insert_into
from store.tables_aside import ShownRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session


def note(
    session: Session,
    message_id: str,
    chat_id: int,
    chat_messages: Sequence[int],
    *,
    delete_at: datetime | None = None,
) -> None:
    """Note where something of a message was shown; a file with when it leaves the chat again."""
    about = {"chat_id": chat_id, "message_id": message_id, "delete_at": delete_at}
    rows = [about | {"chat_message": one} for one in chat_messages]
    if rows:
        new = insert_into(session, ShownRow).on_conflict_do_nothing()
        session.connection().execute(new, rows)


def turned(session: Session, message_id: str, chat_id: int, chat_message: int) -> None:
    """Note that a message of ours that showed something else now shows this."""
    new = insert_into(session, ShownRow).values(
        chat_id=chat_id, chat_message=chat_message, message_id=message_id
    )
    keys = [ShownRow.chat_id, ShownRow.chat_message]
    changed = {"message_id": message_id}
    session.execute(new.on_conflict_do_update(index_elements=keys, set_=changed))


def take(session: Session, message_id: str) -> list[tuple[int, int]]:
    """Chats and messages in them that show something of a message; forgotten with this."""
    columns = (ShownRow.chat_id, ShownRow.chat_message)
    chosen = select(*columns).where(ShownRow.message_id == message_id)
    found = [(row.chat_id, row.chat_message) for row in session.execute(chosen.order_by(*columns))]
    session.execute(
        delete(ShownRow)
        .where(ShownRow.message_id == message_id)
        .execution_options(synchronize_session=False)
    )
    return found
