"""Rows that are claimed and that nobody sends: their targets do not wait for them for ever."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from bot.deliver import Deliverer
from store import outbox
from store.model import NewOutboxRow, OutboxKind, OutboxStatus
from tests.factories import NOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session

    from store.model import OutboxRow
    from store.session import Database

pytestmark = pytest.mark.one_store("the store is tested on both; who sends does not know which")


@dataclass
class Away:
    """A database that is not reached at one of its transactions, or is and cannot say so."""

    db: Database
    #: number of that transaction
    at: int
    is_kept: bool
    begun: int = 0

    @contextmanager
    def begin(self) -> Iterator[Session]:
        self.begun += 1
        number = self.begun
        if number == self.at and not self.is_kept:
            raise ConnectionError
        with self.db.begin() as session:
            yield session
        if number == self.at:
            raise ConnectionError

    def __getattr__(self, name: str) -> object:
        return getattr(self.db, name)


class Wire:
    """Sends, and says what it sent."""

    def __init__(self) -> None:
        self.sent: list[OutboxRow] = []
        self.may_end = asyncio.Event()

    async def send(self, row: OutboxRow) -> str:
        self.sent.append(row)
        await self.may_end.wait()
        return "1"


def add(db: Database, number: int, target: str = "chat:1") -> None:
    row = NewOutboxRow(kind=OutboxKind.CARD, target=target, payload={"draft": number})
    with db.begin() as session:
        outbox.add(session, [row], now=NOW)


async def send_until(db: object, wire: Wire, is_over: Callable[[], bool]) -> None:
    deliverer = Deliverer(
        db,  # type: ignore[arg-type]  # stands in for one
        chat=wire,
        mail=wire,
        clock=lambda: NOW,
        poll_s=0.01,
    )
    running = asyncio.create_task(deliverer.run())
    try:
        async with asyncio.timeout(10):
            while not is_over():  # noqa: ASYNC110 - what is sent tells nobody
                await asyncio.sleep(0.01)
    finally:
        wire.may_end.set()
        deliverer.stop()
        await running


def test_what_a_dead_process_was_sending_leaves_also_where_the_database_is_away_at_first(
    database: Database,
) -> None:
    async def scene() -> list[OutboxRow]:
        wire = Wire()
        wire.may_end.set()
        away = Away(database, at=1, is_kept=False)
        await send_until(away, wire, lambda: len(wire.sent) == 2)
        return wire.sent

    add(database, 1)
    with database.begin() as session:
        outbox.claim(session, now=NOW)
    add(database, 2)

    first, second = asyncio.run(scene())

    assert (first.payload["draft"], first.possible_repeat) == (1, True)
    assert second.payload["draft"] == 2


def test_a_claim_that_was_kept_though_nobody_heard_so_leaves_and_nothing_leaves_twice(
    database: Database,
) -> None:
    async def scene() -> list[OutboxRow]:
        wire = Wire()
        away = Away(database, at=3, is_kept=True)

        def is_over() -> bool:
            if len(wire.sent) == 1 and away.begun == 2:
                # while the first is on its way
                add(database, 2, "chat:2")
            return len(wire.sent) == 2

        await send_until(away, wire, is_over)
        return wire.sent

    add(database, 1)

    sent = asyncio.run(scene())

    assert [row.payload["draft"] for row in sent] == [1, 2]
    with database.reading() as session:
        assert [row.status for row in outbox.listed(session)] == [OutboxStatus.SENT] * 2
