"""An officer makes a draft of a message that the reader took for something else."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.utc import utc_now
from ingest.answers import OutboxPolicy
from ingest.processing import Processor
from store import audit, drafts, inbox, officers
from store.model import MessageStatus
from tests.factories import a_read_message, a_segment
from tests.hands import FakeHands
from tests.office import ALICE_ID, BOB_ID, MALLORY_ID, an_office
from tests.rehearsal import OFFICE

if TYPE_CHECKING:
    from pathlib import Path

    from bot.sandbox.chats import Message
    from store.model import Draft
    from store.session import Database
    from tests.office import TestOffice

POLICY = OutboxPolicy(secretariat=f"chat:{OFFICE}", own_addresses=frozenset())

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


async def a_note(office: TestOffice, kind: str = "meeting") -> Message:
    segments = (a_segment("We need training of judges."),)
    office.letter(read=a_read_message(kinds=((kind, 0.8, "likely"),), segments=segments))
    await office.sandbox.until(lambda: len(office.shown()) > 0)
    return office.shown()[-1]


async def opened(office: TestOffice, user: int, note: Message, kind: str) -> str:
    """Press through to a kind; gives what the officer is told."""
    await office.press(user, note, "Make a draft")
    await office.button(note, kind)
    return (await office.press(user, note, kind)).answer or ""


async def worked(office: TestOffice) -> None:
    """Do the attempts that were enqueued, as a worker would."""
    processor = Processor(db=office.db, hands=FakeHands(), policy=POLICY, clock=utc_now)
    for message_id, attempt in office.attempts:
        with office.db.begin() as session:
            inbox.begin_attempt(session, message_id, attempt, now=utc_now())
        await asyncio.to_thread(processor.process, message_id, attempt)


def made(office: TestOffice) -> list[Draft]:
    with office.db.reading() as session:
        return list(drafts.listed(session))


def test_a_note_offers_the_draft_kinds_and_a_way_back(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            note = await a_note(office)
            await office.press(ALICE_ID, note, "Make a draft")
            await office.button(note, "Good practice")
            assert [one["text"] for one in note.buttons] == [
                "Request", "Offer", "Good practice", "↩️ Back",
            ]  # fmt: skip

            await office.press(ALICE_ID, note, "Back")

            await office.button(note, "📝 Make a draft")
            assert made(office) == []

    asyncio.run(scene())


@pytest.mark.parametrize("kind", ["meeting", "individual_case", "other"])
def test_the_card_comes_and_the_note_says_so(database: Database, tmp_path: Path, kind: str) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            note = await a_note(office, kind)

            told = await opened(office, ALICE_ID, note, "Request")
            assert told == "Request: the draft is being made. Its card comes below."
            await office.see("⏳ Request: the draft is being made", note)
            assert not any("Make a draft" in one["text"] for one in note.buttons)
            await worked(office)

            await office.see("ACSG-2026-0001-1 · Request · 👤 by an officer")
            await office.see("ACSG-2026-0001-1: Request, opened by Alice", note)
            await office.button(note, "📄 ACSG-2026-0001-1")
            [draft] = made(office)
            with database.reading() as session:
                assert audit.of_draft(session, draft.id)[0].who == "Alice"

    asyncio.run(scene())


def test_the_draft_of_a_note_is_confirmed_like_any_other(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            note = await a_note(office)
            await opened(office, ALICE_ID, note, "Offer")
            await worked(office)
            await office.button(note, "📄 ACSG-2026-0001-1")

            await office.press(BOB_ID, note, "ACSG-2026-0001-1")
            await office.sandbox.until(lambda: len(office.shown()) > 2)
            query = await office.press(BOB_ID, office.shown()[-1], "Confirm")

            assert query.answer == "ACSG-2026-0001-1 registered as OFF-2026-0001."

    asyncio.run(scene())


def test_a_second_press_opens_no_second_draft(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            note = await a_note(office)
            await office.press(ALICE_ID, note, "Make a draft")
            await office.button(note, "Request")
            request, offer = (one["callback_data"] for one in note.buttons[:2])
            await office.send_press(ALICE_ID, note, request)

            busy = await office.send_press(BOB_ID, note, offer)
            await worked(office)
            there = await office.send_press(BOB_ID, note, request)

            assert "being read just now" in (busy.answer or "")
            assert "ACSG-2026-0001-1. Nothing was changed" in (there.answer or "")
            assert len(made(office)) == len(office.attempts) == 1

    asyncio.run(scene())


def test_of_a_message_with_a_draft_another_kind_can_be_made(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            note = await a_note(office)
            await opened(office, ALICE_ID, note, "Request")
            await worked(office)
            await office.button(note, "📝 Make a draft")
            office.attempts.clear()

            await office.press(BOB_ID, note, "Make a draft")
            await office.button(note, "Offer")
            assert not any(one["text"] == "Request" for one in note.buttons)
            await office.press(BOB_ID, note, "Offer")
            await worked(office)

            await office.see("ACSG-2026-0001-2 · Offer")
            assert [one.content.kind for one in made(office)] == ["request", "offer"]

    asyncio.run(scene())


@pytest.mark.parametrize("role", ["reader", None])
def test_nobody_but_an_officer_opens_a_draft(
    database: Database, tmp_path: Path, role: str | None
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            note = await a_note(office)
            user = BOB_ID if role else MALLORY_ID
            if role:
                with database.begin() as session:
                    session.connection().exec_driver_sql(
                        f"UPDATE officers SET role = '{role}' WHERE user_id = {BOB_ID}"
                    )
                    assert officers.find(session, BOB_ID) is not None
            message_id = note.buttons[-1]["callback_data"].rpartition(":")[2]

            for data in (message_id, f"{message_id}.request"):
                query = await office.send_press(user, note, f"1:draft:0:0:{data}")
                assert "Nothing was changed." in (query.answer or "")
                assert query.is_alert

            assert not made(office)
            assert not office.attempts
            with database.reading() as session:
                assert inbox.get(session, message_id).status is MessageStatus.DONE

    asyncio.run(scene())


@pytest.mark.parametrize("data", ["{}.meeting", "{}.individual_case", "0.request", "{}.x"])
def test_a_forged_kind_or_message_opens_nothing(
    database: Database, tmp_path: Path, data: str
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            note = await a_note(office)
            message_id = note.buttons[-1]["callback_data"].rpartition(":")[2]

            query = await office.send_press(
                ALICE_ID, note, f"1:draft:0:0:{data.format(message_id)}"
            )

            assert query.is_alert
            assert not made(office)
            assert not office.attempts

    asyncio.run(scene())


def test_a_minimal_chat_can_make_drafts_too(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, chat_content="minimal") as office:
            note = await a_note(office)
            words = [one["text"] for one in note.buttons]
            assert words == ["🧍 One person's case?", "✉️ Answer", "🗂 Leave", "📝 Make a draft"]

            await opened(office, ALICE_ID, note, "Request")
            await worked(office)

            await office.see("ACSG-2026-0001-1 · Request · 👤")
            assert not any("judges" in one.text for one in office.shown())

    asyncio.run(scene())


def test_the_list_of_cases_says_which_became_a_draft(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            note = await a_note(office, "individual_case")
            await opened(office, ALICE_ID, note, "Request")
            await worked(office)

            office.sandbox.say(ALICE_ID, OFFICE, "/individuals")

            await office.see("draft ACSG-2026-0001-1")

    asyncio.run(scene())
