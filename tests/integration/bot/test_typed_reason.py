"""Reasons that officers type, as a reply or loose, and commands that are none."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from store.model import DraftStatus
from tests.office import ALICE_ID, BOB_ID, MALLORY_ID, an_office
from tests.rehearsal import OFFICE

if TYPE_CHECKING:
    from pathlib import Path

    from bot.sandbox.chats import Message
    from store.session import Database
    from tests.office import TestOffice

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


async def asked(office: TestOffice) -> Message:
    """A card whose officer Alice was asked for a typed reason."""
    card = await office.card()
    await office.press(ALICE_ID, card, "Reject")
    await office.button(card, "✍️ Another reason")
    await office.press(ALICE_ID, card, "Another")
    await office.see("Reply to this message")
    return card


def test_a_draft_is_rejected_with_a_typed_reason(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()
            await office.press(ALICE_ID, card, "Reject")
            await office.button(card, "✍️ Another reason")
            await office.press(ALICE_ID, card, "Another")
            await office.see("Reply to this message")
            question = office.shown()[-1]

            office.sandbox.say(ALICE_ID, OFFICE, "It was sent to us <twice>", reply_to=question.id)

            await office.see("It was sent to us <twice>", card)
            assert office.draft().reason == "It was sent to us <twice>"

    asyncio.run(scene())


def test_a_reason_that_replies_to_nothing_answers_the_open_question(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await asked(office)

            office.sandbox.say(ALICE_ID, OFFICE, "It came twice")

            await office.see("It came twice", card)
            await office.see("ACSG-2026-0001-1 not registered.")
            assert office.draft().reason == "It came twice"

    asyncio.run(scene())


def test_a_question_ends_in_words_for_people(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            await asked(office)

            assert office.shown()[-1].text == (
                "✍️ Reply to this message with the reason for not registering ACSG-2026-0001-1."
            )

    asyncio.run(scene())


def test_a_colleague_may_answer_a_question_by_a_reply_to_it(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await asked(office)
            question = office.shown()[-1]

            office.sandbox.say(BOB_ID, OFFICE, "It came twice", reply_to=question.id)

            await office.see("It came twice", card)
            assert office.draft().decided_by == "Bob"

    asyncio.run(scene())


def test_the_talk_of_others_answers_no_question(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            await asked(office)

            office.sandbox.say(BOB_ID, OFFICE, "Lunch?")
            office.sandbox.say(BOB_ID, OFFICE, "/help")

            await office.see("Intake of the Asylum Capacity Support Group")
            assert office.draft().status is DraftStatus.DRAFT

    asyncio.run(scene())


def test_talk_after_the_officer_turned_back_answers_no_question(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await asked(office)
            await office.press(ALICE_ID, card, "Correct")

            office.sandbox.say(ALICE_ID, OFFICE, "Lunch?")
            office.sandbox.say(ALICE_ID, OFFICE, "/help")

            await office.see("Intake of the Asylum Capacity Support Group")
            assert office.draft().status is DraftStatus.DRAFT

    asyncio.run(scene())


def test_an_unknown_command_is_told_where_help_is(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await asked(office)

            office.sandbox.say(MALLORY_ID, OFFICE, "/que")
            office.sandbox.say(ALICE_ID, OFFICE, "/que@another_bot")
            office.sandbox.say(ALICE_ID, OFFICE, "/que")

            await office.see("There is no such command here. /help names them all.")
            assert sum("no such command" in one.text for one in office.shown()) == 1
            assert "not registered" not in card.text

    asyncio.run(scene())
