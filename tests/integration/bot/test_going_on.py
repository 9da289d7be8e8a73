"""From one draft to the next, in place."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from store import erasure
from tests.more import a_card, draft, more, words
from tests.office import ALICE_ID, an_office

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


def test_a_decided_card_leads_to_the_next_open_draft(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            first = await a_card(office)
            await a_card(office, 2, kind="offer")
            await office.press(ALICE_ID, first, "Confirm")
            await office.button(first, "▶️ Next: ACSG-2026-0002-1 · Offer · Chad — 1 of 1")
            before = len(office.shown())

            query = await office.press(ALICE_ID, first, "Next")

            assert query.answer == "1 of 1"
            await office.sandbox.until(lambda: len(office.shown()) > before)
            assert office.shown()[-1].text.startswith("ACSG-2026-0002-1 · Offer")
            assert first.text.startswith("ACSG-2026-0001-1")

    asyncio.run(scene())


def test_an_officer_goes_through_all_in_one_message(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            first = await a_card(office)
            for number in (2, 3, 4):
                await a_card(office, number)
            await office.press(ALICE_ID, first, "Confirm")
            await office.sandbox.until(lambda: any("Next" in one for one in words(first)))
            before = len(office.shown())
            await office.press(ALICE_ID, first, "Next")
            await office.sandbox.until(lambda: len(office.shown()) > before)
            flow = office.shown()[-1]

            for number in (2, 3):
                assert flow.text.startswith(f"ACSG-2026-{number:04}-1")
                await office.press(ALICE_ID, flow, "Confirm")
                await office.sandbox.until(lambda: any("Next" in one for one in words(flow)))
                await office.press(ALICE_ID, flow, "Next")
                await office.button(flow, "✅ Confirm")
            await office.press(ALICE_ID, flow, "Confirm")
            await office.see("REQ-2026-0004", flow)

            assert len(office.shown()) == before + 1
            assert not any("Next" in one for one in words(flow))

    asyncio.run(scene())


def test_what_is_ones_own_comes_before_what_is_nobodys(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            first = await a_card(office)
            await a_card(office, 2)
            third = await a_card(office, 3)
            await more(office, third, "Assign")
            await office.button(third, "Alice")
            await office.press(ALICE_ID, third, "Alice")
            await office.see("👤 Alice looks after it", third)

            await office.press(ALICE_ID, first, "Confirm")

            await office.button(first, "▶️ Next: ACSG-2026-0003-1 · Request · Chad — 2 of 2")

    asyncio.run(scene())


def test_erasing_finds_a_letter_in_a_message_that_showed_another_before(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            first = await a_card(office)
            await a_card(office, 2)
            await a_card(office, 3)
            await office.press(ALICE_ID, first, "Confirm")
            await office.sandbox.until(lambda: any("Next" in one for one in words(first)))
            before = len(office.shown())
            await office.press(ALICE_ID, first, "Next")
            await office.sandbox.until(lambda: len(office.shown()) > before)
            flow = office.shown()[-1]
            await office.press(ALICE_ID, flow, "More")
            await office.button(flow, "⏭ Next")
            await office.press(ALICE_ID, flow, "Next")
            await office.sandbox.until(lambda: flow.text.startswith("ACSG-2026-0003-1"))

            with database.begin() as session:
                message_id = draft(office, "ACSG-2026-0003-1").message_id
                erasure.erase(session, message_id, why="test", now=office.now())

            await office.sandbox.until(lambda: flow.is_deleted)

    asyncio.run(scene())
