"""A letter that holds two things becomes two drafts."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.more import TWO_AREAS, a_card, attach, draft, more, split, steps, words
from tests.office import ALICE_ID, BOB_ID, an_office

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


def test_areas_go_with_their_evidence_to_a_second_draft(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await a_card(office, themes=TWO_AREAS)

            told = await split(office, card, "Status determination")

            assert told == "ACSG-2026-0001-1: the rest is ACSG-2026-0001-2. Its card comes below."
            await office.see("ACSG-2026-0001-2 · Request")
            second = office.shown()[-1]
            assert "Status determination" in second.text
            assert "Country information" not in second.text
            await office.sandbox.until(lambda: "Status determination" not in card.text)
            first, other = (draft(office, f"ACSG-2026-0001-{n}") for n in (1, 2))
            assert [one.id for one in first.content.themes] == ["coi"]
            assert other.content.themes == (TWO_AREAS[1],)
            assert other.content.criteria == first.content.criteria
            assert steps(office, first.ref) == ["drafted", "split", "split_into"]
            assert steps(office, other.ref) == ["opened", "split_off"]

    asyncio.run(scene())


def test_a_second_draft_of_another_kind_needs_no_area(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()

            await split(office, card, "Offer")

            await office.see("ACSG-2026-0001-2 · Offer · 👤 by an officer")
            assert draft(office, "ACSG-2026-0001-1").revision == 2

    asyncio.run(scene())


def test_all_areas_of_the_same_kind_make_no_second_draft(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()
            await more(office, card, "Split")
            await office.button(card, "Country information")

            await office.press(ALICE_ID, card, "Country information")

            await office.button(card, "✅ Country information")
            assert not any("Make the second" in one for one in words(card))

    asyncio.run(scene())


def test_both_drafts_of_a_split_are_confirmed_under_references_of_their_own(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await a_card(office, themes=TWO_AREAS)
            await split(office, card, "Status determination")
            await office.see("ACSG-2026-0001-2 · Request")
            second = office.shown()[-1]
            await office.button(card, "✅ Confirm")

            await office.press(ALICE_ID, card, "Confirm")
            await office.press(BOB_ID, second, "Confirm")

            await office.see("REQ-2026-0001", card)
            await office.see("REQ-2026-0002", second)

    asyncio.run(scene())


def test_an_attachment_is_undone_in_both_drafts(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            earlier = await a_card(office)
            card = await a_card(office, 2)
            await attach(office, card, "ACSG-2026-0001-1")
            await office.see("🔗 Merged ACSG-2026-0002", earlier)
            await office.sandbox.until(lambda: any("Undo" in one for one in words(card)))

            await office.press(ALICE_ID, card, "Undo")

            await office.sandbox.until(lambda: "🔗 Merged" not in earlier.text)
            await office.button(card, "✅ Confirm")

    asyncio.run(scene())


def test_a_split_is_undone_and_the_second_draft_withdrawn(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await a_card(office, themes=TWO_AREAS)
            await split(office, card, "Status determination")
            await office.see("ACSG-2026-0001-2 · Request")
            second = office.shown()[-1]
            await office.sandbox.until(lambda: any("Undo" in one for one in words(card)))

            query = await office.press(ALICE_ID, card, "Undo")

            assert (query.answer or "").endswith("one draft again, the second is withdrawn.")
            await office.see("Status determination", card)
            await office.see("✖️ withdrawn: split undone · Alice, ", second)
            assert draft(office, "ACSG-2026-0001-1").content.themes == TWO_AREAS

    asyncio.run(scene())


def test_a_split_is_not_undone_where_somebody_works_on_the_second_draft(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await a_card(office, themes=TWO_AREAS)
            await split(office, card, "Status determination")
            await office.see("ACSG-2026-0001-2 · Request")
            second = office.shown()[-1]
            await office.sandbox.until(lambda: any("Undo" in one for one in words(card)))
            await office.press(BOB_ID, second, "Confirm")

            query = await office.press(ALICE_ID, card, "Undo")

            assert (query.answer or "").startswith("The second draft has been worked on since")
            assert len(draft(office, "ACSG-2026-0001-1").content.themes) == 1

    asyncio.run(scene())
