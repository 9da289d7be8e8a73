"""Rows of an archive into PostgreSQL, in one transaction: all of them, or none."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, inspect, select, text

from store import schema, snapshot
from store.errors import ArchiveError

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from store.manifest import Manifest, Table

_BLOCK: Final = 1 << 20
_PATIENCE_SECONDS: Final = 3
_OTHERS: Final = (
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND backend_type = 'client backend'"
)


def fill(session: Session, told: Manifest, folder: Path) -> None:
    """Replace all rows of ours and the engine's, in the caller's transaction.

    The engine's tables must be there and current.

    Raises:
        ArchiveError: others use the database, or the archive is of a newer engine.

    """
    connection = session.connection()
    be_alone(connection)
    if told.engine > snapshot.engine_version(connection):
        raise ArchiveError("the archive is of a newer durable engine; install that version")
    if schema.revision_of(connection) is not None:
        schema.tear_down(connection)
    schema.build(connection, told.schema)
    _empty_engine(connection)
    for table in told.tables:
        _copy_in(connection, table, folder / table.member)
    schema.build(connection)
    for table in told.tables:
        _go_on_counting(connection, table)


def be_alone(connection: Connection) -> None:
    """Refuse while others use the database.

    Raises:
        ArchiveError: they do.

    """
    # connections that were closed may take a moment to end over there
    give_up_at = time.monotonic() + _PATIENCE_SECONDS
    while connection.scalar(text(_OTHERS)):
        if time.monotonic() > give_up_at:
            raise ArchiveError("others are connected to the database; stop the program everywhere")
        time.sleep(0.1)
        # what is seen of others is that of the first look, until it is forgotten
        connection.execute(text("SELECT pg_stat_clear_snapshot()"))


def _empty_engine(connection: Connection) -> None:
    names = inspect(connection).get_table_names(snapshot.ENGINE_SCHEMA)
    places = [
        f'"{snapshot.ENGINE_SCHEMA}"."{name}"' for name in names if name != snapshot.ENGINE_VERSION
    ]
    connection.execute(text(f"TRUNCATE {', '.join(places)}"))


def _copy_in(connection: Connection, table: Table, path: Path) -> None:
    driver: Any = connection.connection.driver_connection
    with (
        path.open("rb") as file,
        driver.cursor() as cursor,
        cursor.copy(f"COPY {snapshot.place_of(table)} FROM STDIN") as copy,
    ):
        while block := file.read(_BLOCK):
            copy.write(block)


def _go_on_counting(connection: Connection, table: Table) -> None:
    """Let columns that number themselves go on after what was copied into them."""
    for column in inspect(connection).get_columns(table.name, table.schema or None):
        place = f'"{table.schema}"."{table.name}"' if table.schema else f'"{table.name}"'
        sequence = func.pg_get_serial_sequence(place, column["name"])
        if connection.scalar(select(sequence)) is not None:
            last = connection.scalar(text(f'SELECT max("{column["name"]}") FROM {place}'))  # noqa: S608 - names of tables that were asked for
            connection.execute(select(func.setval(sequence, (last or 0) + 1)))
