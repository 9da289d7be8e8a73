"""Several private messages become one letter, and one message needs no button to become one."""

from __future__ import annotations

import asyncio
import hashlib
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.sandbox.faults import cut
from store import documents
from store.errors import UnknownDocumentError
from store.tables_office import AuditRow
from tests.gathers import (
    LONG,
    WRITER_ID,
    handed_in,
    letters,
    packed,
    photograph,
    pressed,
    said,
    told,
    write,
)
from tests.office import SENDER_ID as STRANGER_ID
from tests.office import an_office

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


def test_one_message_becomes_a_letter_without_a_press(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, gather_seconds=0.5) as office:
            write(office, "We request support.")

            (letter,) = await handed_in(office)

            state = await told(office, letter.ref)
            assert state.text == f"Handed in as one letter: {letter.ref}."
            assert state.buttons == []
            assert office.attempts == [(letter.id, 1)]

    asyncio.run(scene())


def test_all_pieces_are_one_letter_when_the_sender_says_so(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, gather_seconds=LONG) as office:
            write(office, "Dear colleagues,")
            await told(office, "1 message")
            photograph(office)
            photograph(office, b"another page")
            write(office, "Kind regards")
            state = await told(office, "2 photographed pages")
            await office.sandbox.until(lambda: "2 messages" in state.text)

            await pressed(office, state, "That's all")

            (letter,) = await handed_in(office)
            stored = packed(office, letter)
            assert stored["text"] == "Dear colleagues,\n\nKind regards"
            assert len(stored["files"]) == 2
            await office.sandbox.until(lambda: letter.ref in state.text)
            assert len(letters(office)) == 1

    asyncio.run(scene())


def test_the_bot_answers_with_one_message_that_is_renewed(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, gather_seconds=LONG) as office:
            for number in range(5):
                photograph(office, b"page %d" % number)
                await told(office, f"Page {number + 1} received.")

            assert len(said(office)) == 1

    asyncio.run(scene())


def test_who_presses_more_to_come_is_waited_for(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, gather_seconds=1.5) as office:
            write(office, "First page of several.")
            state = await told(office, "1 message")
            await pressed(office, state, "More to come")
            await told(office, "Send the rest")
            await asyncio.sleep(2)
            assert letters(office) == []

            write(office, "Second page.")
            await told(office, "2 messages")
            await pressed(office, state, "That's all")

            (letter,) = await handed_in(office)
            assert "Second page." in str(packed(office, letter)["text"])

    asyncio.run(scene())


def test_what_is_discarded_is_kept_nowhere(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, gather_seconds=LONG) as office:
            office.sandbox.send_file(WRITER_ID, WRITER_ID, "wrong.pdf", b"%PDF-1.7 wrong file")
            state = await told(office, "1 file")

            await pressed(office, state, "Discard")

            await told(office, "Discarded.")
            assert letters(office) == []
            with database.reading() as session, pytest.raises(UnknownDocumentError):
                documents.content(session, hashlib.sha256(b"%PDF-1.7 wrong file").hexdigest())

    asyncio.run(scene())


def test_nobody_else_can_press_for_a_sender(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, gather_seconds=LONG) as office:
            write(office, "A letter.")
            state = await told(office, "1 message")

            await office.press(STRANGER_ID, state, "Discard")

            await pressed(office, state, "That's all")
            assert len(await handed_in(office)) == 1

    asyncio.run(scene())


def test_pieces_outlive_a_restart(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, gather_seconds=LONG) as office:
            write(office, "Begun before.")
            await told(office, "1 message")

        async with an_office(database, tmp_path, gather_seconds=0.5) as again:
            again.sandbox.chats.next_id = 1000
            write(again, "Ended after.")

            (letter,) = await handed_in(again)
            assert packed(again, letter)["text"] == "Begun before.\n\nEnded after."

    asyncio.run(scene())


def test_an_edit_before_the_end_takes_the_place_of_the_piece(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, gather_seconds=LONG) as office:
            message = office.sandbox.say(WRITER_ID, WRITER_ID, "In 2062.")
            state = await told(office, "1 message")

            office.sandbox.edit(message, "In 2026.")
            await told(office, "taken over your change")
            await pressed(office, state, "That's all")

            (letter,) = await handed_in(office)
            assert packed(office, letter)["text"] == "In 2026."

    asyncio.run(scene())


def test_an_edit_after_the_end_is_told_how_to_correct(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            message = office.sandbox.say(WRITER_ID, WRITER_ID, "In 2062.")
            (letter,) = await handed_in(office)

            office.sandbox.edit(message, "In 2026.")

            answer = await told(office, "already handed in")
            assert answer.text.count(letter.ref) == 2
            assert len(letters(office)) == 1

    asyncio.run(scene())


def test_discarding_leaves_a_trace_without_words(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, gather_seconds=LONG) as office:
            write(office, "A secret.")
            await pressed(office, await told(office, "1 message"), "Discard")
            await told(office, "Discarded.")

        with database.reading() as session:
            chosen = select(AuditRow).where(AuditRow.what == "letter_discarded")
            entry = session.scalars(chosen).one()
        assert entry.details == {"gathering": 1, "pieces": 1}

    asyncio.run(scene())


def test_that_is_all_waits_for_a_file_that_is_on_its_way(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, gather_seconds=LONG) as office:
            write(office, "With one file.")
            state = await told(office, "1 message")
            office.sandbox.fail_next("getFile", cut(), 2)
            office.sandbox.send_file(WRITER_ID, WRITER_ID, "letter.pdf", b"%PDF-1.7")
            await office.sandbox.until(lambda: "getFile" in office.sandbox.calls)

            await pressed(office, state, "That's all")
            await told(office, "One file is still on its way")

            (letter,) = await handed_in(office)
            assert [one["name"] for one in packed(office, letter)["files"]] == ["letter.pdf"]

    asyncio.run(scene())


def test_the_sender_reads_their_own_language(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, gather_seconds=LONG) as office:
            office.sandbox.say(STRANGER_ID, STRANGER_ID, "نطلب الدعم")

            await office.sandbox.until(lambda: office.sandbox.messages(STRANGER_ID, by_bot=True))

            (state,) = office.sandbox.messages(STRANGER_ID, by_bot=True)
            assert "رسالة واحدة" in state.text
            assert [one["text"] for one in state.buttons] == [
                "✅ هذا كل شيء", "➕ هناك المزيد", "🗑 حذف",
            ]  # fmt: skip

    asyncio.run(scene())
