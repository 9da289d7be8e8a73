"""From the folder of a real mail server into the inbox: nothing lost, twice or in the way."""

from __future__ import annotations

from concurrent.futures import Future
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.utc import utc_now
from ingest.errors import StorageError
from ingest.imap_errors import MailboxError
from store import mailboxes
from tests.dovecot import USER
from tests.mailbox_room import (
    account,
    inlet,
    letter,
    round_of,
    senders,
    taken,
    taking,
    visit,
)

if TYPE_CHECKING:
    from ingest.imap_account import Account
    from store.model import Accepted, Arrival
    from store.session import Database
    from tests.dovecot import MailServer

only_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"])


def test_mails_without_a_message_id_come_in_once(database: Database, server: MailServer) -> None:
    server.put(*[letter(number) for number in range(45)])
    box = account(server.port)

    assert round_of(database, box) == 45
    assert round_of(database, box) == 0
    assert senders(database) == sorted(f"ministry{number}@example.org" for number in range(45))
    assert server.count(which="UNSEEN") == 0


def test_what_comes_later_is_taken_later_whatever_was_removed_meanwhile(
    database: Database, server: MailServer
) -> None:
    box = account(server.port, "nothing")
    server.put(letter(1), letter(2), letter(3))
    server.expunge(2)
    round_of(database, box)
    server.put(letter(4), letter(5))
    server.expunge(1, 4)

    assert round_of(database, box) == 1
    assert senders(database) == [f"ministry{n}@example.org" for n in (1, 3, 5)]
    assert server.count(which="UNSEEN") == 2


def test_a_mail_that_vanishes_while_it_is_taken_costs_itself(
    database: Database, server: MailServer
) -> None:
    box = account(server.port)
    server.put(*[letter(number) for number in range(4)])
    with inlet(database) as acceptor, visit(box) as session:
        sizes = session.sizes

        def removing(uids: list[int]) -> dict[int, int]:
            found = sizes(uids)
            server.expunge(2)
            return found

        session.sizes = removing  # type: ignore[method-assign,assignment]
        taking(database, acceptor.submit, box).take(session)

    assert senders(database) == [f"ministry{n}@example.org" for n in (0, 2, 3)]


def test_a_folder_that_is_numbered_anew_is_gone_through_without_doubles(
    database: Database, server: MailServer
) -> None:
    box = account(server.port)
    server.put(letter(1), letter(2))
    round_of(database, box)
    with visit(box) as session:
        before = session.validity
    server.number_anew()
    server.put(letter(3))

    round_of(database, box)

    with visit(box) as session:
        assert session.validity != before
    assert senders(database) == [f"ministry{n}@example.org" for n in (1, 2, 3)]


@only_sqlite
def test_mails_move_once_they_are_safe(database: Database, server: MailServer) -> None:
    server.make("Taken")
    server.put(letter(1), letter(2))

    round_of(database, account(server.port, "move"))

    assert (server.count(), server.count("Taken")) == (0, 2)


@only_sqlite
def test_a_folder_that_cannot_be_moved_to_stops_nothing(
    database: Database, server: MailServer
) -> None:
    server.put(letter(1), letter(2))
    box = account(server.port, "move")

    assert round_of(database, box) == 2
    assert round_of(database, box) == 0


def test_a_mail_over_the_limit_stays_and_is_told_and_the_next_goes_on(
    database: Database, server: MailServer
) -> None:
    box = account(server.port)
    server.put(letter(1), letter(2, extra=b"x" * 200_000), letter(3))

    assert round_of(database, box) == 2
    with database.reading() as session:
        assert mailboxes.count_left(session, box.name) == {"too_large": 1}
    assert server.count(which="UNSEEN") == 1


@only_sqlite
def test_what_was_too_large_comes_in_once_the_limit_is_raised(
    database: Database, server: MailServer
) -> None:
    box = account(server.port)
    server.put(letter(1, extra=b"x" * 200_000), letter(2))
    round_of(database, box)

    with inlet(database) as acceptor, visit(box) as session:
        taking(database, acceptor.submit, box, most_bytes=1_000_000).take(session)

    assert len(taken(database)) == 2
    with database.reading() as session:
        assert mailboxes.count_left(session, box.name) == {}


@only_sqlite
def test_a_left_mail_that_somebody_removed_is_struck(
    database: Database, server: MailServer
) -> None:
    box = account(server.port)
    server.put(letter(1, extra=b"x" * 200_000))
    round_of(database, box)
    server.expunge(1)

    round_of(database, box)

    with database.reading() as session:
        assert mailboxes.count_left(session, box.name) == {}


@only_sqlite
def test_a_mail_that_the_server_cannot_give_costs_itself(
    database: Database, server: MailServer
) -> None:
    box = account(server.port, "nothing")
    server.put(letter(1), letter(2), letter(3))
    second = next((server.folder / "mail" / USER).glob("new/*"))
    names = sorted((server.folder / "mail" / USER).glob("*/*S=*")) or [second]
    spoiled = sorted(names, key=lambda path: path.stat().st_mtime_ns)[1]
    spoiled.unlink()
    spoiled.mkdir()

    # the server hangs up over it each time
    rounds_until_done(database, box)

    assert senders(database) == [f"ministry{n}@example.org" for n in (1, 3)]


def rounds_until_done(db: Database, box: Account) -> None:
    with inlet(db) as acceptor:
        one = taking(db, acceptor.submit, box)
        for _ in range(6):
            try:
                with visit(box) as session:
                    one.take(session)
            except MailboxError:
                continue
            return
    pytest.fail("one mail kept the others out")


@only_sqlite
def test_a_mail_that_cannot_be_kept_stays_unmarked_and_is_tried_again(
    database: Database, server: MailServer
) -> None:
    box = account(server.port)
    server.put(letter(1), letter(2))

    def full(_arrival: Arrival) -> Future[Accepted]:
        future: Future[Accepted] = Future()
        future.set_exception(StorageError())
        return future

    with visit(box) as session, pytest.raises(MailboxError, match="not_stored"):
        taking(database, full, box).take(session)

    assert server.count(which="UNSEEN") == 2
    assert round_of(database, box) == 2


@only_sqlite
def test_a_mail_that_alone_cannot_be_kept_is_left_after_some_tries(
    database: Database, server: MailServer
) -> None:
    box = account(server.port)
    server.put(letter(1), letter(2), letter(3))
    with inlet(database) as acceptor:

        def picky(arrival: Arrival) -> Future[Accepted]:
            if arrival.sender != "ministry2@example.org":
                return acceptor.submit(arrival)
            future: Future[Accepted] = Future()
            future.set_exception(StorageError())
            return future

        one = taking(database, picky, box)
        for _ in range(3):
            with visit(box) as session, pytest.raises(MailboxError, match="not_stored"):
                one.take(session)
        with visit(box) as session:
            one.take(session)

    assert senders(database) == [f"ministry{n}@example.org" for n in (1, 3)]
    with database.reading() as reading:
        assert mailboxes.count_left(reading, box.name) == {"not_taken": 1}


@only_sqlite
def test_what_is_older_than_the_first_day_is_left_alone(
    database: Database, server: MailServer
) -> None:
    server.put(letter(1))
    tomorrow = (utc_now() + timedelta(days=2)).date()
    box = account(server.port)
    later = type(box)(**{name: getattr(box, name) for name in box.__slots__} | {"since": tomorrow})

    assert round_of(database, later) == 0
