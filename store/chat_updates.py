"""Chat updates, safe before the chat server is told that we have them, and handled once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from store.dialect import insert_into
from store.tables_office import ChatUpdateRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session


def keep(session: Session, update_id: int, payload: dict[str, Any]) -> bool:
    """Keep an update; False where it came before."""
    new = insert_into(session, ChatUpdateRow).values(
        update_id=update_id, payload=payload, handled=False
    )
    kept = session.scalar(new.on_conflict_do_nothing().returning(ChatUpdateRow.update_id))
    return kept is not None


def unhandled(session: Session) -> Iterator[tuple[int, dict[str, Any]]]:
    """Id and payload of updates that were kept and not handled, in their order."""
    columns = (ChatUpdateRow.update_id, ChatUpdateRow.payload)
    chosen = select(*columns).where(ChatUpdateRow.handled.is_(False))
    for update_id, payload in session.execute(chosen.order_by(ChatUpdateRow.update_id)):
        yield update_id, payload or {}


def is_handled(session: Session, update_id: int) -> bool:
    """Whether an update was handled; best asked in the transaction that would handle it."""
    chosen = select(ChatUpdateRow.handled).where(ChatUpdateRow.update_id == update_id)
    return bool(session.scalar(chosen.with_for_update()))


def handled(session: Session, update_id: int) -> None:
    """Note that an update was handled, in the transaction of its effects, and forget its text."""
    session.execute(
        update(ChatUpdateRow)
        .where(ChatUpdateRow.update_id == update_id)
        .values(handled=True, payload=None)
        .execution_options(synchronize_session=False)
    )
