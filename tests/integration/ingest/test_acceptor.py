from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from ingest.accept import Acceptor
from ingest.errors import StorageError
from ingest.keeping import Keeper
from store import inbox
from tests.factories import NOW, an_arrival

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from sqlalchemy.orm import Session

    from store.model import Accepted
    from store.session import Database

ZURICH = ZoneInfo("Europe/Zurich")


def an_acceptor(
    db: Database,
    enqueue: Callable[[Session, Sequence[Accepted]], object] = lambda *_: None,
    now: datetime = NOW,
) -> Acceptor:
    return Acceptor(Keeper(db, enqueue, clock=lambda: now, zone=ZURICH))


def test_the_work_item_is_written_in_the_transaction_of_the_message(database: Database) -> None:
    seen: list[tuple[str, int]] = []

    def enqueue(session: Session, new: Sequence[Accepted]) -> None:
        seen.extend((inbox.get(session, one.id).id, one.attempt) for one in new)

    acceptor = an_acceptor(database, enqueue)
    accepted = acceptor.submit(an_arrival()).result(10)
    acceptor.close()

    assert seen == [(accepted.id, 1)]


def test_a_resend_has_the_same_id_and_no_second_work_item(database: Database) -> None:
    seen: list[tuple[str, int]] = []
    acceptor = an_acceptor(database, lambda *args: seen.append(args))

    first = acceptor.submit(an_arrival()).result(10)
    second = acceptor.submit(an_arrival(recipients=("offers@localhost",))).result(10)
    acceptor.close()

    assert (second.id, second.new, len(seen)) == (first.id, False, 1)
    with database.reading() as session:
        assert inbox.get(session, first.id).recipients == ("requests@localhost", "offers@localhost")


def test_mails_that_wait_together_are_committed_together(database: Database) -> None:
    go_on = threading.Event()
    transactions = set()

    def enqueue(session: Session, _new: Sequence[Accepted]) -> None:
        go_on.wait(10)
        transactions.add(id(session))

    acceptor = an_acceptor(database, enqueue)
    futures = [acceptor.submit(an_arrival(number)) for number in range(40)]
    go_on.set()
    ids = {future.result(10).id for future in futures}
    acceptor.close()

    assert len(ids) == 40
    assert len(transactions) <= 3


def test_one_arrival_that_cannot_be_stored_does_not_cost_its_neighbours(database: Database) -> None:
    go_on = threading.Event()

    def enqueue(session: Session, new: Sequence[Accepted]) -> None:
        go_on.wait(10)
        if any(inbox.get(session, one.id).sender == "bad@example.org" for one in new):
            raise RuntimeError

    acceptor = an_acceptor(database, enqueue)
    arrivals = [an_arrival(1), an_arrival(2, sender="bad@example.org"), an_arrival(3)]
    futures = [acceptor.submit(arrival) for arrival in arrivals]
    go_on.set()

    outcomes = [type(future.exception(10)) for future in futures]
    acceptor.close()

    assert outcomes == [type(None), StorageError, type(None)]


def test_nobody_waits_long_for_a_store_that_is_gone(database: Database) -> None:
    tried = []
    go_on = threading.Event()

    def enqueue(*_: object) -> None:
        go_on.wait(10)
        tried.append(1)
        raise OSError

    acceptor = an_acceptor(database, enqueue)
    futures: list[Future[object]] = [acceptor.submit(an_arrival(n)) for n in range(30)]  # type: ignore[misc]
    go_on.set()

    assert all(isinstance(future.exception(10), StorageError) for future in futures)
    assert len(tried) <= 6
    acceptor.close()


def test_the_year_of_a_reference_is_the_office_s(database: Database) -> None:
    acceptor = an_acceptor(database, now=datetime(2026, 12, 31, 23, 30, tzinfo=UTC))

    accepted = acceptor.submit(an_arrival()).result(10)
    acceptor.close()

    assert accepted.ref.startswith("ACSG-2027-")


def test_what_was_handed_over_before_the_end_is_stored(database: Database) -> None:
    acceptor = an_acceptor(database)
    futures = [acceptor.submit(an_arrival(number)) for number in range(100)]

    acceptor.close()

    assert all(future.done() and future.exception() is None for future in futures)


def test_what_comes_after_the_end_is_refused(database: Database) -> None:
    acceptor = an_acceptor(database)
    acceptor.close()

    with pytest.raises(StorageError):
        acceptor.submit(an_arrival()).result(10)


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_large_mail_lies_in_a_file_beside_the_database(
    database: Database, tmp_path: Path
) -> None:
    acceptor = an_acceptor(database)
    raw = b"x" * 2_000_000

    accepted = acceptor.submit(an_arrival(raw=raw)).result(10)
    acceptor.close()

    with database.reading() as session:
        assert inbox.raw(session, accepted.id) == raw
    assert [path.name for path in (tmp_path / "raw").rglob("*") if path.is_file()] == [accepted.id]
