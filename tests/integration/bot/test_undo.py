"""Undo in the chat: a minute on the card, for who decided, and nothing leaves before it is over."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from store.model import DraftStatus, OutboxStatus
from tests.aside_office import a_note, known, said, to_senders
from tests.factories import a_content, a_read_message
from tests.office import ALICE_ID, BOB_ID, an_office
from tests.questions import gone, mails, previewed, questions

if TYPE_CHECKING:
    from pathlib import Path

    from bot.sandbox.chats import Message
    from store.session import Database
    from tests.office import TestOffice

OVER_S = 61

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


def words(message: Message) -> list[str]:
    return [one["text"] for one in message.buttons]


async def undo_gone(office: TestOffice, message: Message) -> None:
    await office.sandbox.until(lambda: not any("Undo" in one for one in words(message)))


async def undo_there(office: TestOffice, message: Message) -> None:
    await office.sandbox.until(lambda: any("Undo" in one for one in words(message)))


def test_a_confirmation_is_undone_on_its_card(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()
            await office.press(BOB_ID, card, "Confirm")
            await undo_there(office, card)

            query = await office.press(BOB_ID, card, "Undo")

            assert query.answer == (
                "ACSG-2026-0001-1: undone; it is not registered. REQ-2026-0001 stays unused."
            )
            await office.button(card, "✅ Confirm")
            assert "training of interviewers" in card.text
            assert office.draft().status is DraftStatus.DRAFT

    asyncio.run(scene())


def test_the_button_names_the_second_until_which_it_works(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()
            await office.press(BOB_ID, card, "Confirm")
            await undo_there(office, card)

            until = office.draft().decided_at
            assert until is not None
            shown = words(card)[0].removeprefix("↩️ Undo (until ").removesuffix(")")
            local = until.astimezone(office.settings.zone)
            assert shown[-2:] == f"{local:%S}"

    asyncio.run(scene())


def test_the_button_goes_by_itself_when_the_minute_is_over(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()
            await office.press(ALICE_ID, card, "Confirm")
            await undo_there(office, card)

            office.later(seconds=OVER_S)

            await undo_gone(office, card)
            assert words(card) == [
                "✉️ Tell the sender",
                "📨 An offer has come",
                "⚖️ Meets criteria?",
                "🤝 Consent",
                "🔍 Evidence",
                "📎 Original",
            ]

    asyncio.run(scene())


def test_after_the_minute_a_press_is_told_and_changes_nothing(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()
            await office.press(ALICE_ID, card, "Confirm")
            await undo_there(office, card)
            data = card.buttons[0]["callback_data"]
            office.later(seconds=OVER_S)

            query = await office.send_press(ALICE_ID, card, data)

            assert query.answer == "The minute is over; this can no longer be undone."
            assert query.is_alert
            assert office.draft().status is DraftStatus.CONFIRMED

    asyncio.run(scene())


def test_another_officer_is_told_who_may(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()
            await office.press(ALICE_ID, card, "Confirm")
            await undo_there(office, card)

            query = await office.press(BOB_ID, card, "Undo")

            assert query.answer == (
                "Only Alice, who decided it, or an administrator can undo this."
            )
            assert office.draft().status is DraftStatus.CONFIRMED

    asyncio.run(scene())


def test_a_question_that_is_undone_never_reaches_the_sender(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card, preview = await previewed(office)
            await office.press(ALICE_ID, preview, "Send")
            await undo_there(office, card)

            query = await office.press(ALICE_ID, card, "Undo")

            assert query.answer == "ACSG-2026-0001-1: undone; the question does not leave."
            await gone(office, OutboxStatus.CANCELLED)
            assert mails(tmp_path) == []
            await undo_gone(office, card)
            assert "waiting for the sender" not in card.text

    asyncio.run(scene())


def test_a_restart_within_the_minute_changes_nothing(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card, preview = await previewed(office)
            await office.press(ALICE_ID, preview, "Send")
            await undo_there(office, card)
        async with an_office(database, tmp_path) as office:
            assert [one.status for one in questions(office)] == [OutboxStatus.PENDING]
            assert mails(tmp_path) == []

            await gone(office)

            assert len(mails(tmp_path)) == 1

    asyncio.run(scene())


def test_an_answer_to_a_person_is_taken_back_under_its_note(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            note = await a_note(office)
            await said(office, note, "Yes, and answer")
            await undo_there(office, note)

            query = await office.press(ALICE_ID, note, "Undo answer")

            assert query.answer == (
                "The answer does not leave. What was said of the message stays."
            )
            office.later(seconds=OVER_S)
            await undo_gone(office, note)
            assert [one.status for one in to_senders(office)] == [OutboxStatus.CANCELLED]
            assert (known(office).said, known(office).answered_by) == ("case", None)

    asyncio.run(scene())


def test_an_answer_that_was_taken_back_can_be_released_again(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            note = await a_note(office)
            await said(office, note, "Yes, and answer")
            await undo_there(office, note)
            await office.press(ALICE_ID, note, "Undo answer")
            await undo_gone(office, note)

            await said(office, note, "Yes, and answer")
            office.later(seconds=OVER_S)

            await office.sandbox.until(
                lambda: OutboxStatus.SENT in {one.status for one in to_senders(office)}
            )
            assert len(mails(tmp_path)) == 1

    asyncio.run(scene())


def test_a_minimal_chat_undoes_as_well(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, chat_content="minimal") as office:
            office.letter(a_content(), read=a_read_message())
            await office.sandbox.until(lambda: bool(office.shown()))
            card = office.shown()[-1]
            await office.press(ALICE_ID, card, "Confirm")
            await undo_there(office, card)

            await office.press(ALICE_ID, card, "Undo")

            await office.button(card, "✅ Confirm")
            assert office.draft().status is DraftStatus.DRAFT

    asyncio.run(scene())
