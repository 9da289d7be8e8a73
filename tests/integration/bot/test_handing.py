"""A letter in a language that an officer does not read goes to a colleague who does."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.sandbox.faults import refused
from store import audit, officer_languages, officers
from store.model import DraftStatus, OfficerRole
from tests.factories import a_content, a_read_message
from tests.more import words
from tests.office import ALICE_ID, BOB_ID, MALLORY_ID, an_office

if TYPE_CHECKING:
    from pathlib import Path

    from bot.sandbox.chats import Message
    from store.session import Database
    from tests.office import TestOffice


NAMES = {ALICE_ID: "Alice", BOB_ID: "Bob", MALLORY_ID: "Mallory"}

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


def reads(database: Database, user: int, code: str) -> None:
    with database.begin() as session:
        officers.rename(session, user, NAMES[user])
        officer_languages.turn(session, user, code)


async def a_card(office: TestOffice) -> Message:
    """The card of a letter in Arabic."""
    office.letter(a_content(), read=a_read_message(language="ar"))
    await office.sandbox.until(office.shown)
    return office.shown()[-1]


async def asked(office: TestOffice, card: Message, user: int = BOB_ID) -> Message:
    """Who could read it, as a button behind More shows it."""
    await office.press(user, card, "More")
    await office.button(card, "🗣 Ask a reader")
    before = len(office.shown())
    await office.press(user, card, "Ask a reader")
    await office.sandbox.until(lambda: len(office.shown()) > before)
    return office.shown()[-1]


def private(office: TestOffice, user: int) -> list[str]:
    return [one.text for one in office.sandbox.messages(user, by_bot=True)]


def steps(database: Database) -> dict[str, dict[str, object]]:
    with database.reading() as session:
        return {one.what: one.details for one in audit.of_draft(session, 1)}


def test_a_colleague_who_reads_it_gets_it_and_is_told_in_private(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            reads(database, ALICE_ID, "ar")
            card = await a_card(office)
            listed = await asked(office, card)
            assert listed.text.startswith("ACSG-2026-0001-1 · who reads Arabic?\n• Alice")

            query = await office.press(BOB_ID, listed, "Alice")

            assert query.answer == "ACSG-2026-0001-1: Alice is asked to read it."
            await office.see("Alice is asked to read it.", listed)
            assert words(listed) == ["✅ I read it: all right", "❗ I read it: not right"]
            await office.see("👤 Alice looks after it", card)
            await office.sandbox.until(lambda: bool(private(office, ALICE_ID)))
            assert private(office, ALICE_ID)[0].startswith(
                "🗣 Bob asks you to read ACSG-2026-0001-1, which is in Arabic."
            )
            assert office.draft().assigned_to == ALICE_ID
            assert steps(database)["asked_to_read"] == {"new": ALICE_ID, "language": "ar"}

    asyncio.run(scene())


def test_where_the_bot_may_not_write_to_them_the_chat_names_them(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            reads(database, ALICE_ID, "ar")
            listed = await asked(office, await a_card(office))
            office.sandbox.faults.add(
                "sendMessage",
                refused(403, "Forbidden: bot can't initiate conversation with a user"),
            )

            await office.press(BOB_ID, listed, "Alice")

            await office.see("🗣 Alice, Bob asks you to read ACSG-2026-0001-1, which is in Arabic.")
            assert private(office, ALICE_ID) == []
            assert "not_sent" not in steps(database)

    asyncio.run(scene())


def test_a_reader_is_asked_and_an_officer_keeps_it(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            with database.begin() as session:
                officers.add(
                    session, MALLORY_ID, OfficerRole.READER, name="Mallory", now=office.now()
                )
            reads(database, MALLORY_ID, "ar")
            listed = await asked(office, await a_card(office))
            assert "• Mallory, who looks and does not decide" in listed.text

            await office.press(BOB_ID, listed, "Mallory")

            await office.sandbox.until(lambda: bool(private(office, MALLORY_ID)))
            assert office.draft().assigned_to is None
            assert steps(database)["asked_to_read"]["new"] == MALLORY_ID

    asyncio.run(scene())


def test_where_nobody_reads_it_the_officer_hears_what_to_do(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            reads(database, ALICE_ID, "fr")
            card = await a_card(office)
            await office.press(BOB_ID, card, "More")
            await office.button(card, "🗣 Ask a reader")

            query = await office.press(BOB_ID, card, "Ask a reader")

            assert query.is_alert
            assert (query.answer or "").startswith("None of your colleagues has named Arabic. ")
            assert "/languages" in (query.answer or "")
            assert len(query.answer or "") <= 200

    asyncio.run(scene())


def test_who_reads_the_letter_is_offered_nobody(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            reads(database, BOB_ID, "ar")
            card = await a_card(office)

            await office.press(BOB_ID, card, "More")
            await office.button(card, "🕘 History")

            assert "🗣 Ask a reader" not in words(card)

    asyncio.run(scene())


def test_the_warning_before_an_unread_letter_offers_a_reader(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            reads(database, BOB_ID, "fr")
            reads(database, ALICE_ID, "ar")
            card = await a_card(office)
            await office.press(BOB_ID, card, "Confirm")
            await office.button(card, "🗣 Ask a reader")
            await office.press(BOB_ID, card, "Ask a reader")
            await office.see("who reads Arabic?")

            await office.press(BOB_ID, office.shown()[-1], "Alice")
            await office.see("👤 Alice looks after it", card)
            await office.press(ALICE_ID, card, "Confirm")

            assert office.draft().status is DraftStatus.CONFIRMED
            assert "confirmed_unread" not in steps(database)

    asyncio.run(scene())


def test_below_evidence_the_button_works_and_leaves_the_evidence(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            reads(database, ALICE_ID, "ar")
            card = await a_card(office)
            await office.press(BOB_ID, card, "Evidence")
            await office.sandbox.until(lambda: len(office.shown()) > 1)
            quotes = office.shown()[-1]

            await office.press(BOB_ID, quotes, "Ask a reader")
            await office.see("who reads Arabic?")

            assert words(quotes) == ["🗣 Ask a reader"]
            assert quotes.text.startswith("ACSG-2026-0001-1: evidence")

    asyncio.run(scene())


def test_whoever_was_shut_out_meanwhile_is_asked_nothing(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            reads(database, BOB_ID, "ar")
            listed = await asked(office, await a_card(office), ALICE_ID)
            with database.begin() as session:
                officers.revoke(session, BOB_ID, now=office.now())

            query = await office.press(ALICE_ID, listed, "Bob")

            assert query.answer == (
                "This person no longer reads it for the office. Nothing was changed."
            )
            assert "asked_to_read" not in steps(database)

    asyncio.run(scene())


def test_a_minimal_chat_does_not_say_the_language(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, chat_content="minimal") as office:
            reads(database, ALICE_ID, "ar")
            listed = await asked(office, await a_card(office))

            await office.press(BOB_ID, listed, "Alice")
            await office.sandbox.until(lambda: bool(private(office, ALICE_ID)))

            said = [one.text for one in office.shown()] + private(office, ALICE_ID)
            assert not any("Arabic" in one for one in said)

    asyncio.run(scene())


def test_a_draft_that_was_decided_meanwhile_goes_to_nobody_and_its_evidence_stays(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            reads(database, ALICE_ID, "ar")
            card = await a_card(office)
            await office.press(BOB_ID, card, "Evidence")
            await office.sandbox.until(lambda: len(office.shown()) > 1)
            quotes = office.shown()[-1]
            await office.press(ALICE_ID, card, "Confirm")

            query = await office.press(BOB_ID, quotes, "Ask a reader")

            assert (query.answer or "").startswith("Already registered by Alice")
            assert quotes.text.startswith("ACSG-2026-0001-1: evidence")
            assert "asked_to_read" not in steps(database)

    asyncio.run(scene())
