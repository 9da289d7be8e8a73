"""The mail door over real sockets, before the real store or a submit that the test holds."""

from __future__ import annotations

import asyncio
import smtplib
import socket
import threading
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from ingest.accept import Acceptor
from ingest.smtp import Door, SmtpOptions, serve_smtp
from store import inbox
from store.model import Accepted, Arrival

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from store.session import Database

OPTIONS = SmtpOptions(
    host="127.0.0.1",
    port=0,
    addresses=frozenset({"requests@localhost", "offers@localhost"}),
    hostname="intake.test",
)
LETTER = b"From: a@example.org\r\nSubject: Letter\r\n\r\nWe request support.\r\n"


class Promises:
    """Takes arrivals and answers when the test says so."""

    def __init__(self, *, hold: bool = False) -> None:
        self.arrivals: list[Arrival] = []
        self.futures: list[Future[Accepted]] = []
        self.came = threading.Event()
        self._hold = hold

    def submit(self, arrival: Arrival) -> Future[Accepted]:
        future: Future[Accepted] = Future()
        self.arrivals.append(arrival)
        self.futures.append(future)
        if not self._hold:
            self.keep(future)
        self.came.set()
        return future

    @staticmethod
    def keep(future: Future[Accepted]) -> None:
        future.set_result(Accepted(id="m1", ref="ACSG-2026-0001", new=True, attempt=1))


@contextmanager
def open_door(
    submit: Callable[[Arrival], Future[Accepted]], options: SmtpOptions = OPTIONS
) -> Iterator[tuple[Door, asyncio.AbstractEventLoop]]:
    """A door in a loop of its own thread, as in the program."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    door = asyncio.run_coroutine_threadsafe(serve_smtp(options, submit), loop).result(10)
    try:
        yield door, loop
    finally:
        asyncio.run_coroutine_threadsafe(door.close(1), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@contextmanager
def client(door: Door) -> Iterator[smtplib.SMTP]:
    with smtplib.SMTP("127.0.0.1", door.port, local_hostname="peer.test", timeout=20) as smtp:
        smtp.ehlo()
        yield smtp


def connected(door: Door) -> socket.socket:
    return socket.create_connection(("127.0.0.1", door.port), timeout=20)


@contextmanager
def raw_client(door: Door, sender: bytes = b"a@example.org") -> Iterator[socket.socket]:
    """A peer that says what the test wants, the envelope already given and DATA answered 354."""
    with connected(door) as peer:
        answer(peer)
        for line in (b"EHLO peer", b"MAIL FROM:<%b>" % sender, b"RCPT TO:<offers@localhost>"):
            peer.sendall(line + b"\r\n")
            answer(peer)
        peer.sendall(b"DATA\r\n")
        assert answer(peer).startswith("354")
        yield peer


def answer(peer: socket.socket) -> str:
    """The last line of one answer, and nothing of the next one."""
    line = b""
    while not (line.endswith(b"\r\n") and line[3:4] == b" "):
        byte = peer.recv(1)
        if not byte:
            break
        line = byte if line.endswith(b"\r\n") else line + byte
    return line.decode().rstrip()


def test_a_mail_is_answered_with_its_id_and_kept_as_it_came(database: Database) -> None:
    acceptor = Acceptor(database, lambda *_: None, clock=now, zone=ZoneInfo("Europe/Zurich"))
    with open_door(acceptor.submit) as (door, _), client(door) as smtp:
        smtp.mail("a@example.org")
        smtp.rcpt("requests@localhost")
        code, text = smtp.data(LETTER)
    acceptor.close()

    with database.reading() as session:
        [message] = inbox.listed(session)
        raw = inbox.raw(session, message.id)
    assert (code, text.decode()) == (250, f"2.0.0 accepted as {message.id}")
    assert (raw, message.sender) == (LETTER, "a@example.org")


def test_a_thousand_mails_on_many_connections_are_all_kept(database: Database) -> None:
    acceptor = Acceptor(database, lambda *_: None, clock=now, zone=ZoneInfo("Europe/Zurich"))

    def send(door: Door, sender: int) -> None:
        with client(door) as smtp:
            for number in range(50):
                body = LETTER + f"{sender}/{number}\r\n".encode()
                smtp.sendmail("a@example.org", ["offers@localhost"], body)

    with open_door(acceptor.submit) as (door, _):
        threads = [threading.Thread(target=send, args=(door, sender)) for sender in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    acceptor.close()

    with database.reading() as session:
        assert sum(1 for _ in inbox.listed(session)) == 1000


def test_a_broken_database_is_answered_451_without_a_word_about_it(database: Database) -> None:
    def enqueue(*_: object) -> None:
        raise RuntimeError("secret detail")

    acceptor = Acceptor(database, enqueue, clock=now, zone=ZoneInfo("UTC"))
    with open_door(acceptor.submit) as (door, _), client(door) as smtp:
        smtp.mail("a@example.org")
        smtp.rcpt("requests@localhost")
        code, text = smtp.data(LETTER)
    acceptor.close()

    assert (code, text) == (451, b"4.3.0 cannot store mail now, try again later")
    with database.reading() as session:
        assert list(inbox.listed(session)) == []


@pytest.mark.parametrize(
    "address", ["requests@localhost", "REQUESTS@LocalHost", "requests+chad@localhost"]
)
def test_our_addresses_are_taken(address: str) -> None:
    with open_door(Promises().submit) as (door, _), client(door) as smtp:
        smtp.mail("a@example.org")

        assert smtp.rcpt(address)[0] == 250


@pytest.mark.parametrize(
    "address", ["other@localhost", "requests@example.org", "requests", "+@localhost", "x@[1.2.3.4]"]
)
def test_other_addresses_are_refused_at_rcpt(address: str) -> None:
    with open_door(Promises().submit) as (door, _), client(door) as smtp:
        smtp.mail("a@example.org")

        assert smtp.rcpt(address)[0] == 550


def test_a_null_sender_is_taken_and_recorded_as_empty() -> None:
    promises = Promises()
    with open_door(promises.submit) as (door, _), client(door) as smtp:
        smtp.sendmail("", ["requests@localhost"], LETTER)

    assert promises.arrivals[0].sender == ""


def test_an_announced_size_over_the_limit_is_refused_at_mail() -> None:
    options = replace(OPTIONS, max_message_bytes=1000)
    with open_door(Promises().submit, options) as (door, _), client(door) as smtp:
        assert smtp.esmtp_features["size"] == "1000"
        assert smtp.mail("a@example.org", ["SIZE=1001"])[0] == 552


def test_a_mail_over_the_limit_is_read_to_its_end_and_refused() -> None:
    promises = Promises()
    options = replace(OPTIONS, max_message_bytes=100_000)
    with open_door(promises.submit, options) as (door, _), client(door) as smtp:
        smtp.mail("a@example.org")
        smtp.rcpt("requests@localhost")
        code, _ = smtp.data(b"x" * 70 + b"\r\n" + b"y\r\n" * 50_000)

        assert code == 552
        assert smtp.noop()[0] == 250
    assert promises.arrivals == []


def test_a_line_without_end_is_cut_and_holds_no_memory() -> None:
    options = replace(OPTIONS, max_message_bytes=100_000)
    with open_door(Promises().submit, options) as (door, _), raw_client(door) as peer:
        said = b""
        try:
            for _ in range(1000):
                peer.sendall(b"x" * 10_000)
            said = peer.recv(100)
        except OSError:
            pass

        assert door.held_bytes == 0
        assert said[:3] in (b"552", b"")


def test_lines_longer_than_the_standard_allows_are_taken() -> None:
    promises = Promises()
    body = b"Subject: long\r\n\r\n" + b"x" * 500_000 + b"\r\n"
    with open_door(promises.submit) as (door, _), client(door) as smtp:
        smtp.sendmail("a@example.org", ["requests@localhost"], body)

    assert promises.arrivals[0].raw == body


@pytest.mark.parametrize("end", [b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r\n.\r"])
def test_a_mail_cannot_smuggle_a_second_one(end: bytes) -> None:
    promises = Promises()
    inner = b"MAIL FROM:<evil@example.org>\r\nRCPT TO:<offers@localhost>\r\nDATA\r\nEvil\r\n"
    with open_door(promises.submit) as (door, _), raw_client(door) as peer:
        peer.sendall(LETTER + end + inner + b"\r\n.\r\n")
        answer(peer)

    assert len(promises.arrivals) == 1
    assert b"Evil" in promises.arrivals[0].raw


def test_commands_sent_behind_a_mail_are_answered() -> None:
    promises = Promises()
    with open_door(promises.submit) as (door, _), raw_client(door) as peer:
        peer.sendall(LETTER + b".\r\nMAIL FROM:<b@example.org>\r\nQUIT\r\n")
        said = b"".join(iter(lambda: peer.recv(4096), b"")).decode().splitlines()

    assert [line[:3] for line in said] == ["250", "250", "221"]


def test_250_is_not_said_before_the_store_has_promised() -> None:
    promises = Promises(hold=True)
    with open_door(promises.submit) as (door, _), raw_client(door) as peer:
        peer.sendall(LETTER + b".\r\n")
        promises.came.wait(10)
        peer.settimeout(0.3)
        with pytest.raises(TimeoutError):
            peer.recv(100)
        peer.settimeout(10)
        promises.keep(promises.futures[0])

        assert answer(peer) == "250 2.0.0 accepted as m1"


def test_a_peer_that_hangs_up_after_the_end_does_not_take_its_mail_back() -> None:
    promises = Promises(hold=True)
    with open_door(promises.submit) as (door, _):
        with raw_client(door) as peer:
            peer.sendall(LETTER + b".\r\n")
            promises.came.wait(10)
        future = promises.futures[0]

        assert not future.cancelled()
        promises.keep(future)


def test_a_peer_that_hangs_up_during_data_leaves_nothing_behind() -> None:
    promises = Promises()
    with open_door(promises.submit) as (door, _):
        with raw_client(door) as peer:
            peer.sendall(LETTER)
        with client(door) as smtp:
            smtp.sendmail("a@example.org", ["requests@localhost"], LETTER)

    assert len(promises.arrivals) == 1
    assert door.held_bytes == 0


def test_one_connection_too_many_is_told_so() -> None:
    options = replace(OPTIONS, max_connections=1)
    with open_door(Promises().submit, options) as (door, _), client(door), connected(door) as peer:
        assert answer(peer).startswith("421 ")


def test_mail_beyond_the_memory_that_all_share_is_put_off() -> None:
    options = replace(OPTIONS, max_held_bytes=50_000)
    with open_door(Promises().submit, options) as (door, _), client(door) as smtp:
        smtp.mail("a@example.org")
        smtp.rcpt("requests@localhost")

        assert smtp.data(b"x\r\n" * 40_000)[0] == 452
        smtp.sendmail("a@example.org", ["requests@localhost"], LETTER)


def test_a_peer_that_says_nothing_is_sent_away() -> None:
    options = replace(OPTIONS, idle_seconds=0.2)
    with open_door(Promises().submit, options) as (door, _), connected(door) as peer:
        answer(peer)

        assert answer(peer).startswith("421 ")


def test_the_hundred_and_first_recipient_is_put_off() -> None:
    with open_door(Promises().submit) as (door, _), client(door) as smtp:
        smtp.mail("a@example.org")
        codes = [smtp.rcpt(f"requests+{number}@localhost")[0] for number in range(101)]

    assert codes == [250] * 100 + [452]


@pytest.mark.parametrize("command", ["VRFY requests@localhost", "VRFY nobody@localhost"])
def test_nobody_learns_which_addresses_there_are(command: str) -> None:
    with open_door(Promises().submit) as (door, _), client(door) as smtp:
        assert smtp.docmd(command)[0] == 252


def test_an_address_that_is_not_utf8_is_stored_without_its_broken_bytes() -> None:
    promises = Promises()
    with open_door(promises.submit) as (door, _), raw_client(door, b"\xffa@example.org") as peer:
        peer.sendall(LETTER + b".\r\n")
        answer(peer)

    assert [arrival.sender for arrival in promises.arrivals] == ["�a@example.org"]


def test_an_idle_peer_is_told_when_the_door_closes_and_a_mail_under_way_is_finished() -> None:
    promises = Promises(hold=True)
    opened = open_door(promises.submit)
    with opened as (door, loop), raw_client(door) as busy, connected(door) as idle:
        answer(idle)
        busy.sendall(LETTER + b".\r\n")
        promises.came.wait(10)

        closing = asyncio.run_coroutine_threadsafe(door.close(10), loop)
        assert answer(idle).startswith("421 ")
        promises.keep(promises.futures[0])

        assert answer(busy).startswith("250 ")
        closing.result(10)


def now() -> datetime:
    return datetime.now(UTC)
