"""The talk in private: greeting, language, letters of one's own, linking an address."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from store import inbox, outbox, pairings, visitors
from store.model import NewOutboxRow, OutboxKind
from tests.factories import a_content
from tests.office import SENDER_ID, an_office
from tests.questions import by_chat, mails
from tests.talking import answer, mailed_code, press, said

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

ADDRESS = "sana@interior.gov.example"

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


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


def test_whoever_has_linked_an_address_is_led_to_their_letters_and_not_asked_to_link_it_again(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.letter(a_content(), arrival=by_chat())
            listed = await answer(office, "/status")
            assert any(one["callback_data"] == "v:pairing:begin:" for one in listed.buttons)
            await answer(office, "/link")
            await answer(office, ADDRESS)
            done = await answer(office, await mailed_code(office, tmp_path))

            listed = await press(office, done, "status:page")

            assert "ACSG-2026-0001" in listed.text
            assert not any("pairing" in one["callback_data"] for one in listed.buttons)

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
