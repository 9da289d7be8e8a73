"""An officer releases a question to the sender, by mail and by chat."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from store import decisions, drafts
from store.model import DraftStatus, OutboxStatus
from tests.factories import ALICE, NOW, a_content, an_arrival
from tests.office import ALICE_ID, BOB_ID, SENDER_ID, an_office
from tests.questions import body, by_chat, gone, mails, previewed, questions
from tests.rehearsal import OFFICE

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


def test_the_question_is_shown_word_for_word_before_anything_goes(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            _, preview = await previewed(office, language="fr")
            assert "question to the sender, not sent yet" in preview.text
            assert "By mail to ministry@example.org" in preview.text
            assert "Subject: Une question au sujet de votre demande [ACSG-2026-0001]" in (
                preview.text
            )
            shown = preview.text.partition("\n\n")[2]

            assert not questions(office)
            assert not mails(tmp_path)
            assert office.draft().status is DraftStatus.DRAFT
            await office.press(BOB_ID, preview, "Send")
            await gone(office)

            [mail] = mails(tmp_path)
            assert body(mail) == shown.strip()

    asyncio.run(scene())


def test_a_question_sent_puts_the_draft_aside_and_says_who_sent_it(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card, preview = await previewed(office)

            query = await office.press(ALICE_ID, preview, "Send")

            assert (query.answer or "").endswith("Until then, Undo on the card takes it back.")
            await office.see("✉️ question sent by Alice", preview)
            assert preview.buttons == []
            await office.see("⏸ waiting for the sender", card)
            await gone(office)
            [mail] = mails(tmp_path)
            assert mail["To"] == "ministry@example.org"
            assert mail["Auto-Submitted"] == "auto-replied"
            assert (mail["In-Reply-To"], mail["References"]) == ("<1@example.org>",) * 2
            assert "[ACSG-2026-0001]" in mail["Subject"]
            with database.reading() as session:
                assert [one.what for one in drafts.history(session, 1)] == ["drafted", "asked"]

    asyncio.run(scene())


def test_back_leads_to_what_is_missing_and_sends_nothing(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            _, preview = await previewed(office)

            await office.press(ALICE_ID, preview, "Back")

            await office.button(preview, "✉️ Ask the sender")
            assert "Nothing of this was sent to the sender." in preview.text
            assert questions(office) == []

    asyncio.run(scene())


def test_a_question_by_chat_goes_to_the_chat_in_the_senders_language(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            _, preview = await previewed(office, by_chat(), language="ar")
            assert "By chat to the sender" in preview.text

            await office.press(ALICE_ID, preview, "Send")
            await gone(office)

            [said] = office.sandbox.messages(SENDER_ID, by_bot=True)
            assert said.text.startswith("نشكركم على الكتابة")
            assert said.text in preview.text
            assert mails(tmp_path) == []

    asyncio.run(scene())


def test_pressing_send_again_sends_nothing_again(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card, first = await previewed(office)
            await office.press(BOB_ID, card, "Missing")
            await office.sandbox.until(lambda: len(office.shown()) > 2)
            second = office.shown()[-1]
            await office.press(BOB_ID, second, "Ask the sender")
            await office.button(second, "✉️ Send")
            data = second.buttons[0]["callback_data"]
            await office.press(ALICE_ID, first, "Send")

            late = await office.send_press(BOB_ID, second, data)
            again = await office.send_press(BOB_ID, first, data)

            for query in (late, again):
                assert "Alice" in (query.answer or "")
                assert "Nothing was sent again." in (query.answer or "")
            assert len(questions(office)) == 1
            await office.see("Alice asked the sender", second)
            assert second.buttons == []

    asyncio.run(scene())


def test_a_draft_that_changed_since_the_preview_is_not_asked_about(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            _, preview = await previewed(office)
            send = preview.buttons[0]["callback_data"]
            with database.begin() as session:
                decisions.correct(
                    session, 1, 1, ALICE, change=lambda _: a_content(states=("FR",)),
                    field="states", old=None, new=None, now=NOW,
                )  # fmt: skip

            query = await office.send_press(BOB_ID, preview, send)

            assert "has changed since" in (query.answer or "")
            assert questions(office) == []

    asyncio.run(scene())


@pytest.mark.parametrize("decision", ["Confirm", "Reject", "Correct"])
def test_a_draft_that_waits_for_its_sender_can_be_decided(
    database: Database, tmp_path: Path, decision: str
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card, preview = await previewed(office)
            await office.press(ALICE_ID, preview, "Send")
            await office.see("⏸ waiting for the sender", card)

            query = await office.press(BOB_ID, card, decision)

            assert "Nothing" not in (query.answer or "")
            if decision == "Confirm":
                assert office.draft().register_ref == "REQ-2026-0001"

    asyncio.run(scene())


def test_a_minimal_chat_shows_the_question_and_not_who_wrote(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, chat_content="minimal") as office:
            _, preview = await previewed(office)

            assert "By mail to the sender" in preview.text
            assert "A question about your request" in preview.text
            assert not [word for word in ("ministry@", "Chad", "interview") if word in preview.text]

    asyncio.run(scene())


def test_a_question_that_cannot_be_sent_shows_on_the_card(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            arrival = an_arrival(channel="chat", raw=by_chat().raw, sender="telegram:4",
                                 reply_chat=404)  # fmt: skip
            card, preview = await previewed(office, arrival)

            await office.press(ALICE_ID, preview, "Send")

            await gone(office, OutboxStatus.FAILED)
            await office.see("the question could not be sent", card)

    asyncio.run(scene())


def test_a_question_in_two_languages_is_shown_whole(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            _, preview = await previewed(office, language="tr")

            assert "Thank you for writing" in preview.text
            assert "Nous vous remercions" in preview.text
            assert preview.chat.id == OFFICE

    asyncio.run(scene())
