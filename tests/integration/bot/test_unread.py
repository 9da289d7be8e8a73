"""A letter that nobody who decided on it can read is not confirmed by mistake."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from store import audit, officer_languages, officers
from store.model import DraftStatus, OfficerRole
from tests.commands import said
from tests.factories import a_content, a_read_message, a_segment
from tests.more import more, words
from tests.office import ALICE_ID, BOB_ID, MALLORY_ID, an_office

if TYPE_CHECKING:
    from pathlib import Path

    from bot.sandbox.chats import Message
    from store.session import Database
    from tests.office import TestOffice

ASK = "🗣 Ask a reader"
YES = "✅ Yes, I read it – confirm"
ANYHOW = "✅ Confirm all the same"
SPANISH = "Pedimos apoyo. Necesitamos formación. Necesitamos equipos. Esperamos su respuesta."


@pytest.fixture(params=["sqlite"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """The store is tested on both; the chat does not know which it has."""
    return str(request.param)


async def a_card(office: TestOffice, language: str, spanish: str = "") -> Message:
    segments = [a_segment(language=language)]
    if spanish:
        other = replace(a_segment(), language="es", text=spanish, name="anexo.pdf")
        segments.append(replace(other, index=1, origin="attachment"))
    read = a_read_message(language=language, segments=tuple(segments))
    office.letter(a_content(), read=read)
    await office.sandbox.until(office.shown)
    return office.shown()[-1]


async def asked(office: TestOffice, card: Message, user: int = BOB_ID) -> str:
    """What Confirm answers where it asks."""
    answer = (await office.press(user, card, "✅ Confirm")).answer or ""
    await office.button(card, ANYHOW)
    assert office.draft().status is DraftStatus.DRAFT
    return answer


def named(office: TestOffice, user: int) -> tuple[str, ...]:
    with office.db.reading() as session:
        return officer_languages.named(session, user)


def steps(office: TestOffice) -> dict[str, dict[str, object]]:
    with office.db.reading() as session:
        return {one.what: one.details for one in audit.of_draft(session, 1)}


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


async def corrected(office: TestOffice, card: Message, user: int) -> None:
    """The kind, to an offer."""
    await office.press(user, card, "Correct")
    await office.button(card, "Kind")
    await office.press(user, card, "Kind")
    await office.sandbox.until(lambda: any("offer" in one.lower() for one in words(card)))
    await office.press(user, card, next(one for one in words(card) if "offer" in one.lower()))
    await office.button(card, "✅ Confirm")


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


async def handed(office: TestOffice, card: Message) -> Message:
    """Bob asks Mallory, who only looks, to read it; the line that says so."""
    with office.db.begin() as session:
        officers.add(session, MALLORY_ID, OfficerRole.READER, name="Mallory", now=office.now())
    office.reads(MALLORY_ID, "ru")
    await more(office, card, ASK, BOB_ID)
    await office.see("who reads Russian?")
    line = office.shown()[-1]
    await office.press(BOB_ID, line, "Mallory")
    await office.see("· Mallory is asked to read it.", line)
    await office.button(line, "✅ I read it: all right")
    await office.press(BOB_ID, card, "Back")
    await office.button(card, "✅ Confirm")
    return line


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
