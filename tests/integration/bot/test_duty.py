"""One process at a time reads the chat and sends; the others wait for their turn."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NoReturn

import pytest

from bot.duty import LEASE, Duty
from bot.lease import Lease
from bot.settings import Chat
from store import holds, inbox, outbox
from store.model import NewOutboxRow, OutboxKind, OutboxStatus
from tests.factories import a_content
from tests.office import ALICE_ID, an_office

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

pytestmark = pytest.mark.one_store("its tests do not ask what kind of store they have")


def now() -> datetime:
    return datetime.now(UTC)


def nobody_enqueues(_session: object, _message_id: str, _attempt: int) -> NoReturn:
    raise AssertionError("no draft was opened")


def test_a_second_process_waits_until_the_first_ends(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            await office.card()
            second = Duty(
                office.settings,
                db=database,
                clock=now,
                enqueue=nobody_enqueues,
            )
            stop = asyncio.Event()
            waiting = asyncio.create_task(second.run(stop))
            await asyncio.sleep(0.3)

            assert not second.works
            stop.set()
            await waiting

        third = Lease(database, LEASE, clock=now)
        assert await third.take()

    asyncio.run(scene())


def test_mail_leaves_while_the_chat_cannot_be_reached(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        unreachable = {"telegram_api_url": "http://127.0.0.1:9"}
        async with an_office(database, tmp_path, **unreachable) as office:
            office.letter(a_content())
            with database.begin() as session:
                message = next(inbox.listed(session))
                row = NewOutboxRow(
                    kind=OutboxKind.ACKNOWLEDGEMENT,
                    target="ministry@example.org",
                    payload={"message": message.id},
                )
                outbox.add(session, [row], now=now())

            def sent() -> list[str]:
                with database.reading() as session:
                    return [one.target for one in outbox.listed(session, status=OutboxStatus.SENT)]

            await office.sandbox.until(lambda: sent() == ["ministry@example.org"])
            assert office.shown() == []

    asyncio.run(scene())


def test_presses_and_cards_go_on_once_the_chat_is_there_again(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()
            office.sandbox.faults.is_down = True
            await asyncio.sleep(0.5)
            office.sandbox.faults.is_down = False

            query = await office.press(ALICE_ID, card, "Confirm")

            assert "REQ-2026-0001" in (query.answer or "")

    asyncio.run(scene())


def test_without_a_chat_mail_still_leaves(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, chat=Chat.OFF) as office:
            office.letter(a_content())
            await asyncio.sleep(0.5)

            with database.reading() as session:
                waiting = list(outbox.listed(session, status=OutboxStatus.PENDING))
            assert [row.kind for row in waiting] == [OutboxKind.CARD]

    asyncio.run(scene())


def test_officers_are_told_that_nothing_is_sent_after_a_restore(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        with database.begin() as session:
            holds.hold(session, made_at="2026-03-02T12:00:00+00:00")
        async with an_office(database, tmp_path) as office:
            office.letter(a_content())
            await office.see("restored from a backup of 2026-03-02 12:00 UTC")
            await asyncio.sleep(0.5)
            assert len(office.shown()) == 1

            with database.begin() as session:
                holds.release(session, now=now())

            await office.sandbox.until(lambda: len(office.shown()) == 2)

    asyncio.run(scene())
