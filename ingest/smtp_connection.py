"""One peer's conversation with the mail door: 250 only when the mail is safe.

With `ingest/smtp.py` the one door of aiosmtpd.
"""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import structlog
from aiosmtpd.smtp import SMTP

from ingest import replies
from ingest.dataphase import MailData
from ingest.identity import identity
from ingest.inbound import Channel
from store.model import Arrival

if TYPE_CHECKING:
    from aiosmtpd.smtp import Envelope, Session

    from ingest.smtp import Door

_log = structlog.get_logger()

_ALL: Final = 1 << 30
#: RFC 5321 4.5.3.1.4 asks for 512; addresses in UTF-8 and parameters need more
_COMMAND_BYTES: Final = 2048
_LARGE_BYTES: Final = 1_000_000
#: what is read on of a mail over the limit, in times the limit, before the line is cut
_PATIENCE: Final = 4
#: nearly every address, for which the standard library's parser takes most of a mail's time
_PLAIN_PATH: Final = re.compile(r"<([\w!#$%&'*+/=?^`{|}~.-]+@[A-Za-z0-9.-]+)>\s*(.*)$", re.ASCII)
#: commands that do nothing, so that nobody holds a connection with them
_IDLE_COMMANDS: Final = {"NOOP": 100, "VRFY": 100, "HELP": 100, "EXPN": 100, "*": 1_000_000}


class Connection(SMTP):
    """One peer's conversation: aiosmtpd's commands with a DATA phase of our own."""

    # the reader holds at most twice this and one block before the peer has to wait
    line_length_limit = 64 * 1024
    command_size_limit = _COMMAND_BYTES

    def __init__(self, door: Door) -> None:
        # aiosmtpd shares these among all connections, and each new one empties them
        self.command_size_limits = defaultdict(lambda: _COMMAND_BYTES)
        options = door.options
        super().__init__(
            _Handler(door),
            data_size_limit=options.max_message_bytes,
            enable_SMTPUTF8=True,
            hostname=door.hostname,
            ident="ESMTP",
            timeout=options.idle_seconds,
            command_call_limit=dict(_IDLE_COMMANDS),
            loop=asyncio.get_running_loop(),
        )
        self._door = door
        self._busy = False
        self._held_bytes = 0

    def connection_lost(self, error: Exception | None) -> None:
        """Free the place."""
        self._door.leave(self)
        super().connection_lost(error)

    def say_goodbye_when_idle(self) -> None:
        """Close now unless a mail is under way; it will close after its answer."""
        if not self._busy:
            self._last_words(replies.CLOSING)

    def cut(self) -> None:
        """Hang up, whatever is going on."""
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()

    def _last_words(self, reply: str) -> None:
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.write(f"{reply}\r\n".encode())
            self.transport.close()

    def _timeout_cb(self) -> None:
        self._last_words(replies.TIMEOUT)

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        plain = _PLAIN_PATH.match(arg)
        if plain:
            return plain[1], plain[2]
        # the address parser of the standard library stumbles over some input (IndexError)
        try:
            found: tuple[str | None, str | None] = super()._getaddr(arg)
        except Exception:  # noqa: BLE001 - whatever it stumbles over is no address
            return None, None
        return found

    async def smtp_VRFY(self, arg: str | None) -> None:  # noqa: N802 - aiosmtpd names commands so
        """Tell nobody which addresses there are."""
        del arg
        await self.push(replies.CANNOT_VERIFY)

    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802 - the same
        """Read the mail in blocks, store it, and only then answer."""
        refusal = self._data_refusal(arg)
        if refusal is not None:
            await self.push(refusal)
            return
        self._busy = True
        try:
            await self.push(replies.GO_AHEAD)
            reply = await self._store(await self._read_whole())
            self.envelope = self._create_envelope()
            await self.push(reply)
        finally:
            self._busy = False
            self._hold(0)
        if self._door.closing:
            self._last_words(replies.CLOSING)

    def _data_refusal(self, arg: str | None) -> str | None:
        if self.session is None or not self.session.host_name:
            return replies.NEED_HELO
        if self.envelope is None or not self.envelope.rcpt_tos:
            return replies.NEED_RECIPIENT
        return replies.NO_ARGUMENT if arg else None

    async def _read_whole(self) -> MailData:
        """All of one mail, or the end: what follows half a mail would be taken for commands."""
        try:
            return await self._read_data()
        except Exception as error:  # noqa: BLE001 - whatever it is, the rest is not commands
            _log.error("smtp_trouble", trouble=type(error).__name__)
            self._last_words(replies.TROUBLE)
            raise asyncio.CancelledError from None

    async def _read_data(self) -> MailData:
        """All of one mail; CancelledError ends the conversation with a peer that takes too long."""
        options = self._door.options
        data = MailData(options.max_message_bytes)
        give_up_at = self.loop.time() + options.data_seconds
        rest: bytes | None = None
        while rest is None:
            # all that has come: the reader is empty afterwards, so that the rest can go back
            block = await self._reader.read(_ALL)
            self._reset_timeout()
            rest = data.feed(block)
            self._hold(data.held_bytes)
            if self._door.is_crowded:
                data.give_up()
                self._hold(0)
            endless = data.size > _PATIENCE * options.max_message_bytes
            if rest is None and (endless or self.loop.time() > give_up_at):
                self._last_words(replies.TOO_LARGE if endless else replies.TIMEOUT)
                raise asyncio.CancelledError
        if rest:
            self._reader.feed_data(rest)
        return data

    def _hold(self, size_bytes: int) -> None:
        """Count what this mail takes of the memory that all share."""
        self._door.held_bytes += size_bytes - self._held_bytes
        self._held_bytes = size_bytes

    async def _store(self, data: MailData) -> str:
        if data.size < _LARGE_BYTES:
            arrival = _arrival(data, self.envelope, self.session)
        else:
            # copying and hashing tens of megabytes would keep all others waiting
            arrival = await asyncio.to_thread(_arrival, data, self.envelope, self.session)
        self._hold(0)
        if arrival is None:
            _log.info("mail_refused", given_up=data.given_up, size_bytes=data.size)
            return replies.CROWDED if data.given_up else replies.TOO_LARGE
        size_bytes = len(arrival.raw)
        try:
            accepted = await asyncio.shield(self._door.store(arrival))
        except Exception as error:  # noqa: BLE001 - any trouble of ours: the sender tries again
            _log.warning("mail_not_stored", trouble=type(error).__name__, size_bytes=size_bytes)
            return replies.TROUBLE
        _log.info("mail_accepted", message=accepted.id, size_bytes=size_bytes, new=accepted.new)
        return replies.accepted(accepted.id)


class _Handler:
    """What aiosmtpd asks at each command."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def handle_EHLO(  # noqa: N802 - aiosmtpd names hooks so
        self, server: SMTP, session: Session, envelope: Envelope, name: str, lines: list[str]
    ) -> list[str]:
        """Announce that commands may come without waiting for answers (RFC 2920)."""
        del server, envelope
        session.host_name = name
        return [*lines[:-1], "250-PIPELINING", *lines[-1:]]

    async def handle_RCPT(  # noqa: N802 - aiosmtpd names hooks so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Refuse here what is not ours; never later."""
        del server, session, options
        if not self._door.is_ours(address):
            return replies.UNKNOWN_RECIPIENT
        if len(envelope.rcpt_tos) >= self._door.options.max_recipients:
            return replies.TOO_MANY_RECIPIENTS
        envelope.rcpt_tos.append(address)
        return replies.RECIPIENT_OK

    async def handle_exception(self, error: Exception) -> str:
        """Say 451 where aiosmtpd would say 500 with the exception's text."""
        _log.error("smtp_trouble", trouble=type(error).__name__)
        return replies.TROUBLE


def _arrival(data: MailData, envelope: Any, session: Any) -> Arrival | None:
    """What is handed over; None where the mail was not kept."""
    raw = data.content()
    if raw is None:
        return None
    sender = _storable("" if envelope.mail_from == "<>" else envelope.mail_from)
    return Arrival(
        channel=Channel.EMAIL,
        raw=raw,
        identity=identity(sender, raw),
        sender=sender,
        recipients=tuple(dict.fromkeys(_storable(address) for address in envelope.rcpt_tos)),
        peer=str(session.peer[0]) if session.peer else None,
    )


def _storable(address: str) -> str:
    """An address without what no database can hold: bytes that are no UTF-8, controls."""
    if address.isprintable():
        return address
    text = address.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(ch for ch in text if ch.isprintable())
