"""Whole copies of the program for mail: a door, a reader, and a way out; wired as a test says."""

from __future__ import annotations

import asyncio
import contextlib
import smtplib
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.deliver import Deliverer
from bot.form_words import all_printed
from bot.mail_delivery import MailDelivery, Rates
from bot.relay import Relay
from ingest.accept import Acceptor
from ingest.answers import OutboxPolicy
from ingest.keeping import Keeper
from ingest.processing import Processor
from ingest.smtp import SmtpOptions
from nlp.reading import Kind
from store import inbox, outbox
from store.model import MessageStatus, OutboxStatus
from store.schema import migrate
from store.session import open_database
from tests.doors import open_door
from tests.hands import FakeHands

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from store.model import OutboxRow
    from store.session import Database

OURS, THEIRS = "requests@acsg.example", "desk@ministry.example"
_QUIET_S = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One program that answers everything that it may."""

    db: Database
    address: str
    port: int
    processor: Processor

    def read_what_came(self) -> bool:
        """Process what is new; False where nothing was."""
        with self.db.reading() as session:
            new = list(inbox.listed(session, status=MessageStatus.RECEIVED))
        for message in new:
            with self.db.begin() as session:
                inbox.begin_attempt(session, message.id, 1, now=_now())
            self.processor.process(message.id, 1)
        return bool(new)

    def mails(self, *statuses: OutboxStatus) -> list[OutboxRow]:
        with self.db.reading() as session:
            found = list(outbox.listed(session))
        return [row for row in found if not statuses or row.status in statuses]

    def came_in(self) -> int:
        with self.db.reading() as session:
            return len(list(inbox.listed(session)))


@contextlib.contextmanager
def a_copy(folder: Path, address: str) -> Iterator[Copy]:
    """A copy with a door of its own."""
    db = open_database(f"sqlite:///{folder / 'intake.db'}")
    migrate(db)
    acceptor = Acceptor(Keeper(db, lambda _session, _new: None, clock=_now, zone=ZoneInfo("UTC")))
    policy = OutboxPolicy(secretariat=None, own_addresses=frozenset({address}))
    options = SmtpOptions(host="127.0.0.1", port=0, addresses=frozenset({address}))
    try:
        with open_door(acceptor.submit, options) as (door, _):
            hands = FakeHands(kind=Kind.ENQUIRY)
            forms = all_printed(address)
            processor = Processor(db=db, hands=hands, policy=policy, clock=_now, forms=forms)
            yield Copy(db=db, address=address, port=door.port, processor=processor)
    finally:
        acceptor.close()
        db.close()


def run_until_quiet(wires: Sequence[tuple[Copy, int]], *, seconds: float = 30) -> None:
    """Let copies read and answer, each through the relay at its port, until nobody says more."""

    async def scene() -> None:
        deliverers = [(_deliverer(copy, mail), mail) for copy, mail in made]
        running = [asyncio.create_task(deliverer.run()) for deliverer, _ in deliverers]
        try:
            async with asyncio.timeout(seconds):
                quiet_since = time.monotonic()
                while time.monotonic() - quiet_since < _QUIET_S:
                    if await asyncio.to_thread(_is_busy, [copy for copy, _ in made]):
                        quiet_since = time.monotonic()
                    await asyncio.sleep(0.02)
        finally:
            for deliverer, _ in deliverers:
                deliverer.stop()
            await asyncio.gather(*running)
            for _, mail in deliverers:
                mail.close()

    made = [(copy, _way_out(copy, port)) for copy, port in wires]
    asyncio.run(scene())


def write(copy: Copy, sender: str, subject: str, **headers: str) -> None:
    """A mail by SMTP, as any program would send it."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, copy.address, subject
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content("May we ask you something?\n")
    with smtplib.SMTP("127.0.0.1", copy.port, timeout=20) as smtp:
        smtp.send_message(mail, from_addr=sender, to_addrs=[copy.address])


def _is_busy(copies: Sequence[Copy]) -> bool:
    came = [copy.read_what_came() for copy in copies]
    waiting = [copy.mails(OutboxStatus.PENDING, OutboxStatus.SENDING) for copy in copies]
    return any(came) or any(waiting)


def _way_out(copy: Copy, port: int) -> MailDelivery:
    return MailDelivery(
        Relay(host="127.0.0.1", port=port),
        copy.db,
        sender=copy.address,
        own=(copy.address,),
        contact=copy.address,
        zone=ZoneInfo("UTC"),
        clock=_now,
        rates=Rates(),
        returns_to=copy.address,
    )


def _deliverer(copy: Copy, mail: MailDelivery) -> Deliverer:
    return Deliverer(copy.db, chat=None, mail=mail, clock=_now, poll_s=0.02)


def _now() -> datetime:
    return datetime.now(UTC)
