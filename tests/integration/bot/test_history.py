"""What happened to a draft, in words, by a button and a command."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from store import audit
from tests.factories import NOW
from tests.more import TWO_AREAS, a_card, more, split, words
from tests.office import ALICE_ID, BOB_ID, an_office
from tests.rehearsal import OFFICE

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


def test_the_history_says_who_did_what_when_in_words(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await a_card(office, themes=TWO_AREAS)
            await split(office, card, "Status determination")
            await office.see("ACSG-2026-0001-2 · Request")
            await office.button(card, "✅ Confirm")
            await office.press(ALICE_ID, card, "Confirm")
            await office.sandbox.until(lambda: any("Undo" in one for one in words(card)))

            office.sandbox.say(BOB_ID, OFFICE, "/history ACSG-2026-0001-1")

            await office.see("ACSG-2026-0001-1 · history")
            text = office.shown()[-1].text
            assert "program: drafted by the reader" in text
            areas = "split (Country information, Status determination → Country information)"
            assert f"Alice: {areas}" in text
            assert "Alice: a second draft was made: ACSG-2026-0001-2" in text
            assert "Alice: confirmed, registered as REQ-2026-0001" in text

    asyncio.run(scene())


def test_a_long_history_has_pages(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()
            with database.begin() as session:
                for _ in range(14):
                    audit.record(session, what="told_apart", draft_id=1, now=NOW)
            await more(office, card, "History")
            await office.see("ACSG-2026-0001-1 · history (1 to 12 of 15)")
            page = office.shown()[-1]

            await office.press(ALICE_ID, page, "▶️")

            await office.see("history (13 to 15 of 15)", page)
            assert words(page) == ["◀️"]

    asyncio.run(scene())


def test_a_history_in_a_minimal_chat_says_nothing_of_the_letter(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, chat_content="minimal") as office:
            card = await a_card(office, themes=TWO_AREAS)
            await split(office, card, "Status determination")
            await office.see("ACSG-2026-0001-2 · Request")

            office.sandbox.say(BOB_ID, OFFICE, "/history ACSG-2026-0001-1")

            await office.see("ACSG-2026-0001-1 · history")
            text = office.shown()[-1].text
            assert "Alice: split" in text
            assert "Status determination" not in text

    asyncio.run(scene())


def test_a_history_without_a_reference_asks_for_one(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.sandbox.say(BOB_ID, OFFICE, "/history")

            await office.see("Give a reference: /history ACSG-2026-0001-1")

    asyncio.run(scene())
