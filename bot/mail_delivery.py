"""Sends one outbox row by mail, to whoever wrote a letter."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import structlog

from bot.acknowledge import may_answer
from bot.answer_mail import mail_of
from bot.code_mail import code_mail
from bot.delivery_errors import HeldBackError, NotDeliveredError
from bot.sender_repute import reading
from bot.sender_words import KINDS, Voice, answer_of
from ingest.answers import BARE
from ingest.return_path import KEY, return_path
from store import inbox, keys
from store.mail_rates import mails_since
from store.model import OutboxKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from email.message import EmailMessage
    from zoneinfo import ZoneInfo

    from bot.outgoing import Outgoing
    from store.model import OutboxRow
    from store.session import Database


_log = structlog.get_logger()

#: mails that are being sent at a time
_AT_ONCE: Final = 4
_HOUR: Final = timedelta(hours=1)
_LEAST_PAUSE_S: Final = 5.0
_LONGEST_PAUSE_S: Final = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """How many mails may leave in an hour: a fault of ours must not flood anybody."""

    per_address: int = 20
    in_all: int = 500


class MailDelivery:
    """Sends rows whose target is a mail address."""

    def __init__(
        self,
        outgoing: Outgoing,
        db: Database,
        *,
        sender: str,
        own: Sequence[str],
        contact: str,
        zone: ZoneInfo,
        clock: Callable[[], datetime],
        rates: Rates,
        returns_to: str | None = None,
    ) -> None:
        """Connect it; bounces come to `returns_to`, signed, or unsigned to the sender."""
        self._outgoing = outgoing
        self._clock = clock
        self._rates = rates
        self._returns_to = returns_to
        # of its own: a relay that hangs must not take the threads that others need
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="mail")
        self._db = db
        self._sender = sender
        self._own = frozenset(address.lower() for address in (*own, sender))
        self._voice = Voice(address=own[0] if own else sender, contact=contact, zone=zone)

    async def send(self, row: OutboxRow) -> str:
        """Send a row; gives the Message-ID, which is the same each time.

        Raises:
            NotDeliveredError: with what follows from it.

        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._send, row)

    def cut(self) -> None:
        """Wait no longer for the relay's answers; what becomes of those mails stays open."""
        self._outgoing.cut()

    def close(self) -> None:
        """Let the threads end; nothing may be sent any more."""
        self._threads.shutdown(wait=False)

    def _send(self, row: OutboxRow) -> str:
        if row.kind not in {*KINDS, OutboxKind.CODE}:
            raise NotDeliveredError("not_a_mail", permanent=True)
        self._hold_back(row)
        name, mail = self._written(row)
        self._outgoing.send(mail, sender=self._envelope_sender(row), to=row.target, name=name)
        return str(mail["Message-ID"])

    def _envelope_sender(self, row: OutboxRow) -> str:
        if self._returns_to is None:
            return self._sender
        with self._db.begin() as session:
            return return_path(keys.key(session, KEY), self._returns_to, row.id)

    def _hold_back(self, row: OutboxRow) -> None:
        """Raise where as many have left as may in an hour, to this address or at all."""
        now = self._clock()
        for target, most in ((row.target, self._rates.per_address), (None, self._rates.in_all)):
            with self._db.reading() as session:
                sent = mails_since(session, now - _HOUR, before=row.id, target=target)
            if sent.count >= most:
                oldest = sent.first_sent_at or now
                pause = max((oldest + _HOUR - now).total_seconds(), _LEAST_PAUSE_S)
                _log.info("mail_held_back", outbox=row.id, sent=sent.count)
                raise HeldBackError("rate_limit", retry_after=min(pause, _LONGEST_PAUSE_S))

    def _written(self, row: OutboxRow) -> tuple[str, EmailMessage]:
        key = keys.of_database(self._db, keys.MESSAGE_ID)
        if row.kind is OutboxKind.CODE:
            return self._code(row, key)
        with self._db.reading() as session:
            message = inbox.get(session, row.payload["message"])
            read = reading(session, message.id)
            if not may_answer(message, read, row.target, self._own):
                raise NotDeliveredError("would_loop", permanent=True)
            answer, what = answer_of(session, row, self._voice)
        mail = mail_of(
            answer,
            message,
            None if row.payload.get(BARE) else read,
            sender=self._sender,
            to=row.target,
            written_at=row.created_at,
            key=key,
            what=what,
        )
        return f"{message.ref}-{what}", mail

    def _code(self, row: OutboxRow, key: bytes) -> tuple[str, EmailMessage]:
        if row.target in self._own:
            raise NotDeliveredError("would_loop", permanent=True)
        with self._db.reading() as session:
            return code_mail(session, row, sender=self._sender, key=key, now=self._clock())
