"""Mail on its way out of the outbox, one round at a time, by a clock that a test sets forward."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.deliver import Deliverer
from bot.mail_delivery import MailDelivery, Rates
from bot.relay import Relay
from store import drafts, inbox, outbox
from store.model import NewOutboxRow, OutboxKind, OutboxRow, OutboxStatus
from tests.factories import NOW, a_content, a_read_message, an_arrival

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from store.session import Database

ZONE = ZoneInfo("UTC")
USUAL = Rates()


@dataclass
class Hour:
    """A clock that a test sets forward."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **amount: float) -> None:
        self.now += timedelta(**amount)


@dataclass
class Post:
    """Letters, what is to be sent about them, and one round of sending at a time."""

    db: Database
    mail: MailDelivery
    clock: Hour
    letters: int = field(default=0)

    def letter(self, *targets: str) -> str:
        """A letter that was read, and acknowledgements of it; its id."""
        self.letters += 1
        with self.db.begin() as session:
            arrival = an_arrival(self.letters)
            accepted = inbox.accept(session, [arrival], now=self.clock(), year=2026)[0]
            drafts.save_reading(
                session, accepted.id, 1, a_read_message(), [a_content()], now=self.clock()
            )
            rows = [
                NewOutboxRow(
                    kind=OutboxKind.ACKNOWLEDGEMENT, target=one, payload={"message": accepted.id}
                )
                for one in targets
            ]
            outbox.add(session, rows, now=self.clock())
        return accepted.id

    def rows(self) -> list[OutboxRow]:
        with self.db.reading() as session:
            return [row for row in outbox.listed(session) if not row.target.startswith("chat:")]

    def statuses(self) -> list[str]:
        return [row.status for row in self.rows()]

    def send_until(self, done: Callable[[], bool]) -> None:
        """Send what is due until something holds."""

        async def scene() -> None:
            deliverer = Deliverer(self.db, chat=None, mail=self.mail, clock=self.clock, poll_s=0.02)
            running = asyncio.create_task(deliverer.run())
            try:
                async with asyncio.timeout(20):
                    while not done():  # noqa: ASYNC110 - it looks into the database
                        await asyncio.sleep(0.02)
            finally:
                deliverer.stop()
                while not (await asyncio.wait({running}, timeout=1))[0]:
                    self.mail.cut()
                await running

        asyncio.run(scene())

    def attempts(self) -> list[int]:
        return [row.attempts for row in self.rows()]

    def settled(self, attempts: int = 1) -> Callable[[], bool]:
        """Whether every mail was tried so often and none is under way."""

        def holds() -> bool:
            rows = self.rows()
            return all(
                row.attempts >= attempts and row.status is not OutboxStatus.SENDING for row in rows
            )

        return holds


@contextmanager
def a_post(
    db: Database,
    port: int,
    rates: Rates = USUAL,
    returns_to: str | None = None,
    **relay: Any,
) -> Iterator[Post]:
    clock = Hour()
    given = {"timeout_s": 10.0, "verdict_s": 10.0} | relay
    mail = MailDelivery(
        Relay(host="127.0.0.1", port=port, **given),
        db,
        sender="requests@acsg.example",
        own=("requests@acsg.example",),
        contact="requests@acsg.example",
        zone=ZONE,
        clock=clock,
        rates=rates,
        returns_to=returns_to,
    )
    yield Post(db, mail, clock)
    mail.close()
