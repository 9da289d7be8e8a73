"""The mail door: where it is, for whom, how much may come through at once; opening and closing.

What a peer and we say to each other is in `ingest/smtp_connection.py`. What a mail says is
nobody's business here: no parsing, no import of anything that parses.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import structlog

from ingest import replies
from ingest.lmtp_connection import LmtpConnection
from ingest.peers import Peers
from ingest.smtp_connection import Connection

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from ingest.account import Account
    from ingest.certificate import Certificate
    from store.model import Accepted, Arrival

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpOptions:
    """How the door behaves."""

    host: str
    #: 0 takes any free one
    port: int
    #: ours, in lower case; mail to others is refused at RCPT
    addresses: frozenset[str]
    max_message_bytes: int = 40_000_000
    max_connections: int = 200
    max_recipients: int = 100
    #: between two commands or two blocks of data (RFC 5321, 4.5.3.2: five minutes)
    idle_seconds: float = 300
    #: for the whole of one mail's data
    data_seconds: float = 1800
    #: a mail that is under way for a minute comes at this pace, or its place is given to others
    least_bytes_per_second: float = 100
    grace_seconds: float = 60
    #: mail data in memory over all connections
    max_held_bytes: int = 256_000_000
    hostname: str | None = None
    #: speak LMTP (RFC 2033): an answer for each recipient
    lmtp: bool = False
    peers: Peers = field(default_factory=Peers)
    #: STARTTLS is offered where there is one
    certificate: Certificate | None = None
    #: mail is taken over TLS alone
    require_tls: bool = False
    #: mail is taken after this login alone
    account: Account | None = None
    #: whether the disk has room for another mail; 452 while not
    has_room: Callable[[], bool] = lambda: True


async def serve_smtp(options: SmtpOptions, submit: Callable[[Arrival], Future[Accepted]]) -> Door:
    """Open the door.

    Args:
        options: where and for whom.
        submit: takes an arrival; its future ends once the arrival is committed, or raises.

    Raises:
        OSError: the address cannot be listened on.

    """
    # its lines hold addresses and whatever a peer sends
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    door = Door(options, submit)
    await door.open()
    return door


class Door:
    """An open mail door; the connections through it share its limits."""

    def __init__(self, options: SmtpOptions, submit: Callable[[Arrival], Future[Accepted]]) -> None:
        self.options = options
        self.hostname = options.hostname or socket.gethostname()
        self.closing = False
        self.held_bytes = 0
        self._submit = submit
        self._server: asyncio.Server | None = None
        self._connections: set[Connection] = set()
        self._is_empty = asyncio.Event()
        self._is_empty.set()

    @property
    def port(self) -> int:
        """The port that is listened on."""
        if self._server is None or not self._server.sockets:
            return self.options.port
        return int(self._server.sockets[0].getsockname()[1])

    async def open(self) -> None:
        """Begin to listen."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: _Gate(self), self.options.host, self.options.port, backlog=1024
        )
        _log.info("lmtp_open" if self.options.lmtp else "smtp_open", port=self.port)

    async def close(self, seconds: float = 20) -> None:
        """Stop listening, let mails under way come to their end, then close what is left."""
        self.closing = True
        if self._server is not None:
            self._server.close()
        for connection in list(self._connections):
            connection.say_goodbye_when_idle()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._is_empty.wait(), seconds)
        for connection in list(self._connections):
            connection.cut()
        _log.info("smtp_closed")

    def is_ours(self, address: str) -> bool:
        """Whether mail to this address is for us; case and a +tag do not matter."""
        local, at, domain = address.lower().rpartition("@")
        return f"{local.partition('+')[0]}{at}{domain}" in self.options.addresses

    def leave(self, connection: Connection) -> None:
        """Count a connection no longer."""
        self._connections.discard(connection)
        if not self._connections:
            self._is_empty.set()

    @property
    def is_crowded(self) -> bool:
        """Whether the mails under way take more memory than they may."""
        return self.held_bytes > self.options.max_held_bytes

    def store(self, arrival: Arrival) -> asyncio.Future[Accepted]:
        """Hand over; what was handed over is stored even when its peer has gone."""
        size = len(arrival.raw)
        self.held_bytes += size
        future = asyncio.wrap_future(self._submit(arrival))

        def let_go(done: asyncio.Future[Accepted]) -> None:
            self.held_bytes -= size
            if not done.cancelled():
                done.exception()

        future.add_done_callback(let_go)
        return future

    def refusal(self, address: str | None) -> str | None:
        """Why a peer at this address is sent away at once; None where it is not."""
        if self.closing:
            return replies.CLOSING
        if not self.options.peers.may_speak(address):
            _log.warning("peer_refused")
            return replies.NOT_A_PEER
        return replies.BUSY if len(self._connections) >= self.options.max_connections else None

    def enter(self) -> Connection:
        """Make a connection and count it."""
        connection = LmtpConnection(self) if self.options.lmtp else Connection(self)
        self._connections.add(connection)
        self._is_empty.clear()
        return connection


class _Gate(asyncio.Protocol):
    """Lets a peer in, or says why not and hangs up."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if not isinstance(transport, asyncio.Transport):
            transport.close()
            return
        peer = transport.get_extra_info("peername")
        reply = self._door.refusal(str(peer[0]) if peer else None)
        if reply is not None:
            transport.write(f"{reply}\r\n".encode())
            transport.close()
            return
        connection = self._door.enter()
        transport.set_protocol(connection)
        connection.connection_made(transport)
