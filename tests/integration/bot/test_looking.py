"""What officers look at and ask for in the chat, and what a card leaves out."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from store import officers
from store.model import DraftStatus
from tests.factories import a_content, a_read_message, an_arrival
from tests.office import ALICE_ID, BOB_ID, MALLORY_ID, an_office
from tests.rehearsal import OFFICE

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


def test_evidence_original_and_what_is_missing_are_shown(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()

            await office.press(BOB_ID, card, "Evidence")
            await office.press(BOB_ID, card, "Original")
            await office.press(BOB_ID, card, "Missing")

            await office.see("“training of interviewers”")
            await office.see("not said in the letter")
            await office.sandbox.until(lambda: any(m.file for m in office.shown()))
            file = next(m.file for m in office.shown() if m.file)
            assert file.name == "ACSG-2026-0001.eml"
            assert file.content.startswith(b"Subject: Letter 1\r\n")

    asyncio.run(scene())


def test_a_letter_with_a_quarantined_file_is_not_handed_out(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()
            monkeypatch.setattr("bot.looking.holds_quarantined", lambda *_: True)

            pressed = await office.press(BOB_ID, card, "Original")

            assert (pressed.answer or "").startswith("The virus scanner found something")
            assert not [shown for shown in office.shown() if shown.file]

    asyncio.run(scene())


def test_a_reader_may_look_and_not_decide(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            with database.begin() as session:
                session.connection().exec_driver_sql(
                    f"UPDATE officers SET role = 'reader' WHERE user_id = {BOB_ID}"
                )
                assert officers.find(session, BOB_ID) is not None
            card = await office.card()

            looked = await office.press(BOB_ID, card, "Evidence")
            decided = await office.press(BOB_ID, card, "Confirm")

            assert looked.answer == "Sent below."
            assert decided.answer == "Your role may look, not decide. Nothing was changed."
            assert office.draft().status is DraftStatus.DRAFT

    asyncio.run(scene())


def test_a_minimal_card_says_nothing_of_the_letter(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, chat_content="minimal") as office:
            card = await office.card()
            asked = await office.send_press(ALICE_ID, card, f"1:evidence:{office.draft().id}:1")

            assert "Chad" not in card.text
            assert "interview" not in card.text
            assert not any("Original" in b["text"] for b in card.buttons)
            assert "stay out of this chat" in (asked.answer or "")

    asyncio.run(scene())


def test_commands_answer_officers_in_the_secretariats_chat(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            await office.card()
            case = a_read_message(kinds=(("individual_case", 0.9, "sure"),))
            office.letter(read=case, arrival=an_arrival(2))

            for command, answer in (
                ("/queue", "1 open draft, oldest first"),
                ("/show acsg-2026-0001-1", "Republic of Chad"),
                ("/show", "Give a reference"),
                ("/show ACSG-1999-0001", "There is no draft or letter"),
                ("/individuals", "1 letter about one person's case"),
                ("/parked", "Nothing is parked."),
                ("/help", "Intake of the Asylum Capacity Support Group"),
                ("/help", "15iii results that last (must)"),
            ):
                office.sandbox.say(ALICE_ID, OFFICE, command)
                await office.see(answer)

            office.sandbox.say(MALLORY_ID, OFFICE, "/queue")
            await office.see("Only officers of the secretariat")

    asyncio.run(scene())


def test_a_message_without_draft_becomes_a_note_with_its_original(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.letter(read=a_read_message(kinds=(("meeting", 0.8, "likely"),)))
            await office.see("Meeting · ◐ likely")
            note = office.shown()[-1]
            assert not any("Confirm" in b["text"] for b in note.buttons)

            await office.press(ALICE_ID, note, "Original")

            await office.sandbox.until(lambda: office.shown()[-1].file is not None)

    asyncio.run(scene())


def test_a_draft_of_a_kind_without_register_is_not_confirmed(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.letter(a_content(kind="meeting"))
            await office.see("Meeting")

            query = await office.press(ALICE_ID, office.shown()[-1], "Confirm")

            assert "has no place in the register" in (query.answer or "")
            assert office.draft().status is DraftStatus.DRAFT

    asyncio.run(scene())
