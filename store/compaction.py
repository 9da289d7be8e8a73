"""Making sure that what was deleted is no longer in the database's files either."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from store.schema import METADATA

if TYPE_CHECKING:
    from store.session import Database

#: a reader that is in the middle of something keeps the log from being emptied; so long we wait
_PATIENCE_MS: Final = 5_000


def compact(db: Database) -> bool:
    """Empty the write-ahead log of SQLite, or let PostgreSQL clear dead rows.

    SQLite overwrites deleted content with zeros by itself (`secure_delete`, on every connection
    of ours); after this the log does not hold it either. PostgreSQL makes room of dead rows and
    overwrites it as it writes on; its own log and what was archived of it are its operator's.

    Returns:
        False where somebody was reading or the database did not answer; to be tried again.
    """
    try:
        return _empty_log(db) if db.is_sqlite else _vacuum(db)
    except OperationalError:
        return False


def _empty_log(db: Database) -> bool:
    with db.engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None  # noqa: S101 - an open connection has one
        before = raw.execute("PRAGMA busy_timeout").fetchone()[0]
        raw.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
        try:
            busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            raw.execute(f"PRAGMA busy_timeout = {before}")
    return not busy


def _vacuum(db: Database) -> bool:
    engine = db.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for table in METADATA.sorted_tables:
            connection.execute(text(f"VACUUM {table.name}"))
    return True
