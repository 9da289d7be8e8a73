"""Keys that sign what must come back unchanged: made at first use, kept and backed up with all."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from store.dialect import insert_into
from store.tables_office import MarkRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from store.session import Database

#: signs our Message-IDs
MESSAGE_ID: Final = "message-id"
_BYTES: Final = 32


def find(session: Session, name: str) -> bytes | None:
    """The key of this name, 32 bytes; None where none was ever needed."""
    row = session.get(MarkRow, _mark(name), populate_existing=True)
    return None if row is None else bytes.fromhex(row.value)


def key(session: Session, name: str) -> bytes:
    """The key of this name, made in the caller's transaction where there is none yet.

    The transaction must be one that may write.
    """
    found = find(session, name)
    if found is not None:
        return found
    new = secrets.token_hex(_BYTES)
    made = insert_into(session, MarkRow).values(name=_mark(name), value=new)
    # whoever was faster has made the one that counts
    session.execute(made.on_conflict_do_nothing())
    return bytes.fromhex(session.get_one(MarkRow, _mark(name), populate_existing=True).value)


def of_database(db: Database, name: str) -> bytes:
    """The key of this name; a transaction that may write is opened only to make it."""
    with db.reading() as session:
        found = find(session, name)
    if found is not None:
        return found
    with db.begin() as session:
        return key(session, name)


def _mark(name: str) -> str:
    return f"key:{name}"
