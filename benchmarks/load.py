"""A client that sends mails over many connections, in lock step, and keeps every answer's time.

As light as Python allows, for it shares the machine with what it measures.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from dataclasses import dataclass
from functools import partial
from typing import Final

RECIPIENT: Final = "requests@localhost"
_LINE: Final = b"The Ministry requests support with the training of its interviewers this year.\r\n"
_SAID: Final = (
    b"MAIL FROM:<ministry@example.org>\r\n",
    b"RCPT TO:<%b>\r\n" % RECIPIENT.encode(),
    b"DATA\r\n",
)
_EXPECTED: Final = (b"250", b"250", b"354", b"250")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Mails a second, and the time from the end of a mail to its 250, in milliseconds."""

    mails_per_second: float
    median_ms: float
    p99_ms: float


def run(
    port: int, *, connections: int, mails: int, size_bytes: int, pause_seconds: float = 0
) -> Result:
    """Send `mails` in all, with a pause after each; raises where one is not answered 250."""
    return asyncio.run(_run(port, connections, mails, size_bytes, pause_seconds))


async def _run(
    port: int, connections: int, mails: int, size_bytes: int, pause_seconds: float
) -> Result:
    loop = asyncio.get_running_loop()
    body = _LINE * max((size_bytes - 150) // len(_LINE), 1)
    each = max(mails // connections, 1)
    begun = time.perf_counter()
    peers = [Peer(each, body, pause_seconds) for _ in range(connections)]
    await asyncio.gather(
        *(loop.create_connection(partial(_given, peer), "127.0.0.1", port) for peer in peers)
    )
    await asyncio.gather(*(peer.done for peer in peers))
    seconds = time.perf_counter() - begun
    times = sorted(wait for peer in peers for wait in peer.waits)
    return Result(
        mails_per_second=len(times) / seconds,
        median_ms=statistics.median(times) * 1000,
        p99_ms=times[int(len(times) * 0.99)] * 1000,
    )


def _given(peer: Peer) -> Peer:
    return peer


class Peer(asyncio.Protocol):
    """One connection: says the next line when the last one was answered as it should be."""

    def __init__(self, mails: int, body: bytes, pause_seconds: float) -> None:
        self.waits: list[float] = []
        self.done = asyncio.get_running_loop().create_future()
        self._left = mails
        self._body = body
        self._pause_seconds = pause_seconds
        self._step = -2
        self._sent = 0.0
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Wait for the greeting."""
        if isinstance(transport, asyncio.WriteTransport):
            self._transport = transport

    def data_received(self, data: bytes) -> None:
        """One answer, which comes in one piece because nothing is said before it came."""
        expected = (b"220", b"250", *_EXPECTED)[self._step + 2]
        if not data.startswith(expected):
            self._fail(data)
        elif self._step == len(_EXPECTED) - 1:
            self.waits.append(time.perf_counter() - self._sent)
            self._left -= 1
            self._next_mail()
        else:
            self._step += 1
            self._say()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody hangs up before the end."""
        if not self.done.done():
            self._fail(repr(exc).encode())

    def _fail(self, data: bytes) -> None:
        if not self.done.done():
            self.done.set_exception(ConnectionError(data))

    def _next_mail(self) -> None:
        if self._left == 0:
            self.done.set_result(None)
            if self._transport is not None:
                self._transport.close()
            return
        self._step = 0
        if self._pause_seconds:
            asyncio.get_running_loop().call_later(self._pause_seconds, self._say)
        else:
            self._say()

    def _say(self) -> None:
        if self._transport is None:
            return
        if self._step == -1:
            self._transport.write(b"HELO client\r\n")
        elif self._step < len(_SAID):
            self._transport.write(_SAID[self._step])
        else:
            number = f"Subject: {id(self)}/{self._left}/{time.time_ns()}\r\n\r\n".encode()
            self._transport.write(b"From: <ministry@example.org>\r\n" + number + self._body)
            self._transport.write(b".\r\n")
            self._sent = time.perf_counter()
