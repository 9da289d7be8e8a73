"""What is looked after again and again, and what of it fails."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.rounds import Round, Rounds
from store import alarms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from store.session import Database

pytestmark = pytest.mark.one_store("its tests do not ask what kind of store they have")


def now() -> datetime:
    return datetime.now(UTC)


async def go(database: Database, rounds: Sequence[Round], *, until: asyncio.Event) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(Rounds(database, rounds, clock=now, look_s=0.02).run(stop))
    try:
        async with asyncio.timeout(10):
            await until.wait()
    finally:
        stop.set()
        await running


def test_a_round_is_gone_again_when_its_time_has_come(database: Database) -> None:
    async def scene() -> None:
        loop, enough, often = asyncio.get_running_loop(), asyncio.Event(), []

        def count(_session: Session, at: datetime) -> None:
            often.append(at)
            if len(often) == 3:
                loop.call_soon_threadsafe(enough.set)

        await go(database, [Round(name="count", every_s=0.05, go=count)], until=enough)
        assert often == sorted(often)

    asyncio.run(scene())


def test_a_round_that_fails_stops_no_other_and_leaves_nothing_behind(database: Database) -> None:
    async def scene() -> None:
        loop, enough = asyncio.get_running_loop(), asyncio.Event()

        def fail(session: Session, at: datetime) -> None:
            alarms.begin(session, "half_done", target=None, now=at)
            raise ValueError("trouble")

        def work(session: Session, at: datetime) -> None:
            alarms.begin(session, "done", target=None, now=at)
            loop.call_soon_threadsafe(enough.set)

        rounds = [Round(name="fail", every_s=1, go=fail), Round(name="work", every_s=1, go=work)]
        await go(database, rounds, until=enough)

    asyncio.run(scene())
    with database.reading() as session:
        assert [one.code for one in alarms.holding(session)] == ["done"]
