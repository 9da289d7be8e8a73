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


def handled(session: Session, update_id: int) -> bool:
    """Note that an update was handled and forget its text; False where it was so before.

    To be called first in the transaction of its effects: what another process is handling at
    this moment is waited for.
    """
    first = (
        update(ChatUpdateRow)
        .where(ChatUpdateRow.update_id == update_id, ChatUpdateRow.handled.is_(False))
        .values(handled=True, payload=None)
        .returning(ChatUpdateRow.update_id)
        .execution_options(synchronize_session=False)
    )
    return session.scalar(first) is not None
