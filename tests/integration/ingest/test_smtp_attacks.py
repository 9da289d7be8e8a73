"""The mail door over real sockets, attacked: each attempt fails, and the next peer is served."""

from __future__ import annotations

import resource
import time
from contextlib import ExitStack, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.doors import (
    LETTER,
    OPTIONS,
    Promises,
    answer,
    client,
    connected,
    open_door,
    raw_client,
)

if TYPE_CHECKING:
    import socket

    from ingest.smtp import Door

pytestmark = pytest.mark.timeout(120)

SMUGGLED = b"MAIL FROM:<evil@example.org>\r\nRCPT TO:<offers@localhost>\r\nDATA\r\nEvil\r\n.\r\n"


def serves(door: Door, promises: Promises) -> bool:
    """Whether a peer that behaves gets its mail through now."""
    before = len(promises.arrivals)
    with client(door) as smtp:
        smtp.sendmail("good@example.org", ["offers@localhost"], LETTER)
    return len(promises.arrivals) == before + 1


def greeted(peer: socket.socket) -> socket.socket:
    answer(peer)
    peer.sendall(b"EHLO peer\r\n")
    answer(peer)
    return peer


def said_by(peer: socket.socket) -> list[str]:
    """All that is said until the peer is hung up on."""
    said = b""
    with suppress(OSError):
        for block in iter(lambda: peer.recv(65_536), b""):
            said += block
    return said.decode("utf-8", "replace").splitlines()


@pytest.mark.parametrize(
    "end",
    [
        *(b"\n.\n", b"\r\n.\n", b"\n.\r\n", b"\r.\r", b"\r\n.\r", b"\r.\r\n", b"\r\r\n.\r\r\n"),
        *(
            b"\r\n\x00.\r\n",
            b"\r\n.\x00\r\n",
            b"\r\n. \r\n",
            b"\r\n.\x0b\r\n",
            b"\xe2\x80\xa8.\r\n",
        ),
    ],
)
def test_no_other_end_of_a_mail_smuggles_a_second_one(end: bytes) -> None:
    promises = Promises()
    with open_door(promises.submit) as (door, _), raw_client(door) as peer:
        peer.sendall(LETTER.rstrip() + end + SMUGGLED)
        assert answer(peer).startswith("250")

        assert [one.sender for one in promises.arrivals] == ["a@example.org"]
        assert b"Evil" in promises.arrivals[0].raw


@pytest.mark.parametrize(
    "line",
    [
        b"MAIL FROM:<a@example.org>\rRCPT TO:<offers@localhost>",
        b"MAIL FROM:<a@example.org>\nRCPT TO:<evil@localhost>",
        b"MAIL FROM:<a@example.org\x00>",
        b"MAIL FROM:<a\x0a@example.org>",
        b"RCPT TO:<offers@localhost>",
        b"MAIL FROM:<<>>",
        b"MAIL FROM:<@a,@b:c@d>",
        b"MAIL FROM:" + b"<" * 500,
        b"EHLO",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/1.1",
        b"BDAT 10 LAST",
        b"HELP" + b" x" * 800,
    ],
)
def test_a_crooked_command_is_answered_and_brings_nothing_in(line: bytes) -> None:
    promises = Promises()
    with open_door(promises.submit) as (door, _):
        with connected(door) as peer:
            greeted(peer).sendall(line + b"\r\nQUIT\r\n")
            said = said_by(peer)

        assert said
        assert all(one[:3].isdigit() and not one.startswith("354") for one in said)
        assert promises.arrivals == []
        assert serves(door, promises)


def test_an_address_cannot_bring_a_line_of_its_own_into_what_is_kept() -> None:
    promises = Promises()
    with open_door(promises.submit) as (door, _), connected(door) as peer:
        greeted(peer)
        for line in (b'MAIL FROM:<"a\rX-Evil: 1"@example.org>', b"RCPT TO:<offers@localhost>"):
            peer.sendall(line + b"\r\n")
            answer(peer)
        peer.sendall(b"DATA\r\n")
        if answer(peer).startswith("354"):
            peer.sendall(LETTER + b".\r\n")
            answer(peer)

    assert all(one.sender.isprintable() for one in promises.arrivals)


def test_commands_poured_in_without_end_are_cut_off() -> None:
    promises = Promises()
    with open_door(promises.submit) as (door, _):
        with connected(door) as peer:
            greeted(peer)
            with suppress(OSError):
                for _ in range(100):
                    peer.sendall(b"NOOP\r\n" * 1000)
            said = said_by(peer)

        assert len(said) <= 110
        assert serves(door, promises)


def test_ten_thousand_recipients_are_put_off_after_the_hundredth() -> None:
    promises = Promises()
    with open_door(promises.submit) as (door, _), client(door) as smtp:
        smtp.mail("a@example.org")
        codes = [smtp.rcpt(f"requests+{number}@localhost")[0] for number in range(10_000)]
        smtp.data(LETTER)

    assert codes == [250] * 100 + [452] * 9_900
    assert len(promises.arrivals[0].recipients) == 100


def test_ten_thousand_guesses_at_recipients_teach_nothing() -> None:
    with open_door(Promises().submit) as (door, _), client(door) as smtp:
        smtp.mail("a@example.org")
        answers = {smtp.rcpt(f"officer{number}@localhost") for number in range(10_000)}

    assert answers == {(550, b"5.1.1 no such address here")}


def test_a_command_line_without_end_takes_no_memory() -> None:
    promises = Promises()
    with open_door(promises.submit) as (door, _):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with connected(door) as peer:
            greeted(peer)
            with suppress(OSError):
                for _ in range(400):
                    peer.sendall(b"x" * 100_000)
        grown_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before

        assert grown_kib < 20_000
        assert serves(door, promises)


def test_a_header_without_end_is_kept_or_refused_as_any_mail() -> None:
    promises = Promises()
    options = replace(OPTIONS, max_message_bytes=1_000_000)
    with open_door(promises.submit, options) as (door, _):
        with client(door) as smtp:
            smtp.mail("a@example.org")
            smtp.rcpt("offers@localhost")
            assert smtp.data(b"X: " + b"y" * 2_000_000)[0] == 552
        assert serves(door, promises)


def test_a_hundred_peers_that_dribble_hold_up_nobody() -> None:
    promises = Promises()
    with open_door(promises.submit) as (door, _), ExitStack() as stack:
        dribblers = [stack.enter_context(raw_client(door)) for _ in range(100)]
        begun = time.monotonic()
        for _ in range(100):
            for peer in dribblers:
                peer.sendall(b"x")
            assert serves(door, promises)

        assert len(promises.arrivals) == 100
        assert time.monotonic() - begun < 30


def test_a_mail_that_crawls_loses_its_place() -> None:
    promises = Promises()
    options = replace(OPTIONS, grace_seconds=0.3, least_bytes_per_second=1000)
    with open_door(promises.submit, options) as (door, _), raw_client(door) as peer:
        last_words = ""
        with suppress(OSError):
            peer.settimeout(0.02)
            for _ in range(500):
                peer.sendall(b"x")
                with suppress(TimeoutError):
                    last_words = peer.recv(100).decode()
                    break

        assert last_words.startswith("421")
        assert serves(door, promises)
    assert all(one.sender == "good@example.org" for one in promises.arrivals)


def test_a_thousand_connections_at_once_leave_room_as_soon_as_they_go() -> None:
    promises = Promises()
    options = replace(OPTIONS, max_connections=100)
    with open_door(promises.submit, options) as (door, _):
        with ExitStack() as stack:
            peers = [stack.enter_context(connected(door)) for _ in range(1000)]
            greetings = [answer(peer)[:3] for peer in peers]
            assert greetings.count("220") == 100
            assert greetings.count("421") == 900
        give_up_at = time.monotonic() + 10
        while door.refusal(None) is not None and time.monotonic() < give_up_at:
            time.sleep(0.01)

        assert serves(door, promises)
