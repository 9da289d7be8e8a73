from __future__ import annotations

import stat
import threading
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from store import audit
from store.session import open_database
from store.tables_office import CounterRow
from tests.factories import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

on_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"])


@on_sqlite
@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)]
)
def test_sqlite_is_set_so_that_nothing_is_lost(
    database: Database, pragma: str, value: object
) -> None:
    with database.reading() as session:
        assert session.scalar(text(f"PRAGMA {pragma}")) == value


def test_a_new_database_is_nobody_elses(tmp_path: Path) -> None:
    path = tmp_path / "new" / "acsg.sqlite"

    open_database(f"sqlite:///{path}").close()

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_reading_waits_for_no_writer(database: Database) -> None:
    with database.begin() as writer:
        writer.add(CounterRow(name="x", value=1))
        writer.flush()

        with database.reading() as reader:
            seen = reader.get(CounterRow, "x")

    assert seen is None


def test_transactions_that_read_before_they_write_wait_for_each_other(database: Database) -> None:
    with database.begin() as session:
        session.add(CounterRow(name="x", value=0))

    def add_one() -> None:
        for _ in range(10):
            with database.begin() as session:
                row = session.get_one(CounterRow, "x", with_for_update=True)
                row.value += 1

    threads = [threading.Thread(target=add_one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with database.reading() as session:
        assert session.get_one(CounterRow, "x").value == 40


def test_a_time_without_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="aware"), database.begin() as session:
        audit.record(session, what="x", now=datetime(2026, 1, 1))  # noqa: DTZ001 - the point


def test_times_come_back_aware(database: Database) -> None:
    with database.begin() as session:
        audit.record(session, what="x", draft_id=1, now=NOW)

    with database.reading() as session:
        (entry,) = audit.of_draft(session, 1)
    assert entry.at == NOW
    assert entry.at.tzinfo is not None
