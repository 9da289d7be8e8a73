from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from store import inbox
from store.model import MessageStatus
from tests.factories import NOW, an_arrival

if TYPE_CHECKING:
    from store.model import Accepted, Arrival
    from store.session import Database


def accepted(db: Database, *arrivals: Arrival, year: int = 2026) -> list[Accepted]:
    with db.begin() as session:
        return inbox.accept(session, arrivals, now=NOW, year=year)


def test_the_bytes_come_out_as_they_went_in(database: Database) -> None:
    raw = bytes(range(256)) * 10

    (kept,) = accepted(database, an_arrival(raw=raw))

    with database.reading() as session:
        assert inbox.raw(session, kept.id) == raw


def test_messages_are_numbered_without_holes_in_their_order(database: Database) -> None:
    accepted(database, an_arrival(1), an_arrival(2))

    later = accepted(database, an_arrival(2), an_arrival(3))

    assert [one.ref for one in later] == ["ACSG-2026-0002", "ACSG-2026-0003"]


def test_each_year_begins_at_one(database: Database) -> None:
    accepted(database, an_arrival(1))

    (kept,) = accepted(database, an_arrival(2), year=2027)

    assert kept.ref == "ACSG-2027-0001"


def test_a_resent_message_is_the_same_record(database: Database) -> None:
    (first,) = accepted(database, an_arrival(1))

    (again,) = accepted(database, an_arrival(1))

    assert (first.new, again.new) == (True, False)
    assert (again.id, again.ref) == (first.id, first.ref)


def test_a_message_twice_in_one_batch_is_one_record(database: Database) -> None:
    first, again = accepted(database, an_arrival(1), an_arrival(1))

    assert (first.new, again.new) == (True, False)
    assert again.id == first.id


@pytest.mark.parametrize("batches", [1, 2])
def test_recipients_of_a_repeated_message_merge(database: Database, batches: int) -> None:
    mail = [an_arrival(1, recipients=("a@localhost",)), an_arrival(1, recipients=("b@localhost",))]

    for batch in [mail] if batches == 1 else [mail[:1], mail[1:]]:
        kept = accepted(database, *batch)

    with database.reading() as session:
        assert inbox.get(session, kept[0].id).recipients == ("a@localhost", "b@localhost")


def test_what_was_accepted_is_listed_as_received(database: Database) -> None:
    (kept,) = accepted(database, an_arrival(1, raw=b"abc"))

    with database.reading() as session:
        (message,) = inbox.listed(session)
    assert message.id == kept.id
    assert (message.status, message.attempts) == (MessageStatus.RECEIVED, 0)
    assert message.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert (message.size_bytes, message.received_at) == (3, NOW)


def test_nothing_is_kept_of_a_transaction_that_failed(database: Database) -> None:
    with suppress(ZeroDivisionError), database.begin() as session:
        inbox.accept(session, [an_arrival(1)], now=NOW, year=2026)
        raise ZeroDivisionError

    with database.reading() as session:
        assert list(inbox.listed(session)) == []


def test_a_sender_that_no_database_can_encode_is_kept_all_the_same(database: Database) -> None:
    (kept,) = accepted(database, an_arrival(1, sender="a\x00b\udcff@example.org"))

    with database.reading() as session:
        assert inbox.get(session, kept.id).sender == "a\ufffdb\ufffd@example.org"


def test_ids_sort_by_time_and_within_a_batch_by_arrival(database: Database) -> None:
    first = accepted(database, *[an_arrival(number) for number in range(5)])

    with database.begin() as session:
        later = inbox.accept(
            session, [an_arrival(9)], now=NOW + timedelta(milliseconds=1), year=2026
        )

    ids = [one.id for one in (*first, *later)]
    assert ids == sorted(ids)
