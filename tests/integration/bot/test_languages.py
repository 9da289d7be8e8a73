"""Languages that officers read, and what is asked before a letter in another one is confirmed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from store import audit, drafts, officer_languages, officers
from store.model import DraftStatus
from tests.commands import said
from tests.factories import NOW
from tests.office import ALICE_ID, BOB_ID, an_office

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


def test_officers_press_what_they_read_and_all_see_it(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            answer = await said(office, "/languages")
            await office.press(ALICE_ID, answer, "Arabic")
            await office.press(ALICE_ID, answer, "French")
            await office.press(BOB_ID, answer, "Russian")
            query = await office.press(ALICE_ID, answer, "French")

            assert query.answer == "You read Arabic."
            await office.see("Alice: Arabic\nBob: Russian", answer)

    asyncio.run(scene())


def test_a_letter_in_another_language_is_confirmed_after_one_question(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            with database.begin() as session:
                officer_languages.turn(session, ALICE_ID, "ar")
            card = await office.card()

            query = await office.press(ALICE_ID, card, "Confirm")
            assert query.answer == "You do not read English: confirm all the same?"
            assert office.draft().status is DraftStatus.DRAFT
            await office.button(card, "✅ Confirm all the same")
            await office.press(ALICE_ID, card, "Confirm all the same")

            assert office.draft().status is DraftStatus.CONFIRMED
            with database.reading() as session:
                steps = {one.what: one for one in audit.of_draft(session, 1)}
            assert steps["confirmed_unread"].who == "Alice"
            assert steps["confirmed_unread"].details == {"language": "en", "revision": 1}

    asyncio.run(scene())


def test_a_confirmation_without_reading_stands_in_the_history_and_can_be_undone(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            with database.begin() as session:
                officer_languages.turn(session, ALICE_ID, "ar")
            card = await office.card()
            await office.press(ALICE_ID, card, "Confirm")
            await office.button(card, "✅ Confirm all the same")
            await office.press(ALICE_ID, card, "Confirm all the same")
            shown = await said(office, "/history ACSG-2026-0001-1")
            assert "Alice: confirmed without reading English" in shown.text

            await office.sandbox.until(lambda: any("Undo" in one["text"] for one in card.buttons))
            await office.press(ALICE_ID, card, "Undo")
            await office.button(card, "✅ Confirm")
            query = await office.press(ALICE_ID, card, "Confirm")

            assert query.answer == "You do not read English: confirm all the same?"
            assert office.draft().status is DraftStatus.DRAFT

    asyncio.run(scene())


def test_the_button_of_an_earlier_revision_confirms_nothing(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            with database.begin() as session:
                officer_languages.turn(session, ALICE_ID, "ar")
            card = await office.card()
            await office.press(BOB_ID, card, "More")
            await office.button(card, "⏸ Hold")
            await office.press(BOB_ID, card, "Hold")

            await office.send_press(ALICE_ID, card, f"1:confirm:{office.draft().id}:1:unread")

            assert office.draft().status is DraftStatus.HELD

    asyncio.run(scene())


@pytest.mark.parametrize("language", ["en", None])
def test_who_reads_it_or_has_named_nothing_is_not_asked(
    database: Database, tmp_path: Path, language: str | None
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            if language:
                with database.begin() as session:
                    officer_languages.turn(session, BOB_ID, language)
            card = await office.card()

            await office.press(BOB_ID, card, "Confirm")

            assert office.draft().status is DraftStatus.CONFIRMED
            with database.reading() as session:
                steps = [one.what for one in drafts.history(session, 1)]
            assert "confirmed_unread" not in steps

    asyncio.run(scene())


def test_who_is_shut_out_is_no_reader_of_anything(database: Database) -> None:
    with database.begin() as session:
        officers.fill_once(session, [ALICE_ID], [BOB_ID], now=NOW)
        officer_languages.turn(session, BOB_ID, "fr")

        officers.revoke(session, BOB_ID, now=NOW)

        assert officer_languages.of_all(session) == {}
