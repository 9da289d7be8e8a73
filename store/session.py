"""The database: opening it so that nothing is lost, and transactions on it.

SQLite writes one transaction at a time. Each of ours says so at its start (BEGIN IMMEDIATE):
one that begins by reading and then writes would fail instead of wait.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session

from store.first_come import FirstCome

if TYPE_CHECKING:
    from collections.abc import Iterator

#: how long a transaction waits for others on SQLite, the durable engine's included
_BUSY_SECONDS: Final = 60
#: pages of 4 KiB in the write-ahead log before it is copied back: fewer, longer pauses than 1000
_CHECKPOINT_PAGES: Final = 4000
_to_json = partial(json.dumps, ensure_ascii=False, allow_nan=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """An open database. Transactions open here and nowhere else."""

    url: str
    engine: Engine
    #: where raw messages from 300 KB up lie as files; None: all are in the database
    spool: Path | None
    #: the threads of this process that write, where there is one writer at a time
    line: FirstCome | None = None

    @property
    def is_sqlite(self) -> bool:
        """One file, one writer."""
        return self.engine.dialect.name == "sqlite"

    @property
    def shown(self) -> str:
        """The address without its password."""
        return make_url(self.url).render_as_string(hide_password=True)

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """One transaction: all of it is kept at the end, or on an exception nothing."""
        turn = self.line.turn() if self.line is not None else nullcontext()
        with turn, self._session(self.engine) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that writes nothing, and on SQLite waits for no writer."""
        engine = self.engine.execution_options(reading=True, postgresql_readonly=True)
        with self._session(engine) as session:
            yield session

    def over(self, connection: Connection) -> Session:
        """A session on a connection that its caller has opened."""
        return self._session(connection)

    def _session(self, engine: Engine | Connection) -> Session:
        return Session(engine, expire_on_commit=False, info={"spool": self.spool})

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def open_database(url: str, *, spool: Path | None = None) -> Database:
    """Open the database at an SQLAlchemy URL; an SQLite file comes into being where needed.

    Args:
        url: `sqlite:///path/of/file` or `postgresql+psycopg://...`.
        spool: folder of large raw messages; next to an SQLite file by default, unused otherwise.
    """
    if make_url(url).get_backend_name() == "sqlite":
        return _open_sqlite(url, spool)
    engine = create_engine(
        url, json_serializer=_to_json, pool_pre_ping=True, pool_size=8, max_overflow=16
    )
    return Database(url=url, engine=engine, spool=None)


def _open_sqlite(url: str, spool: Path | None) -> Database:
    path = Path(make_url(url).database or "")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # SQLite gives its log files the mode of the database: letters are nobody else's
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    # without an isolation level the driver begins nothing by itself, `_begin` does
    engine = create_engine(
        url,
        json_serializer=_to_json,
        connect_args={"timeout": _BUSY_SECONDS, "isolation_level": None},
        pool_size=8,
        max_overflow=24,
        pool_timeout=_BUSY_SECONDS,
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    spool = spool or path.parent / "raw"
    return Database(url=url, engine=engine, spool=spool, line=FirstCome())


def _set_up(connection: sqlite3.Connection, _record: Any) -> None:
    _use_write_ahead_log(connection)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    # what is deleted is overwritten with zeros: nothing erased stays in free pages
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Two processes that open a new file at once: this one pragma does not wait by itself."""
    give_up_at = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > give_up_at:
                raise
            time.sleep(0.02)
        else:
            return


def _begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
