"""An officer releases a question to the sender, by mail and by chat."""

from __future__ import annotations

import asyncio
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

import pytest

from ingest.chat import pack
from store import decisions, drafts, outbox
from store.model import DraftStatus, OutboxKind, OutboxRow, OutboxStatus
from tests.factories import ALICE, NOW, a_content, a_read_message, an_arrival
from tests.office import ALICE_ID, BOB_ID, MALLORY_ID, SENDER_ID, an_office
from tests.rehearsal import OFFICE

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

    from bot.sandbox.chats import Message
    from store.model import Arrival
    from store.session import Database
    from tests.office import TestOffice


@pytest.fixture(params=["sqlite"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """The store is tested on both; the chat does not know which it has."""
    return str(request.param)


async def missing(
    office: TestOffice, arrival: Arrival | None = None, **read: Any
) -> tuple[Message, Message]:
    """A request's card, and what is missing in it."""
    office.letter(a_content(), arrival=arrival, read=a_read_message(**read))
    await office.sandbox.until(lambda: len(office.shown()) > 0)
    card = office.shown()[-1]
    await office.press(ALICE_ID, card, "Missing")
    await office.see("ACSG-2026-0001-1 · not said in the letter")
    return card, office.shown()[-1]


async def previewed(
    office: TestOffice, arrival: Arrival | None = None, **read: Any
) -> tuple[Message, Message]:
    """The same, with the question as it would go."""
    card, below = await missing(office, arrival, **read)
    await office.press(ALICE_ID, below, "Ask the sender")
    await office.button(below, "✉️ Send")
    return card, below


def by_chat() -> Arrival:
    raw = pack(
        update_id=1, chat_id=SENDER_ID, user_id=SENDER_ID, user_name="Sana", language_code="ar",
        text="طلب", files=[], sent_at=NOW,
    )  # fmt: skip
    sender = f"telegram:{SENDER_ID}"
    return an_arrival(channel="chat", raw=raw, sender=sender, reply_chat=SENDER_ID)


def questions(office: TestOffice) -> list[OutboxRow]:
    with office.db.reading() as session:
        return [one for one in outbox.listed(session) if one.kind is OutboxKind.QUESTION]


async def gone(office: TestOffice, status: OutboxStatus = OutboxStatus.SENT) -> None:
    await office.sandbox.until(
        lambda: [one.status for one in questions(office)] == [status], seconds=10
    )


def mails(folder: Path) -> list[EmailMessage]:
    return [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted(folder.glob("outgoing/*.eml"))
    ]


def body(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n").strip()


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

            assert query.answer == "The question is on its way to the sender."
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


@pytest.mark.parametrize("role", ["reader", None])
def test_nobody_but_an_officer_sends_a_question(
    database: Database, tmp_path: Path, role: str | None
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            _, preview = await previewed(office)
            if role:
                with database.begin() as session:
                    session.connection().exec_driver_sql(
                        f"UPDATE officers SET role = '{role}' WHERE user_id = {BOB_ID}"
                    )

            query = await office.press(BOB_ID if role else MALLORY_ID, preview, "Send")

            assert "Nothing was changed." in (query.answer or "")
            assert questions(office) == []
            assert office.draft().status is DraftStatus.DRAFT

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


@pytest.mark.parametrize(
    "read", [{"automatic": True}, {"sender_address": "requests@acsg.example"}, {"bounce": True}]
)
def test_whoever_may_not_be_answered_is_not_asked(
    database: Database, tmp_path: Path, read: dict[str, Any]
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            _, below = await missing(office, **read)
            assert below.buttons == []

            for verb in ("question", "send"):
                query = await office.send_press(ALICE_ID, below, f"1:{verb}:1:1")
                assert "no sender who may be asked" in (query.answer or "")

            assert questions(office) == []
            assert office.draft().status is DraftStatus.DRAFT

    asyncio.run(scene())


def test_an_individual_case_is_never_asked(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.letter(a_content(kind="individual_case"))
            await office.sandbox.until(lambda: len(office.shown()) > 0)
            card = office.shown()[-1]
            assert not any("Missing" in one["text"] for one in card.buttons)

            for verb in ("question", "send"):
                query = await office.send_press(ALICE_ID, card, f"1:{verb}:1:1")
                assert query.answer == "There is nothing to ask the sender."

            assert questions(office) == []

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
