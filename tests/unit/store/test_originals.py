from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from store import inbox, originals
from store.errors import ContentErasedError, UnknownMessageError
from store.model import MessageStatus
from store.tables import InboxRow, OriginalRow
from tests.factories import NOW, an_arrival

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

LARGE = os.urandom(originals.FILE_FROM_BYTES)
on_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"])


def accept(db: Database, raw: bytes = LARGE) -> str:
    with db.begin() as session:
        return inbox.accept(session, [an_arrival(raw=raw)], now=NOW, year=2026)[0].id


def files(db: Database) -> list[Path]:
    assert db.spool is not None
    return [path for path in db.spool.rglob("*") if path.is_file()]


def test_a_large_message_comes_out_as_it_went_in(database: Database) -> None:
    message_id = accept(database)

    with database.reading() as session:
        assert inbox.raw(session, message_id) == LARGE


@on_sqlite
def test_a_large_message_lies_in_a_file_that_is_nobody_elses(database: Database) -> None:
    message_id = accept(database)

    (path,) = files(database)
    assert path.name == message_id
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with database.reading() as session:
        assert session.scalar(select(OriginalRow.content)) is None


@on_sqlite
def test_a_small_message_lies_in_the_database(database: Database) -> None:
    accept(database, LARGE[:-1])

    assert files(database) == []


@on_sqlite
def test_a_repeated_large_message_leaves_one_file(database: Database) -> None:
    accept(database)
    accept(database)

    assert len(files(database)) == 1


@on_sqlite
def test_a_failed_transaction_leaves_no_file(database: Database) -> None:
    with suppress(ZeroDivisionError), database.begin() as session:
        inbox.accept(session, [an_arrival(raw=LARGE)], now=NOW, year=2026)
        raise ZeroDivisionError

    assert files(database) == []


@on_sqlite
def test_a_disk_that_refuses_leaves_nothing(database: Database) -> None:
    assert database.spool is not None
    database.spool.write_bytes(b"a file where the folder should be")

    with pytest.raises(OSError, match="raw"):
        accept(database)

    with database.reading() as session:
        assert list(inbox.listed(session)) == []


def test_an_unknown_message_has_no_bytes(database: Database) -> None:
    with pytest.raises(UnknownMessageError), database.reading() as session:
        inbox.raw(session, "nowhere")


def test_an_erased_message_says_so(database: Database) -> None:
    message_id = accept(database, b"short")
    with database.begin() as session:
        row = session.get_one(InboxRow, message_id)
        row.status = MessageStatus.ERASED

    with pytest.raises(ContentErasedError), database.reading() as session:
        inbox.raw(session, message_id)
