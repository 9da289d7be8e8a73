"""What a database is for: a rehearsal in the sandbox or real letters, and never both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from store.dialect import insert_into
from store.errors import OtherMarkError
from store.tables import InboxRow
from store.tables_office import MarkRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

#: the mode whose pages a browser on this machine may open
SANDBOX: Final = "sandbox"
UNMARKED: Final = "as nothing, and holds letters"
_CHAT: Final = "chat"


def mark(session: Session, mode: str) -> None:
    """Mark a database for one mode of the chat, once and for all.

    Raises:
        OtherMarkError: it is marked for another one, or a sandbox is wanted where letters of
            an unmarked time lie.

    """
    if mode == SANDBOX and read(session) is None and session.scalar(select(InboxRow.id).limit(1)):
        # letters came before anybody said what this is for: they may be real
        raise OtherMarkError(UNMARKED, mode)
    first = insert_into(session, MarkRow).values(name=_CHAT, value=mode)
    session.execute(first.on_conflict_do_nothing())
    marked = read(session)
    if marked is not None and marked != mode:
        raise OtherMarkError(marked, mode)


def read(session: Session) -> str | None:
    """The mode that this database is marked for."""
    row = session.get(MarkRow, _CHAT, populate_existing=True)
    return None if row is None else row.value
