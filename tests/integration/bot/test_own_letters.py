"""Letters of ours that an officer releases: shown first, put in other words, sent once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from store import drafts, erasure, outbox, wordings
from store.model import OutboxKind
from store.tables_judging import WordingRow
from tests.after_deciding import below, confirmed, newer, rejected, rows, typed
from tests.factories import NOW
from tests.office import ALICE_ID, BOB_ID, SENDER_ID, an_office
from tests.questions import body, by_chat, gone, mails, previewed, questions

if TYPE_CHECKING:
    from pathlib import Path

    from bot.sandbox.chats import Message
    from store.session import Database
    from tests.office import TestOffice

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


async def notice(office: TestOffice, card: Message) -> Message:
    return await below(office, card, "Tell the sender", "not sent yet")


async def sent(office: TestOffice, folder: Path) -> str:
    office.later(seconds=61)
    await office.sandbox.until(lambda: len(mails(folder)) == 1, seconds=10)
    return body(mails(folder)[0])


def test_the_notice_says_registered_and_the_reference(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await confirmed(office, language="fr")
            shown = await notice(office, card)
            assert rows(office, OutboxKind.REGISTERED) == []

            await office.press(BOB_ID, shown, "Send")

            text = await sent(office, tmp_path)
            assert "enregistrée sous le numéro REQ-2026-0001" in text
            assert text in shown.text
            await office.see("notice that it is registered released by Bob", card)

    asyncio.run(scene())


def test_a_notice_by_chat_goes_to_the_chat(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await confirmed(office, by_chat(), language="ar")
            shown = await notice(office, card)

            await office.press(BOB_ID, shown, "Send")

            office.later(seconds=61)
            await office.sandbox.until(
                lambda: bool(office.sandbox.messages(SENDER_ID, by_bot=True)), seconds=10
            )
            [said] = office.sandbox.messages(SENDER_ID, by_bot=True)
            assert "REQ-2026-0001" in said.text
            assert mails(tmp_path) == []

    asyncio.run(scene())


def test_pressing_send_twice_sends_one(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await confirmed(office)
            first, second = await notice(office, card), await notice(office, card)
            await office.press(ALICE_ID, first, "Send")

            query = await office.press(BOB_ID, second, "Send")

            assert "Alice has sent one before" in (query.answer or "")
            assert len(rows(office, OutboxKind.REGISTERED)) == 1

    asyncio.run(scene())


def test_a_rejected_letter_is_answered_for_its_reason_in_the_senders_language(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await rejected(office, "Sender in doubt", language="es")
            shown = await below(office, card, "Answer the sender", "not sent yet")

            await office.press(ALICE_ID, shown, "Send")

            text = await sent(office, tmp_path)
            assert "No hemos podido registrar su carta como solicitud de apoyo." in text
            assert "oficina de ACNUR" in text

    asyncio.run(scene())


def test_spam_is_not_answered(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await rejected(office, "Spam")

            query = await office.send_press(ALICE_ID, card, "1:release:1:1:declined.0")

            assert not any("Answer" in one["text"] for one in card.buttons)
            assert "Nothing was sent" in (query.answer or "")

    asyncio.run(scene())


def test_a_question_goes_in_the_words_of_the_officer(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            _, preview = await previewed(office)
            words = "One thing on {reference}:\n\nwhen does it begin?"
            again = await typed(office, preview, "Edit", words, "One thing on ACSG-2026-0001")
            assert questions(office) == []

            await office.press(ALICE_ID, again, "Send")
            await gone(office)

            [mail] = mails(tmp_path)
            assert body(mail) == "One thing on ACSG-2026-0001:\n\nwhen does it begin?"
            [row] = questions(office)
            assert set(row.payload) == {"draft", "message", "revision", "wording", "remind"}

    asyncio.run(scene())


def test_an_unknown_placeholder_is_told_and_nothing_is_kept(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            _, preview = await previewed(office)

            await typed(office, preview, "Edit", "Dear {name}", "{name} cannot be filled in")

            with database.reading() as session:
                assert session.query(WordingRow).count() == 0

    asyncio.run(scene())


def test_template_language_is_not_run(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await confirmed(office)
            shown = await notice(office, card)

            again = await typed(
                office, shown, "Edit", "{% x %} and {{ 7 * 7 }}", "cannot be filled"
            )

            assert "49" not in again.text

    asyncio.run(scene())


def test_words_of_one_letter_are_not_sent_as_another(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await confirmed(office)
            shown = await notice(office, card)
            await typed(office, shown, "Edit", "Only for the notice", "Only for the notice")

            query = await office.send_press(ALICE_ID, card, "1:release:1:1:consent.0.1")

            assert "no longer kept" in (query.answer or "")
            assert rows(office, OutboxKind.CONSENT) == []

    asyncio.run(scene())


def test_erasing_takes_the_officers_words_too(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await confirmed(office)
            shown = await notice(office, card)
            await typed(office, shown, "Edit", "Dear Ms Amina", "Dear Ms Amina")
            with database.begin() as session:
                draft = drafts.get(session, 1)
                erasure.erase(session, draft.message_id, why="test", registered=True, now=NOW)

            with database.reading() as session:
                assert wordings.get(session, 1) is None
                kinds = {one.kind for one in outbox.listed(session)}
                assert OutboxKind.REGISTERED not in kinds

    asyncio.run(scene())


def test_not_now_sends_nothing(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await confirmed(office)
            shown = await notice(office, card)

            await office.press(ALICE_ID, shown, "Not now")

            await office.see("Nothing was sent.", shown)
            assert shown.buttons == []

    asyncio.run(scene())


def test_consent_is_asked_for_in_the_senders_language(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await confirmed(office, language="pt")
            view = await below(office, card, "Consent", "· consent of the State")
            before = office.shown()[-1].id
            await office.press(ALICE_ID, view, "Ask the sender for it")
            shown = await newer(office, before, "not sent yet")
            assert "a reminder follows on" in shown.text

            await office.press(ALICE_ID, shown, "Send")

            assert "Podemos falar" in str(
                (await sent(office, tmp_path)) and mails(tmp_path)[0]["Subject"]
            )
            await office.see("question about consent released by Alice", card)

    asyncio.run(scene())
