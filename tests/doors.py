"""A mail door in a loop of its own thread, as in the program, and peers that speak to it."""

from __future__ import annotations

import asyncio
import smtplib
import socket
import threading
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ingest.smtp import Door, SmtpOptions, serve_smtp
from store.model import Accepted, Arrival

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
        try:
            asyncio.run_coroutine_threadsafe(door.close(1), loop).result(10)
        finally:
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


def now() -> datetime:
    return datetime.now(UTC)
