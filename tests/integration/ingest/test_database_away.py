"""The database is away for a while: senders keep their mail, and all goes on by itself."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest

from store.schema import migrate
from store.session import open_database
from tests.faults import answers, deliver, letter, own_postgresql, settled
from tests.killing import Victim, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.session import Database

SETTINGS = {"ACSG_ENCODER": "use"}


@pytest.mark.timeout(200)
def test_a_server_that_stops_and_starts_again_is_waited_for(tmp_path: Path) -> None:
    server_away(tmp_path, seconds=5)


@pytest.mark.soak
@pytest.mark.timeout(400)
def test_a_server_that_is_away_for_a_minute_is_waited_for(tmp_path: Path) -> None:
    server_away(tmp_path, seconds=60)


def server_away(folder: Path, *, seconds: float) -> None:
    with own_postgresql() as server, serving(folder, server.url) as (db, victim):
        assert deliver(victim, letter(1))[0] == 250
        settled(db, 1)
        assert deliver(victim, letter(2))[0] == 250  # perhaps cut off in the middle of its work
        server.leave()
        gone_at = time.monotonic()
        while time.monotonic() - gone_at < seconds:
            code, said = deliver(victim, letter(3))
            assert (code, said) == (451, "4.3.0 cannot store mail now, try again later")
            time.sleep(0.5)
        server.come_back()

        assert comes_through(victim, 3) < 10
        # what was cut off may be at its third attempt, which is put off by 35 seconds in all
        settled(db, 3, seconds=120)
        assert len(answers(victim)) == 3


@pytest.mark.timeout(200)
def test_a_file_that_another_process_locks_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "intake.db"
    with serving(tmp_path, f"sqlite:///{path}") as (db, victim):
        assert deliver(victim, letter(1))[0] == 250
        with locked(path):
            time.sleep(5)
        assert deliver(victim, letter(2))[0] == 250
        settled(db, 2)


@pytest.mark.soak
@pytest.mark.timeout(400)
def test_a_file_that_is_locked_for_long_is_451_and_then_all_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "intake.db"
    with serving(tmp_path, f"sqlite:///{path}") as (db, victim):
        assert deliver(victim, letter(1))[0] == 250
        with locked(path):
            assert deliver(victim, letter(2), timeout=200)[0] == 451
        assert comes_through(victim, 2) < 70
        settled(db, 2)


def comes_through(victim: Victim, number: int) -> float:
    """Send until it is taken; seconds that took."""
    begun = time.monotonic()
    while deliver(victim, letter(number))[0] != 250:
        assert time.monotonic() - begun < 100, "its mail is never taken"
        time.sleep(0.2)
    return time.monotonic() - begun


@contextmanager
def locked(path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path, timeout=60, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def serving(folder: Path, url: str) -> Iterator[tuple[Database, Victim]]:
    victim = Victim(folder=folder, database_url=url, port=free_port(), settings=SETTINGS)
    db = open_database(url, spool=folder / "raw")
    try:
        migrate(db)
        victim.start()
        yield db, victim
        assert victim.stop() == 0
    finally:
        victim.end()
        db.close()
