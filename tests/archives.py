"""Backing up and restoring for tests: another place of the same kind of database, and letters."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ingest import workflows
from ingest.workflows import Enqueuer
from store import archive, backup, drafts, inbox, outbox
from store.model import NewOutboxRow, OutboxKind
from store.restore import Place, Terms, put_back
from store.session import open_database
from tests.conftest import fresh_postgresql
from tests.factories import a_content, a_read_message, an_arrival

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest

    from store.manifest import Manifest
    from store.session import Database

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LARGE = b"Subject: Large\r\n\r\n" + b"x" * 1_200_000
TARGET = "ministry@example.org"


@contextmanager
def elsewhere(request: pytest.FixtureRequest, kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty database of the same kind."""
    folder.mkdir(parents=True, exist_ok=True)
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'intake.db'}"
        return
    with fresh_postgresql(request.getfixturevalue("postgresql_server"), "template1") as url:
        yield url


@contextmanager
def place_at(url: str, data: Path) -> Iterator[Place]:
    db = open_database(url, spool=data / "raw")
    try:
        yield Place(
            db=db,
            data=data,
            folders={"outgoing": data / "outgoing", "models": data / "models"},
            prepare_engine=workflows.prepare,
            program="test",
        )
    finally:
        db.close()


def written(db: Database, target: Path, folder: Path) -> Manifest:
    """An archive of a database, and of what lies in two folders."""
    workflows.prepare(db.url)
    folders = {"outgoing": folder / "outgoing", "models": folder / "models"}
    return backup.write(db, target, folders=folders, now=NOW, program="test")


def put(path: Path, place: Place, *, replace: bool = False, gap: int = 1000) -> None:
    terms = Terms(years=[2026, 2027], gap=gap, now=NOW)
    put_back(path, archive.examined(path), place, terms, replace=replace)


def a_letter(db: Database, number: int, *, raw: bytes | None = None) -> str:
    """A message that came in with its work item, was read into a draft and answered."""
    workflows.prepare(db.url)
    enqueuer = Enqueuer(db.url)
    arrival = an_arrival(number) if raw is None else an_arrival(number, raw=raw)
    with db.begin() as session:
        [accepted] = inbox.accept(session, [arrival], now=NOW, year=2026)
        enqueuer.enqueue(session, accepted.id, accepted.attempt)
    enqueuer.close()
    with db.begin() as session:
        inbox.begin_attempt(session, accepted.id, 1, now=NOW)
        drafts.save_reading(session, accepted.id, 1, a_read_message(), [a_content()], now=NOW)
        row = NewOutboxRow(
            kind=OutboxKind.ACKNOWLEDGEMENT, target=TARGET, payload={"message": accepted.id}
        )
        outbox.add(session, [row], now=NOW)
    return accepted.id
