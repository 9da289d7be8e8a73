"""The talk in private: greeting, language, letters of one's own, linking an address."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import pytest

from ingest import chat
from store import inbox, outbox, pairings, visitors, wishes
from store.model import NewOutboxRow, OutboxKind
from tests.factories import a_content
from tests.office import SENDER_ID, an_office
from tests.questions import body, by_chat, mails

if TYPE_CHECKING:
    from pathlib import Path

    from bot.sandbox.chats import Message
    from store.session import Database
    from tests.office import TestOffice

ADDRESS = "sana@interior.gov.example"


@pytest.fixture(params=["sqlite"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """The store is tested on both; the chat does not know which it has."""
    return str(request.param)


def said(office: TestOffice) -> list[Message]:
    return office.sandbox.messages(SENDER_ID, by_bot=True)


async def answer(office: TestOffice, text: str) -> Message:
    """What the bot says to a text."""
    before = len(said(office))
    office.sandbox.say(SENDER_ID, SENDER_ID, text)
    await office.sandbox.until(lambda: len(said(office)) > before, seconds=20)
    return said(office)[-1]


async def press(office: TestOffice, message: Message, verb: str) -> Message:
    """Press the button of a verb; the message that is the answer."""
    before = (len(said(office)), message.text)
    data = next(
        one["callback_data"] for one in message.buttons if f":{verb}" in one["callback_data"]
    )
    await office.send_press(SENDER_ID, message, data)
    await office.sandbox.until(
        lambda: len(said(office)) > before[0] or message.text != before[1], seconds=20
    )
    return message if message.text != before[1] else said(office)[-1]


async def mailed_code(office: TestOffice, folder: Path) -> str:
    await office.sandbox.until(lambda: mails(folder), seconds=20)
    found = re.search(r"\d{8}", body(mails(folder)[-1]))
    assert found is not None
    return found[0]


def test_start_greets_in_the_language_of_the_chat_program_and_names_the_mail_address(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            greeting = await answer(office, "/start")

            assert greeting.text.startswith("أهلاً بكم")
            assert "requests@acsg.example" in greeting.text
            assert office.attempts == []

    asyncio.run(scene())


def test_a_mere_greeting_is_answered_in_its_language_and_is_no_letter(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            greeting = await answer(office, "Bonjour !")

            assert greeting.text.startswith("Bienvenue")
            with database.reading() as session:
                assert list(inbox.listed(session)) == []

    asyncio.run(scene())


def test_a_chosen_language_stays_whatever_is_written_later(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            question = await answer(office, "/language")
            chosen = await press(office, question, "set:ru")
            assert "по-русски" in chosen.text

            greeting = await answer(office, "Bonjour")

            assert greeting.text.startswith("Добро пожаловать")

    asyncio.run(scene())


def test_a_letter_by_chat_is_acknowledged_in_the_chosen_language(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            question = await answer(office, "/language")
            await press(office, question, "set:pt")
            office.letter(a_content(), arrival=by_chat())
            with database.begin() as session:
                (message,) = inbox.listed(session)
                row = NewOutboxRow(
                    kind=OutboxKind.ACKNOWLEDGEMENT,
                    target=f"chat:{SENDER_ID}",
                    payload={"message": message.id},
                )
                outbox.add(session, [row], now=message.received_at)
            await office.sandbox.until(lambda: "Agradecemos" in said(office)[-1].text, seconds=20)

            assert "ACSG-2026-0001" in said(office)[-1].text

    asyncio.run(scene())


def test_who_needs_help_gets_the_page_at_once_and_nothing_is_kept_but_the_press(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            greeting = await answer(office, "/start")

            told = await press(office, greeting, "help")

            assert "https://help.unhcr.org" in told.text
            with database.reading() as session:
                visitor = visitors.find(session, SENDER_ID)
                assert list(inbox.listed(session)) == []
            assert visitor is not None
            assert (visitor.topic, visitor.state) == (None, {})

    asyncio.run(scene())


def test_the_data_are_told_of_with_the_days_of_the_rules(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, erase_cases_days=9) as office:
            told = await answer(office, "/data")

            assert [days in told.text for days in ("9", "180", "365")] == [True] * 3

    asyncio.run(scene())


def test_status_shows_ones_own_letters_only(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.letter(a_content(), arrival=by_chat())
            office.letter(a_content())

            listed = await answer(office, "/status")

            assert "ACSG-2026-0001" in listed.text
            assert "ACSG-2026-0002" not in listed.text
            assert "طلب دعم" in listed.text

    asyncio.run(scene())


def test_a_letter_of_somebody_else_cannot_be_pressed_at(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.letter(a_content())
            listed = await answer(office, "/status")

            await office.send_press(SENDER_ID, listed, "v:status:wished:ACSG-2026-0001")

            with database.reading() as session:
                (message,) = inbox.listed(session)
                assert wishes.of_message(session, message.id) is None

    asyncio.run(scene())


def test_what_is_added_carries_an_answer_to_the_letter_and_the_next_does_not(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.letter(a_content(), arrival=by_chat())
            listed = await answer(office, "/status")
            one = await press(office, listed, "one:")
            await press(office, one, "add:")

            for text in ("We also need three interpreters.", "Another matter altogether."):
                before = len(office.attempts)
                office.sandbox.say(SENDER_ID, SENDER_ID, text)
                await office.sandbox.until(lambda: len(office.attempts) > before, seconds=20)  # noqa: B023 - awaited at once

            with database.reading() as session:
                added, next_one = (
                    chat.parse(inbox.raw(session, one), lambda _: b"") for one, _ in office.attempts
                )
            assert added.subject == "Addition to ACSG-2026-0001"
            assert "ACSG-2026-0001" in (added.in_reply_to or "")
            assert (next_one.subject, next_one.in_reply_to) == (None, None)

    asyncio.run(scene())


def test_a_wish_to_withdraw_is_asked_twice_and_told_to_officers_who_decide(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.letter(a_content(), arrival=by_chat())
            await office.see("ACSG-2026-0001-1")
            card = office.shown()[-1]
            listed = await answer(office, "/status")
            one = await press(office, listed, "one:")
            sure = await press(office, one, "sure:")
            assert "the sender wants" not in card.text

            await press(office, sure, "wished:")

            await office.see("the sender wants to withdraw it (by chat, not linked", card)
            await office.see("❗ ACSG-2026-0001: the sender wants to withdraw it")
            assert office.draft().status == "draft"

    asyncio.run(scene())


def test_an_address_is_linked_by_the_code_that_was_mailed_there(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.letter(a_content(), arrival=by_chat())
            await office.see("chat, not linked to an address: not proven")
            await answer(office, "/link")
            await answer(office, ADDRESS)
            code = await mailed_code(office, tmp_path)
            (mail,) = mails(tmp_path)
            assert (mail["To"], mail["Auto-Submitted"]) == (ADDRESS, "auto-generated")
            assert mail["Content-Language"] == "ar"

            done = await answer(office, f"{code[:4]} {code[4:]}")

            assert ADDRESS in done.text
            with database.reading() as session:
                paired = pairings.of_user(session, SENDER_ID)
                rows = [one.payload for one in outbox.listed(session)]
            assert paired is not None
            assert paired.address == ADDRESS
            assert code not in str(rows)

    asyncio.run(scene())


def test_a_restart_in_the_middle_of_linking_forgets_nothing(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            await answer(office, "/link")
            await answer(office, ADDRESS)
            code = await mailed_code(office, tmp_path)
        async with an_office(database, tmp_path) as office:
            for _ in range(100):  # the chat's server goes on counting where it was
                office.sandbox.chats.take_id()
            await answer(office, code)

            with database.reading() as session:
                assert pairings.of_user(session, SENDER_ID) is not None

    asyncio.run(scene())


def test_a_wrong_code_links_nothing(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            await answer(office, "/link")
            await answer(office, ADDRESS)
            code = await mailed_code(office, tmp_path)

            told = await answer(office, f"{(int(code) + 1) % 10**8:08}")

            assert "4" in told.text
            with database.reading() as session:
                assert pairings.of_user(session, SENDER_ID) is None

    asyncio.run(scene())


def test_our_own_address_is_refused(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            await answer(office, "/link")
            told = await answer(office, "requests@acsg.example")

            assert "هذا عنوان من عناويننا" in told.text
            with database.reading() as session:
                kinds = {one.kind for one in outbox.listed(session)}
            assert OutboxKind.CODE not in kinds

    asyncio.run(scene())
