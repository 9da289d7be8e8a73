"""The mail door over real sockets: how much, how long, and peers that go away."""

from __future__ import annotations

import asyncio
from dataclasses import replace

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
