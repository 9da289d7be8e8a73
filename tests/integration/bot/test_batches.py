"""Many new drafts are told in one message; in quiet hours what can wait rests."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from store import batches
from store.quiet import Quiet
from tests.factories import a_content
from tests.more import words
from tests.office import ALICE_ID, BOB_ID, an_office

if TYPE_CHECKING:
    from pathlib import Path

    from bot.sandbox.chats import Message
    from store.session import Database
    from tests.office import TestOffice

FIRST = "▶️ Open the first"

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


async def full(office: TestOffice, more: int = 2) -> Message:
    """As many cards as are sent one by one, and the message that tells of further drafts."""
    for number in range(1, batches.MOST_UNSEEN + 1):
        office.announce(a_content(), number=number)
    for number in range(batches.MOST_UNSEEN + 1, batches.MOST_UNSEEN + more + 1):
        office.announce(a_content(kind="offer" if number % 2 else "request"), number=number)
    await office.see("📥 ")
    return next(one for one in office.shown() if one.text.startswith("📥"))


def cards(office: TestOffice) -> list[Message]:
    return [one for one in office.shown() if one.text.startswith("ACSG-")]


def about_now(office: TestOffice, hours: float) -> Quiet:
    """Quiet hours that have begun an hour ago and last so many more."""
    zone = office.settings.zone
    now = office.now().astimezone(zone)
    start, end = now - timedelta(hours=1), now + timedelta(hours=hours)
    return Quiet(start=start.time(), end=end.time(), zone=zone)


def test_above_five_that_nobody_has_looked_at_new_ones_are_told_together(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            batch = await full(office)

            await office.see("📥 2 new wait: 1 request, 1 offer", batch)
            assert len(cards(office)) == batches.MOST_UNSEEN
            assert words(batch) == [FIRST]

    asyncio.run(scene())


def test_the_message_is_written_anew_in_its_place(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            batch = await full(office)
            await office.see("📥 2 new wait", batch)

            office.announce(a_content(), number=20)

            await office.see("📥 3 new wait: 2 requests, 1 offer", batch)
            assert len(office.shown()) == batches.MOST_UNSEEN + 1

    asyncio.run(scene())


def test_what_is_urgent_has_its_own_card_all_the_same(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            await full(office)

            office.announce(a_content(urgent=True), number=30)

            await office.sandbox.until(lambda: len(cards(office)) == batches.MOST_UNSEEN + 1)
            assert "⏱ urgent" in cards(office)[-1].text

    asyncio.run(scene())


def test_the_first_is_opened_below_and_leads_on_until_none_is_left(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            batch = await full(office)
            await office.see("📥 2 new wait", batch)

            await office.press(ALICE_ID, batch, FIRST)

            await office.see("📥 1 new waits", batch)
            flow = office.shown()[-1]
            assert flow.text.startswith("ACSG-2026-0006-1")
            await office.press(ALICE_ID, flow, "Confirm")
            await office.sandbox.until(lambda: any("Next" in one for one in words(flow)))
            await office.press(ALICE_ID, flow, "Next")
            await office.see("📥 All that was new here has been looked at.", batch)
            assert flow.text.startswith("ACSG-2026-0007-1")
            assert words(batch) == []

    asyncio.run(scene())


def test_a_new_batch_after_the_last_was_seen_to_is_a_new_message(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            batch = await full(office, more=1)
            await office.see("📥 1 new waits", batch)
            await office.press(ALICE_ID, batch, FIRST)
            await office.see("📥 All that was new", batch)

            office.announce(a_content(), number=40)

            await office.sandbox.until(lambda: office.shown()[-1].text.startswith("📥 1 new"))
            assert office.shown()[-1].id != batch.id

    asyncio.run(scene())


def test_cards_come_one_by_one_again_when_the_first_were_looked_at(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            for number in range(1, batches.MOST_UNSEEN + 1):
                office.announce(a_content(), number=number)
            await office.sandbox.until(lambda: len(cards(office)) == batches.MOST_UNSEEN)
            await office.press(BOB_ID, cards(office)[0], "Evidence")

            office.announce(a_content(), number=50)

            await office.sandbox.until(lambda: len(cards(office)) > batches.MOST_UNSEEN)

    asyncio.run(scene())


def test_in_quiet_hours_a_card_rests_until_they_end(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            quiet = about_now(office, hours=2)
            office.announce(a_content(), number=1, quiet=quiet)
            office.announce(a_content(emergency=True), number=2, quiet=quiet)
            await office.see("ACSG-2026-0002-1")
            assert len(office.shown()) == 1

            office.later(hours=2, seconds=1)

            await office.see("ACSG-2026-0001-1")

    asyncio.run(scene())


def test_a_draft_that_was_decided_in_quiet_hours_comes_once_when_they_end(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            quiet = about_now(office, hours=2)
            office.announce(a_content(emergency=True), number=1, quiet=quiet)
            office.announce(a_content(), number=2, quiet=quiet)
            await office.see("ACSG-2026-0001-1")
            first = office.shown()[0]
            await office.press(ALICE_ID, first, "Confirm")
            await office.sandbox.until(lambda: any("Next" in one for one in words(first)))
            await office.press(ALICE_ID, first, "Next")
            await office.see("ACSG-2026-0002-1")
            await office.press(ALICE_ID, office.shown()[-1], "Confirm")
            await office.see("REQ-2026-0002")
            before = len(office.shown())

            office.later(hours=2, seconds=1)

            await office.sandbox.until(lambda: len(office.shown()) > before)
            assert "REQ-2026-0002" in office.shown()[-1].text
            assert len(office.shown()) == before + 1

    asyncio.run(scene())
