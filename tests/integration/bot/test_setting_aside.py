"""What officers do with messages that gave no draft: a case or not, answer, leave."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.utc import utc_now
from store import asides, inbox, outbox
from store.asides import Said
from store.model import NewOutboxRow, OutboxKind
from tests.aside_office import a_note, known, said, sent, to_senders
from tests.factories import an_arrival
from tests.office import ALICE_ID, BOB_ID, MALLORY_ID, SENDER_ID, an_office
from tests.questions import body, by_chat, mails
from tests.rehearsal import OFFICE

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


def test_that_it_is_a_case_starts_the_clock_and_shows_the_signs(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            note = await a_note(office, kind="enquiry")
            assert "deport" in note.text

            assert await said(office, note, "Yes, no answer") == "Noted as one person's case."

            await office.see("Cannot wait: to be sent away, children", note)
            await office.see("one person's case, says Alice", note)
            await office.see("to be erased on", note)
            assert "deport" not in note.text
            found = known(office)
            assert found.said is Said.CASE
            assert found.erase_at is not None
            assert found.said_at is not None
            assert found.erase_at - found.said_at == timedelta(days=7)
            assert not to_senders(office)

    asyncio.run(scene())


def test_the_days_of_the_clock_are_a_setting(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, erase_cases_days=2) as office:
            await said(office, await a_note(office), "Yes, no answer")
            found = known(office)
            assert found.erase_at is not None
            assert found.said_at is not None
            assert found.erase_at - found.said_at == timedelta(days=2)

    asyncio.run(scene())


def test_an_officer_has_kind_words_sent_once(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            note = await a_note(office)

            first = await said(office, note, "Yes, and answer")
            await office.button(note, "🧍 One person's case?")
            second = await said(office, note, "Yes, and answer", BOB_ID)
            await sent(office)

            assert "leaves in a minute" in first
            assert "answered before" in second
            [mail] = mails(tmp_path)
            assert "https://help.unhcr.org" in body(mail)
            assert mail["To"] == "ministry@example.org"
            assert mail["Auto-Submitted"] == "auto-replied"

    asyncio.run(scene())


def test_who_was_answered_because_the_reader_was_sure_is_not_answered_again(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            note = await a_note(office, band="sure")
            with database.begin() as session:
                message = inbox.by_ref(session, "ACSG-2026-0001")
                assert message is not None
                row = NewOutboxRow(
                    kind=OutboxKind.ACKNOWLEDGEMENT, target="ministry@example.org",
                    payload={"message": message.id},
                )  # fmt: skip
                outbox.add(session, [row], now=utc_now())

            told = await said(office, note, "Yes, and answer")

            assert "answered before" in told
            assert not to_senders(office)
            assert known(office).said is Said.CASE

    asyncio.run(scene())


def test_that_it_is_none_takes_it_off_the_list(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            note = await a_note(office)

            await said(office, note, "✖️ No")
            office.sandbox.say(ALICE_ID, OFFICE, "/individuals")

            await office.see("No letters about one person's case.")
            await office.see("not one person's case, says Alice", note)
            assert known(office).erase_at is None

    asyncio.run(scene())


@pytest.mark.parametrize("verb", ["case", "reply", "leave"])
@pytest.mark.parametrize("user", [MALLORY_ID])
def test_a_stranger_changes_nothing(
    database: Database, tmp_path: Path, verb: str, user: int
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            note = await a_note(office)
            message_id = note.buttons[-1]["callback_data"].rpartition(":")[2]

            query = await office.send_press(user, note, f"1:{verb}:0:0:{message_id}.answer")

            assert "Only officers" in (query.answer or "")
            assert known(office) == asides.Aside(message_id=message_id)

    asyncio.run(scene())


def test_who_asks_is_answered_in_their_language_after_an_officer_saw_it(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            note = await a_note(office, "enquiry", text="Qui êtes-vous ?", language="fr")

            await office.press(ALICE_ID, note, "Answer")
            await office.see("answer to the sender, not sent yet", note)
            await office.see("est un mécanisme du Pacte mondial sur les réfugiés", note)
            assert not to_senders(office)
            preview = note.text.partition("\n\n")[2].strip()
            await office.press(BOB_ID, note, "Send")
            await office.see("answer released by Bob", note)
            await sent(office)

            [mail] = mails(tmp_path)
            assert "Votre question" in mail["Subject"]
            assert body(mail) == preview
            assert not any("Answer" in one["text"] for one in note.buttons)

    asyncio.run(scene())


def test_a_person_in_need_is_not_offered_the_answer_to_a_question(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            note = await a_note(office)
            assert not any("Answer" in one["text"] for one in note.buttons)

            await said(office, note, "✖️ No")

            await office.button(note, "✉️ Answer")

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("sender", "told"), [("ministry@example.org", True), ("stranger@example.org", False)]
)
def test_how_a_letter_stands_is_told_to_its_sender_alone(
    database: Database, tmp_path: Path, sender: str, *, told: bool
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            await office.card()
            note = await a_note(
                office, "enquiry", text="What became of acsg-2026-0001?",
                arrival=an_arrival(2, sender=sender), sender_address=sender,
            )  # fmt: skip

            await office.press(ALICE_ID, note, "Answer")

            await office.see("not sent yet", note)
            assert ("About your letter ACSG-2026-0001: it is with the" in note.text) is told

    asyncio.run(scene())


def test_who_asks_by_chat_is_answered_there(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            note = await a_note(office, "enquiry", text="من أنتم", language="ar", arrival=by_chat())

            await office.press(ALICE_ID, note, "Answer")
            await office.button(note, "✉️ Send")
            await office.press(ALICE_ID, note, "Send")
            await sent(office)

            [answer] = office.sandbox.messages(SENDER_ID, by_bot=True)
            assert "الميثاق العالمي بشأن اللاجئين" in answer.text
            assert not mails(tmp_path)

    asyncio.run(scene())


def test_a_mailbox_that_is_nobodys_is_not_answered(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            note = await a_note(
                office, "enquiry", text="Who are you?", arrival=an_arrival(1, sender=""),
            )  # fmt: skip

            query = await office.press(ALICE_ID, note, "Answer")

            assert "no sender who may be answered" in (query.answer or "")
            await office.press(ALICE_ID, note, "One person's case?")
            await office.button(note, "✖️ No")
            assert not any("and answer" in one["text"] for one in note.buttons)

    asyncio.run(scene())
