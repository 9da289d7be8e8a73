"""A reminder as its receiver reads it, and what the card says of it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.reminding import remind
from store import assigning, decisions, outbox
from store.model import NewOutboxRow, OutboxKind, OutboxStatus
from tests.after_deciding import rows
from tests.factories import ALICE
from tests.office import ALICE_ID, BOB_ID, SENDER_ID, TestOffice, an_office
from tests.questions import body, by_chat, gone, mails, previewed
from tests.rehearsal import OFFICE

if TYPE_CHECKING:
    from pathlib import Path

    from bot.sandbox.chats import Message
    from store.session import Database

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


async def asked(office: TestOffice, **read: Any) -> Message:
    card, preview = await previewed(office, **read)
    await office.press(ALICE_ID, preview, "Send")
    await gone(office)
    return card


def go(office: TestOffice) -> None:
    with office.db.begin() as session:
        later = office.now() + timedelta(days=14, minutes=1)
        remind(session, later, is_on=True, target=f"chat:{OFFICE}")


async def both_gone(office: TestOffice, folder: Path) -> None:
    """Question and reminder lie in the folder, and the records know: from then on time counts."""

    def are_gone() -> bool:
        with office.db.reading() as session:
            statuses = {one.status for one in outbox.listed(session) if "@" in one.target}
        return len(mails(folder)) == 2 and statuses == {OutboxStatus.SENT}

    await office.sandbox.until(are_gone, seconds=10)


def test_the_officer_is_told_before_sending_when_the_reminder_follows(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card, preview = await previewed(office)
            assert "a reminder follows on" in preview.text

            await office.press(ALICE_ID, preview, "Send")

            await office.see("⏰ a reminder follows on", card)

    asyncio.run(scene())


def test_without_reminders_none_is_told_of(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, remind_after="off") as office:
            _, preview = await previewed(office)

            assert "reminder" not in preview.text

    asyncio.run(scene())


def test_the_reminder_names_the_question_in_the_senders_language(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await asked(office, language="fr")

            go(office)

            await both_gone(office, tmp_path)
            reminder = next(one for one in mails(tmp_path) if "rappel" in str(one["Subject"]))
            assert "votre lettre ACSG-2026-0001" in body(reminder)
            assert "reminder-1-2-" in reminder["Message-ID"]
            await office.see("⏰ reminded", card)

    asyncio.run(scene())


def test_a_reminder_by_chat_goes_to_the_chat(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            _, preview = await previewed(office, by_chat(), language="es")
            await office.press(ALICE_ID, preview, "Send")
            await gone(office)

            go(office)

            await office.sandbox.until(
                lambda: len(office.sandbox.messages(SENDER_ID, by_bot=True)) == 2, seconds=10
            )
            assert "pregunta sobre su carta" in (
                office.sandbox.messages(SENDER_ID, by_bot=True)[-1].text
            )

    asyncio.run(scene())


def test_a_reminder_that_is_no_longer_needed_when_it_leaves_does_not_leave(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            await asked(office)
            with office.db.begin() as session:
                later = datetime.now(UTC) + timedelta(days=15)
                remind(session, later, is_on=True, target=None)
                decisions.resume(session, 1, 2, ALICE, now=later)

            await office.sandbox.until(
                lambda: (
                    [one.status for one in rows(office, OutboxKind.REMINDER)]
                    == [OutboxStatus.FAILED]
                ),
                seconds=10,
            )
            assert len(mails(tmp_path)) == 1

    asyncio.run(scene())


async def digest(office: TestOffice) -> Message:
    """The digest of the day, some time after the reminder."""
    row = NewOutboxRow(kind=OutboxKind.DIGEST, target=f"chat:{OFFICE}", payload={"day": "today"})
    with office.db.begin() as session:
        outbox.add(session, [row], now=office.now())
    await office.see("What waits")
    return next(one for one in reversed(office.shown()) if "What waits" in one.text)


def test_the_digest_names_questions_that_a_reminder_did_not_help_and_leads_there(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            await asked(office)
            with office.db.begin() as session:
                assigning.assign(session, 1, BOB_ID, ALICE, now=office.now())
            go(office)
            await both_gone(office, tmp_path)
            office.later(days=29)

            told = await digest(office)

            assert "⏰ No answer after a reminder" in told.text
            assert "1. ● ACSG-2026-0001-1 Request 🇹🇩" in told.text
            assert "asked 29 days ago · 👤" in told.text
            before = len(office.shown())
            await office.press(ALICE_ID, told, "1")
            await office.sandbox.until(lambda: len(office.shown()) > before)
            assert office.shown()[-1].text.startswith("ACSG-2026-0001-1 · ")

    asyncio.run(scene())


def test_a_question_whose_reminder_has_not_had_its_time_is_not_named(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            await asked(office)
            go(office)
            await both_gone(office, tmp_path)
            office.later(days=1)

            told = await digest(office)

            assert "No answer" not in told.text
            assert told.buttons == []

    asyncio.run(scene())


def test_in_a_minimal_chat_the_digest_names_the_reference_and_no_state(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, chat_content="minimal") as office:
            _, preview = await previewed(office)
            await office.press(ALICE_ID, preview, "Send")
            await gone(office)
            go(office)
            await both_gone(office, tmp_path)
            office.later(days=29)

            told = await digest(office)

            assert "1. ● ACSG-2026-0001-1 Request ·" in told.text

    asyncio.run(scene())
