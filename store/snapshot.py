"""All rows as they stood at one moment, ours and the durable engine's, in files of a folder.

Nobody waits for it. On SQLite `VACUUM INTO` reads one snapshot beside the writers, and leaves out
what was deleted; on PostgreSQL all tables are copied in one transaction that sees one moment.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, inspect, make_url, select, text

from store import manifest
from store.model import MessageStatus
from store.schema import METADATA, revision_of
from store.session import open_database
from store.tables import InboxRow, OriginalRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection
    from sqlalchemy import Table as SqlTable
    from sqlalchemy.orm import Session

    from store.manifest import Table
    from store.session import Database

#: the file of an SQLite snapshot
FILE: Final = "database.sqlite"
#: where the durable engine's tables are on PostgreSQL
ENGINE_SCHEMA: Final = "dbos"
#: how far its tables were brought; the program makes them itself before they are filled
ENGINE_VERSION: Final = "dbos_migrations"
_TABLES: Final = "tables"
_BUSY_SECONDS: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What was found."""

    database: str
    schema: str
    engine: int
    rows: dict[str, int]
    #: of PostgreSQL, in an order in which they can be filled
    tables: tuple[Table, ...]
    #: messages whose bytes lie in files, with their hash
    in_files: tuple[tuple[str, str], ...]


def take(db: Database, folder: Path) -> Snapshot:
    """Write all rows into an empty folder: `database.sqlite`, or `tables/...` of PostgreSQL."""
    return _take_sqlite(db, folder) if db.is_sqlite else _take_postgresql(db, folder)


def engine_version(connection: Connection) -> int:
    """How far the durable engine's tables were brought; 0 where there are none."""
    schema = None if connection.dialect.name == "sqlite" else ENGINE_SCHEMA
    if not inspect(connection).has_table(ENGINE_VERSION, schema):
        return 0
    place = ENGINE_VERSION if schema is None else f"{schema}.{ENGINE_VERSION}"
    found = connection.scalar(text(f"SELECT max(version) FROM {place}"))  # noqa: S608 - our own names
    return int(found or 0)


def _take_sqlite(db: Database, folder: Path) -> Snapshot:
    copy = folder / FILE
    with closing(sqlite3.connect(str(make_url(db.url).database), timeout=_BUSY_SECONDS)) as source:
        source.execute("VACUUM INTO ?", (str(copy),))
    copied = open_database(f"sqlite:///{copy}", spool=db.spool)
    try:
        with copied.reading() as session:
            found = _described(session, tables=())
    finally:
        copied.close()
    with closing(sqlite3.connect(copy)) as whole:
        # one file, without a log beside it
        whole.execute("PRAGMA journal_mode = DELETE")
    return found


def _take_postgresql(db: Database, folder: Path) -> Snapshot:
    (folder / _TABLES).mkdir()
    engine = db.engine.execution_options(
        isolation_level="REPEATABLE READ", postgresql_readonly=True
    )
    with engine.connect() as connection, db.over(connection) as session:
        tables = tuple(_tables(connection))
        for table in tables:
            _copy_out(connection, table, folder / table.member)
        return _described(session, tables=tables)


def _tables(connection: Connection) -> Iterator[Table]:
    """Ours, then the engine's; each after those that it refers to."""
    looking = inspect(connection)
    names = [("", table.name) for table in _ours(connection)]
    has_engine = ENGINE_SCHEMA in looking.get_schema_names()
    ordered = looking.get_sorted_table_and_fkc_names(ENGINE_SCHEMA) if has_engine else []
    names += [(ENGINE_SCHEMA, name) for name, _ in ordered if name and name != ENGINE_VERSION]
    for schema, name in names:
        columns = looking.get_columns(name, schema or None)
        yield manifest.Table(
            member=f"{_TABLES}/{schema or 'ours'}.{name}.copy",
            schema=schema,
            name=name,
            columns=tuple(column["name"] for column in columns if not column.get("computed")),
        )


def _ours(connection: Connection) -> list[SqlTable]:
    """Those that are there, each after those that it refers to."""
    there = set(inspect(connection).get_table_names())
    return [table for table in METADATA.sorted_tables if table.name in there]


def place_of(table: Table) -> str:
    """A table with its columns, as COPY wants them."""
    columns = ", ".join(f'"{column}"' for column in table.columns)
    name = f'"{table.name}"' if not table.schema else f'"{table.schema}"."{table.name}"'
    return f"{name} ({columns})"


def _copy_out(connection: Connection, table: Table, path: Path) -> None:
    driver: Any = connection.connection.driver_connection
    with (
        path.open("wb") as file,
        driver.cursor() as cursor,
        cursor.copy(f"COPY {place_of(table)} TO STDOUT") as copy,
    ):
        for block in copy:
            file.write(block)


def _described(session: Session, *, tables: tuple[Table, ...]) -> Snapshot:
    connection = session.connection()
    counted = {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in _ours(connection)
    }
    in_files = (
        select(InboxRow.id, InboxRow.sha256)
        .join(OriginalRow, OriginalRow.message_id == InboxRow.id)
        .where(OriginalRow.content.is_(None), InboxRow.status != MessageStatus.ERASED)
        .order_by(InboxRow.id)
    )
    return Snapshot(
        database=connection.dialect.name,
        schema=revision_of(connection) or "",
        engine=engine_version(connection),
        rows=counted,
        tables=tables,
        in_files=tuple((row.id, row.sha256) for row in session.execute(in_files)),
    )
