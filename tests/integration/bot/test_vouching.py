"""Whoever reads a letter for colleagues says whether its draft is right; then it counts as read."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from store import officers
from store.model import DraftStatus, OfficerRole
from tests.commands import said
from tests.foreign_letters import ASK, a_card, asked, corrected, handed, steps
from tests.more import more, words
from tests.office import ALICE_ID, BOB_ID, MALLORY_ID, an_office

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


def test_what_a_colleague_who_reads_it_corrected_counts_as_read(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.reads(ALICE_ID, "ru")
            card = await a_card(office, "ru")
            await corrected(office, card, ALICE_ID)

            await office.press(BOB_ID, card, "✅ Confirm")

            assert office.draft().status is DraftStatus.CONFIRMED
            assert "confirmed_unread" not in steps(office)

    asyncio.run(scene())


def test_what_a_colleague_corrected_who_does_not_read_it_counts_for_nothing(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.reads(ALICE_ID, "fr")
            card = await a_card(office, "ru")
            await corrected(office, card, ALICE_ID)

            assert await asked(office, card) == "Do you read Russian?"

    asyncio.run(scene())


def test_a_reader_who_was_asked_says_that_it_is_right_and_the_letter_counts_as_read(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await a_card(office, "ru")
            line = await handed(office, card)

            query = await office.press(MALLORY_ID, line, "all right")

            assert query.answer == "ACSG-2026-0001-1: Mallory read it: all right."
            await office.see("Mallory read it: all right.", line)
            assert words(line) == []
            await office.see("📖 Read by Mallory, who reads Russian", card)
            history = await said(office, "/history ACSG-2026-0001-1")
            assert "Mallory: read it in Russian: all right" in history.text
            await office.press(BOB_ID, card, "✅ Confirm")
            assert office.draft().status is DraftStatus.CONFIRMED
            assert "confirmed_unread" not in steps(office)

    asyncio.run(scene())


def test_what_is_not_right_is_typed_and_stands_on_the_card_in_the_history_and_in_the_question(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await a_card(office, "ru")
            line = await handed(office, card)
            await office.press(MALLORY_ID, line, "not right")
            await office.see("✍️ Reply to this message with what is not right in ACSG-2026-0001-1")

            office.sandbox.say(
                MALLORY_ID, card.chat.id, "They ask for 2027.", reply_to=office.shown()[-1].id
            )

            await office.see(
                "❗ Read by Mallory, who reads Russian, and not right: They ask for 2027.", card
            )
            history = await said(office, "/history ACSG-2026-0001-1")
            assert "says that it is not right: They ask for 2027." in history.text
            answer = await asked(office, card)
            assert answer == "Mallory read it: not right. Do you read Russian?"

    asyncio.run(scene())


def test_who_was_asked_finds_the_same_behind_more(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await a_card(office, "ru")
            await handed(office, card)

            await more(office, card, "I read it: all right", MALLORY_ID)

            await office.see("📖 Read by Mallory, who reads Russian", card)

    asyncio.run(scene())


def test_nobody_else_says_that_they_were_asked(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await a_card(office, "ru")
            line = await handed(office, card)

            query = await office.press(ALICE_ID, line, "all right")

            assert (query.answer or "").startswith("Only who was asked to read this letter")
            assert "vouched" not in steps(office)
            await office.press(ALICE_ID, card, "More")
            await office.button(card, "🕘 History")
            assert not any("I read it" in one for one in words(card))

    asyncio.run(scene())


def test_a_draft_that_was_corrected_meanwhile_is_shown_first(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await a_card(office, "ru")
            line = await handed(office, card)
            await corrected(office, card, BOB_ID)

            query = await office.press(MALLORY_ID, line, "all right")

            assert (query.answer or "").startswith("Bob changed it, ")
            assert "vouched" not in steps(office)

    asyncio.run(scene())


def test_a_minimal_chat_keeps_that_it_is_not_right_and_asks_for_no_words(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, chat_content="minimal") as office:
            with database.begin() as session:
                officers.add(
                    session, MALLORY_ID, OfficerRole.READER, name="Mallory", now=office.now()
                )
            office.reads(MALLORY_ID, "ru")
            card = await a_card(office, "ru")
            await more(office, card, ASK, BOB_ID)
            await office.see("who reads its language?")
            line = office.shown()[-1]
            await office.press(BOB_ID, line, "Mallory")
            await office.button(line, "❗ I read it: not right")

            await office.press(MALLORY_ID, line, "not right")

            await office.see("❗ Read by Mallory, who reads it, and not right", card)

    asyncio.run(scene())
