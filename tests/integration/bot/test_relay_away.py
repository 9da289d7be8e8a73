"""The relay is away for an hour: answers wait with longer and longer pauses, and keep order."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.deliver import Deliverer
from bot.mail_delivery import MailDelivery, Rates
from bot.relay import Relay
from store import inbox, outbox
from store.model import OutboxStatus
from tests.archives import NOW, a_letter
from tests.killing import free_port
from tests.relays import Mailbox, a_relay

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from store.model import OutboxRow
    from store.session import Database

HOUR_S, STEP_S = 3600, 30

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the way out does not know which it has"
)


def test_an_hour_without_a_relay_loses_nothing_and_keeps_the_order(database: Database) -> None:
    ids = [a_letter(database, number) for number in range(1, 5)]
    mailbox, port = Mailbox(), free_port()

    async def scene() -> None:
        clock = Clock()
        async with delivering(database, clock, port):
            for _ in range(HOUR_S // STEP_S):
                await clock.step(database)
            [first, *others] = rows(database)
            assert {row.status for row in (first, *others)} == {OutboxStatus.PENDING}
            # after 5, 15, 60 and 300 seconds, then every ten minutes
            assert 8 <= first.attempts <= 11
            assert [row.attempts for row in others] == [0, 0, 0]
            async with a_relay(mailbox, port):
                while len(mailbox.mails) < len(ids):
                    await clock.step(database)
            assert {row.status for row in rows(database)} == {OutboxStatus.SENT}

    asyncio.run(scene())

    with database.reading() as session:
        refs = [inbox.get(session, message_id).ref for message_id in ids]
    assert [ref for mail in mailbox.mails for ref in refs if ref in mail["Subject"]] == refs


class Clock:
    """A clock that goes on when it is told to, and waits for what is sent then."""

    def __init__(self) -> None:
        self.now = NOW

    async def step(self, db: Database) -> None:
        self.now += timedelta(seconds=STEP_S)
        async with asyncio.timeout(20):
            await asyncio.sleep(0.02)
            while any(row.status is OutboxStatus.SENDING for row in rows(db)):  # noqa: ASYNC110 - rows tell nobody that they change
                await asyncio.sleep(0.005)


def rows(db: Database) -> list[OutboxRow]:
    with db.reading() as session:
        return list(outbox.listed(session))


@asynccontextmanager
async def delivering(db: Database, clock: Clock, port: int) -> AsyncIterator[None]:
    mail = MailDelivery(
        Relay(host="127.0.0.1", port=port),
        db,
        sender="requests@localhost",
        own=["requests@localhost"],
        contact="requests@localhost",
        zone=ZoneInfo("UTC"),
        clock=lambda: clock.now,
        rates=Rates(),
    )
    deliverer = Deliverer(db, chat=None, mail=mail, clock=lambda: clock.now, poll_s=0.002)
    running = asyncio.create_task(deliverer.run())
    try:
        yield
    finally:
        deliverer.stop()
        await running
        mail.close()
