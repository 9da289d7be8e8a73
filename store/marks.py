"""What a database is for: a rehearsal in the sandbox or real letters, and never both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.dialect import insert_into
from store.errors import OtherMarkError
from store.tables_office import MarkRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_CHAT: Final = "chat"


def mark(session: Session, mode: str) -> None:
    """Mark a database for one mode of the chat, once and for all.

    Raises:
        OtherMarkError: it is marked for another one.
    """
    first = insert_into(session, MarkRow).values(name=_CHAT, value=mode)
    session.execute(first.on_conflict_do_nothing())
    marked = read(session)
    if marked is not None and marked != mode:
        raise OtherMarkError(marked, mode)


def read(session: Session) -> str | None:
    """The mode that this database is marked for."""
    row = session.get(MarkRow, _CHAT, populate_existing=True)
    return None if row is None else row.value
