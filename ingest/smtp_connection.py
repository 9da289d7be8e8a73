"""One peer's conversation with the mail door: 250 only when the mail is safe.

With `ingest/smtp.py` the one door of aiosmtpd.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import structlog
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from ingest import replies, xforward
from ingest.arriving import arrival_of
from ingest.dataphase import MailData
from ingest.smtp_hooks import Hooks, is_believed
from ingest.underway import UnderWay, cut_off, lying_in
from ingest.xforward import Client

if TYPE_CHECKING:
    from aiosmtpd.smtp import Envelope, Session

    from ingest.smtp import Door

_log = structlog.get_logger()

#: RFC 5321 4.5.3.1.4 asks for 512; addresses in UTF-8 and parameters need more
_COMMAND_BYTES: Final = 2048
_LARGE_BYTES: Final = 1_000_000
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
            Hooks(door),
            data_size_limit=options.max_message_bytes,
            enable_SMTPUTF8=True,
            hostname=door.hostname,
            ident="ESMTP",
            timeout=options.idle_seconds,
            command_call_limit=dict(_IDLE_COMMANDS),
            tls_context=options.certificate.context() if options.certificate else None,
            require_starttls=options.require_tls,
            auth_required=options.account is not None,
            auth_exclude_mechanism=() if options.account else ("LOGIN", "PLAIN"),
            authenticator=self._log_in,
            loop=asyncio.get_running_loop(),
        )
        self._door = door
        self._busy = False
        self._held_bytes = 0
        #: the mail whose data is coming in
        self._mail: UnderWay | None = None
        #: of the transaction under way, as a trusted mail server names it
        self._client = Client()

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
            # over TLS the layer below may be gone already
            with contextlib.suppress(AttributeError):
                self.transport.abort()

    def _last_words(self, reply: str) -> None:
        # over TLS a transport that is closing takes no more words: it raises
        if isinstance(self.transport, asyncio.WriteTransport) and not self.transport.is_closing():
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

    def _set_rset_state(self) -> None:
        super()._set_rset_state()  # type: ignore[no-untyped-call]
        self._client = Client()

    def _log_in(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any
    ) -> AuthResult:
        del server, session, envelope, mechanism
        account = self._door.options.account
        known = (
            account is not None
            and isinstance(given, LoginPassword)
            and account.is_it(given.login, given.password)
        )
        _log.info("smtp_login", known=known)
        return AuthResult(success=known, handled=False)

    async def smtp_AUTH(self, arg: str) -> None:  # noqa: N802 - aiosmtpd names commands so
        """Log in, where that is asked for."""
        if self._door.options.account is None:
            await self.push(replies.NO_LOGIN)
            return
        await super().smtp_AUTH(arg)

    async def smtp_XFORWARD(self, arg: str | None) -> None:  # noqa: N802 - the same
        """Take a trusted server's word on the client before it."""
        if not self.is_believed:
            await self.push(replies.NO_SUCH_COMMAND)
            return
        if self.envelope is not None and self.envelope.mail_from is not None:
            await self.push(replies.XFORWARD_TOO_LATE)
            return
        client = xforward.parse(arg, self._client)
        if client is not None:
            self._client = client
        await self.push(replies.BAD_XFORWARD if client is None else replies.OK)

    @property
    def is_believed(self) -> bool:
        """Whether the peer is one of our own mail servers."""
        return self.session is not None and is_believed(self._door, self.session)

    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802 - aiosmtpd names commands so
        """Say at once that there is no room, before anybody sends megabytes for nothing."""
        if not self._door.options.has_room():
            await self.push(replies.NO_ROOM)
            return
        await super().smtp_MAIL(arg)

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
            await self._answer(reply)
        finally:
            self._busy = False
            self._hold(0)
        if self._door.closing:
            self._last_words(replies.CLOSING)

    async def _answer(self, reply: str) -> None:
        """Say what became of the mail; the next one begins anew."""
        self._set_rset_state()
        await self.push(reply)

    def _data_refusal(self, arg: str | None) -> str | None:
        if self.session is None or not self.session.host_name:
            return replies.NEED_HELO
        if self.envelope is None or not self.envelope.rcpt_tos:
            return replies.NEED_RECIPIENT
        if not self._door.options.has_room():
            return replies.NO_ROOM
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
        data = MailData(self._door.options.max_message_bytes)
        mail = UnderWay(data, self.loop.time(), self.loop.create_future())
        early = lying_in(self._reader)
        self._mail = mail
        try:
            if early:
                self.data_received(early)
            await mail.whole
        finally:
            self._mail = None
        return data

    def data_received(self, data: bytes) -> None:
        """Blocks of a mail go straight to it, all else to the reader of lines."""
        mail = self._mail
        if mail is None or mail.whole.done():
            super().data_received(data)
            return
        try:
            self._take(mail, data)
        except Exception as error:  # noqa: BLE001 - whoever waits for the mail sees to it
            mail.whole.set_exception(error)

    def _take(self, mail: UnderWay, block: bytes) -> None:
        self._reset_timeout()
        rest = mail.data.feed(block)
        self._hold(mail.data.held_bytes)
        if self._door.is_crowded:
            mail.data.give_up()
            self._hold(0)
        if rest is not None:
            mail.whole.set_result(None)
            if rest:
                self._reader.feed_data(rest)
            return
        reply = cut_off(mail.data.size, self.loop.time() - mail.begun, self._door.options)
        if reply is not None:
            self._last_words(reply)
            mail.whole.cancel()

    def _hold(self, size_bytes: int) -> None:
        """Count what this mail takes of the memory that all share."""
        self._door.held_bytes += size_bytes - self._held_bytes
        self._held_bytes = size_bytes

    def _sender(self) -> Client:
        """Who gave us the mail, or gave it to the trusted server that hands it on."""
        if self._client.address is not None:
            return self._client
        session = self.session
        if session is None:
            return Client()
        return Client(
            address=str(session.peer[0]) if session.peer else None, helo=session.host_name or None
        )

    async def _store(self, data: MailData) -> str:
        if data.size < _LARGE_BYTES:
            arrival = arrival_of(data, self.envelope, self._sender())
        else:
            # copying and hashing tens of megabytes would keep all others waiting
            arrival = await asyncio.to_thread(arrival_of, data, self.envelope, self._sender())
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
