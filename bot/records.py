"""Opening the database that the settings name, for every command and role."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.exits import USAGE, CommandError
from ingest.room import Room
from store import marks
from store.errors import DatabaseAddressError, DatabaseUnreachableError
from store.probe import open_answering, sqlite_file
from store.schema import is_current, is_empty, migrate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.settings import Settings
    from store.session import Database


def database_at(settings: Settings) -> Database:
    """Open the database; makes the data directory where it is missing.

    Raises:
        CommandError: Where the directory cannot be made or the database not be reached.

    """
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise CommandError(
            f"ACSG_DATA_DIR: cannot make the folder {settings.data_dir} ({error.strerror})"
        ) from None
    try:
        return open_answering(settings.database, spool=settings.data_dir.resolve() / "raw")
    except DatabaseAddressError:
        raise CommandError(
            "ACSG_DATABASE_URL: give sqlite:///path or postgresql+psycopg://user@host/name", USAGE
        ) from None
    except DatabaseUnreachableError:
        raise CommandError("ACSG_DATABASE_URL: no database answers there") from None
    except OSError as error:
        name = "ACSG_DATABASE_URL" if settings.database_url else "ACSG_DATA_DIR"
        raise CommandError(f"{name}: cannot write {error.filename} ({error.strerror})") from None


@contextmanager
def opened_database(settings: Settings) -> Iterator[Database]:
    """Open the database with a current schema and close it at the end.

    An empty SQLite file is brought up to date by itself; anything else is refused.
    """
    database = database_at(settings)
    try:
        prepare(database)
        yield database
    finally:
        database.close()


def prepare(database: Database, *, rehearses: bool = False) -> None:
    """Make sure that the schema is current; a rehearsal's own database is brought up to date.

    Raises:
        CommandError: Where an old schema needs `acsg-intake migrate`.

    """
    if is_current(database):
        return
    is_new = is_empty(database)
    if (is_new and database.is_sqlite) or (rehearses and not is_new and _is_rehearsal(database)):
        migrate(database)
        return
    raise CommandError("the database has an old schema or none; run `acsg-intake migrate`")


def room_of(settings: Settings) -> Room:
    """The disks that mail is written to; on PostgreSQL they are the server's business."""
    path = sqlite_file(settings.database)
    folders = [] if path is None else [path.parent, settings.data_dir]
    return Room(folders, least_bytes=settings.min_free_mb * 1_000_000)


def _is_rehearsal(database: Database) -> bool:
    with database.reading() as session:
        return marks.read(session) == marks.SANDBOX
