"""A letter that nobody who decided on it can read is not confirmed by mistake."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from store.model import DraftStatus
from tests.commands import said
from tests.foreign_letters import ANYHOW, ASK, SPANISH, YES, a_card, asked, named, steps
from tests.more import more, words
from tests.office import ALICE_ID, BOB_ID, an_office

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


def test_who_has_named_nothing_says_once_that_they_read_it_and_confirms_by_that(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await a_card(office, "fr")
            assert await asked(office, card) == "Do you read French?"
            assert words(card) == [YES, ANYHOW, "↩️ Back", ASK]

            query = await office.press(BOB_ID, card, YES)

            assert (query.answer or "").startswith("ACSG-2026-0001-1 registered as REQ-")
            assert named(office, BOB_ID) == ("en", "fr")
            assert "confirmed_unread" not in steps(office)

    asyncio.run(scene())


def test_whoever_said_so_is_not_asked_at_the_next_letter(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.reads(BOB_ID, "en", "fr")
            card = await a_card(office, "fr")

            await office.press(BOB_ID, card, "✅ Confirm")

            assert office.draft().status is DraftStatus.CONFIRMED

    asyncio.run(scene())


def test_who_has_left_a_language_out_names_it_in_the_question(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.reads(BOB_ID, "en", "fr")
            card = await a_card(office, "ru")
            assert (await asked(office, card)).startswith("You do not read Russian: ")

            await office.press(BOB_ID, card, "✅ I do read it – confirm")

            assert office.draft().status is DraftStatus.CONFIRMED
            assert named(office, BOB_ID) == ("en", "fr", "ru")
            assert "confirmed_unread" not in steps(office)

    asyncio.run(scene())


def test_who_has_named_nothing_and_confirms_all_the_same_is_written_down(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await a_card(office, "ru")
            await asked(office, card)

            await office.press(BOB_ID, card, ANYHOW)

            assert office.draft().status is DraftStatus.CONFIRMED
            assert steps(office)["confirmed_unread"] == {"language": "ru", "revision": 1}
            assert named(office, BOB_ID) == ()
            history = await said(office, "/history ACSG-2026-0001-1")
            assert "Bob: confirmed without reading Russian" in history.text

    asyncio.run(scene())


def test_the_question_offers_who_reads_it(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.reads(ALICE_ID, "ru")
            card = await a_card(office, "ru")
            await asked(office, card)

            await office.press(BOB_ID, card, ASK)

            await office.see("who reads Russian?\n• ")

    asyncio.run(scene())


def test_a_letter_of_two_languages_names_those_that_are_not_read(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.reads(BOB_ID, "en", "fr")
            card = await a_card(office, "fr", SPANISH)

            answer = await asked(office, card)

            assert answer == (
                "You do not read Spanish: confirm all the same? Nobody here has named Spanish."
            )
            await office.press(BOB_ID, card, ANYHOW)
            assert steps(office)["confirmed_unread"] == {"language": "es", "revision": 1}

    asyncio.run(scene())


def test_a_line_in_another_language_asks_nothing(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.reads(BOB_ID, "en", "fr")
            card = await a_card(office, "fr", "Muchas gracias. Un saludo.")

            await office.press(BOB_ID, card, "✅ Confirm")

            assert office.draft().status is DraftStatus.CONFIRMED

    asyncio.run(scene())


def test_who_reads_one_of_two_languages_says_so_and_is_asked_about_the_other(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await a_card(office, "fr", SPANISH)
            assert await asked(office, card) == "Do you read French and Spanish?"
            assert "✅ Yes, I read all of it – confirm" in words(card)

            query = await office.press(BOB_ID, card, "Only French")

            assert (query.answer or "").startswith("You do not read Spanish")
            assert named(office, BOB_ID) == ("en", "fr")
            assert office.draft().status is DraftStatus.DRAFT

    asyncio.run(scene())


def test_a_letter_without_a_known_language_asks_nothing(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await a_card(office, "und")

            await office.press(BOB_ID, card, "✅ Confirm")

            assert office.draft().status is DraftStatus.CONFIRMED

    asyncio.run(scene())


def test_a_language_that_is_none_of_the_six_can_be_named_and_taken_back(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await a_card(office, "tr")
            await asked(office, card)
            await office.press(BOB_ID, card, YES)
            listed = await said(office, "/languages")
            assert "Bob: English, Turkish" in listed.text

            query = await office.press(BOB_ID, listed, "Turkish")

            assert query.answer == "You read English."

    asyncio.run(scene())


def test_a_minimal_chat_does_not_name_the_language(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, chat_content="minimal") as office:
            card = await a_card(office, "ru")

            assert await asked(office, card) == "Do you read its language?"
            await office.press(BOB_ID, card, YES)

            assert office.draft().status is DraftStatus.CONFIRMED
            assert not any("Russian" in one.text for one in office.shown())

    asyncio.run(scene())


def test_the_answer_of_an_earlier_revision_names_no_language(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await a_card(office, "ru")
            await more(office, card, "Hold", ALICE_ID)

            await office.send_press(BOB_ID, card, "1:confirm:1:1:reads-ru")

            assert office.draft().status is DraftStatus.HELD
            assert named(office, BOB_ID) == ()

    asyncio.run(scene())


def test_a_button_names_no_language_that_the_letter_is_not_in(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await a_card(office, "ru")

            query = await office.send_press(BOB_ID, card, "1:confirm:1:1:reads-fr")

            assert query.answer == "Do you read Russian?"
            assert named(office, BOB_ID) == ()

    asyncio.run(scene())
