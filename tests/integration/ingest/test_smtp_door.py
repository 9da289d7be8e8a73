"""The mail door over real sockets: what comes in, for whom, and how it ends."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from ingest.accept import Acceptor
from ingest.keeping import Keeper
from store import inbox
from tests.doors import (
    LETTER,
    Promises,
    answer,
    client,
    now,
    open_door,
    raw_client,
)

if TYPE_CHECKING:
    from ingest.smtp import Door
    from store.session import Database


ZURICH = ZoneInfo("Europe/Zurich")


def test_a_mail_is_answered_with_its_id_and_kept_as_it_came(database: Database) -> None:
    acceptor = Acceptor(Keeper(database, lambda *_: None, clock=now, zone=ZURICH))
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
    acceptor = Acceptor(Keeper(database, lambda *_: None, clock=now, zone=ZURICH))

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

    acceptor = Acceptor(Keeper(database, enqueue, clock=now, zone=ZoneInfo("UTC")))
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


def test_an_address_that_is_not_utf8_is_stored_without_its_broken_bytes() -> None:
    promises = Promises()
    with open_door(promises.submit) as (door, _), raw_client(door, b"\xffa@example.org") as peer:
        peer.sendall(LETTER + b".\r\n")
        answer(peer)

    assert [arrival.sender for arrival in promises.arrivals] == ["�a@example.org"]
