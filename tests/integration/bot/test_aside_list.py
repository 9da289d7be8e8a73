"""The list of what is set aside, and the digest of what waits."""

from __future__ import annotations

import asyncio
from datetime import time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot import digest
from store import asides, outbox
from store.model import OutboxKind
from tests.aside_office import PLEA, a_note
from tests.factories import NOW, a_content, a_read_message, an_arrival
from tests.office import ALICE_ID, BOB_ID, an_office
from tests.rehearsal import OFFICE

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from store.session import Database

ZURICH = ZoneInfo("Europe/Zurich")

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


def test_what_is_left_stands_in_the_list_no_longer_and_says_by_whom(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            note = await a_note(office, "meeting", text="Minutes of the meeting.")
            office.sandbox.say(ALICE_ID, OFFICE, "/aside")
            await office.see("1 message set aside")

            await office.press(BOB_ID, note, "Leave")

            await office.see("nothing to be done, says Bob", note)
            office.sandbox.say(ALICE_ID, OFFICE, "/aside")
            await office.see("Nothing is set aside here.")
            assert not any("Leave" in one["text"] for one in note.buttons)

    asyncio.run(scene())


def test_the_list_is_turned_and_chosen_from_by_buttons_oldest_first(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            for number in range(1, 18):
                kind = "update" if number % 2 else "enquiry"
                arrival = an_arrival(number)
                office.letter(read=a_read_message(kinds=((kind, 0.8, "sure"),)), arrival=arrival)
            office.letter(a_content(), arrival=an_arrival(99))
            office.sandbox.say(ALICE_ID, OFFICE, "/aside")
            await office.see("17 messages set aside, oldest first (1 to 15)")
            page = next(one for one in office.shown() if "17 messages" in one.text)
            assert "ACSG-2026-0001 · Update" in page.text

            await office.press(ALICE_ID, page, "▶️")
            await office.see("ACSG-2026-0017", page)
            assert "ACSG-2026-0001 " not in page.text

            await office.press(ALICE_ID, page, "Enquiry 8")
            await office.see("8 messages set aside", page)
            await office.press(ALICE_ID, page, "All")
            await office.see("17 messages set aside", page)

    asyncio.run(scene())


def test_once_a_day_the_office_is_told_what_waits(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            await office.card()
            await a_note(office, "enquiry", arrival=an_arrival(2))
            noted = await a_note(office, band="sure", arrival=an_arrival(3))
            with database.begin() as session:
                asides.note_signs(
                    session, noted.buttons[-1]["callback_data"].rpartition(":")[2], ["removal"]
                )
                told = [
                    tell(session, at)
                    for at in (NOW.replace(hour=6), NOW.replace(hour=7), NOW.replace(hour=9))
                ]

            assert told == [0, 1, 1]
            await office.see("What waits,")
            [text] = [one.text for one in office.shown() if one.text.startswith("What waits")]
            assert "❗ 1 letter about one person's case that cannot wait: /individuals" in text
            assert "📄 1 open draft: /queue" in text
            assert "🗂 set aside: 1 individual case, 1 enquiry: /aside" in text
            assert PLEA not in text

    asyncio.run(scene())


def test_a_message_that_was_not_read_in_time_is_told_and_can_be_chosen(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.letter(read=a_read_message(kinds=()), arrival=an_arrival(1))
            update = a_read_message(kinds=(("update", 0.8, "sure"),))
            office.letter(read=update, arrival=an_arrival(2))
            with database.begin() as session:
                assert tell(session, NOW.replace(hour=9)) == 1
            await office.see("🗂 set aside: 1 update, 1 message not read: /aside")

            office.sandbox.say(ALICE_ID, OFFICE, "/aside")
            await office.see("2 messages set aside")
            page = next(one for one in office.shown() if "2 messages" in one.text)
            await office.press(ALICE_ID, page, "not read 1")
            await office.see("1 message set aside", page)
            assert "ACSG-2026-0001 · not read" in page.text

    asyncio.run(scene())


def tell(session: Any, at: Any) -> int:
    """How many digests there are after a look at the clock; 08:00 in Zurich is 07:00 UTC."""
    digest.tell(session, at, at=time(8), zone=ZURICH, target=f"chat:{OFFICE}")
    return sum(one.kind is OutboxKind.DIGEST for one in outbox.listed(session))


def test_where_nothing_waits_the_office_is_left_alone(database: Database) -> None:
    with database.begin() as session:
        assert [tell(session, NOW + timedelta(days=day)) for day in range(3)] == [0, 0, 0]
