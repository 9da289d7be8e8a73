"""Opening a database that a person named, with errors a person can act on."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError

from store.errors import DatabaseAddressError, DatabaseUnreachableError
from store.session import Database, open_database


def open_answering(url: str, *, spool: Path) -> Database:
    """Open a database and make sure that it answers.

    Raises:
        DatabaseAddressError: The address is no SQLAlchemy URL of a database that we know.
        DatabaseUnreachableError: Nothing answers, it does not let us in, or it is no database.

    """
    try:
        database = open_database(url, spool=spool)
    except (ArgumentError, NoSuchModuleError, ImportError):
        raise DatabaseAddressError(DatabaseAddressError.__doc__) from None
    try:
        with database.reading() as session:
            session.execute(text("SELECT 1"))
    except DatabaseError:
        database.close()
        raise DatabaseUnreachableError(DatabaseUnreachableError.__doc__) from None
    return database


def sqlite_file(url: str) -> Path | None:
    """The file of an SQLite database; None for another one."""
    parts = make_url(url)
    return Path(parts.database or "") if parts.get_backend_name() == "sqlite" else None
