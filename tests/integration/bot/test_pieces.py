"""What can be a piece of a letter by chat, and what is answered instead."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from store import documents
from tests.gathers import (
    LONG,
    WRITER_ID,
    handed_in,
    letters,
    packed,
    photograph,
    pressed,
    told,
)
from tests.office import an_office
from tests.page_photos import a_photo

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


def test_who_wrote_what_is_passed_on_is_kept(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            origin = {
                "type": "hidden_user",
                "sender_user_name": "Ministry of the Interior",
                "date": int(datetime(2026, 3, 3, tzinfo=UTC).timestamp()),
            }
            office.sandbox.say(
                WRITER_ID, WRITER_ID, "We ask for support.", more={"forward_origin": origin}
            )

            (letter,) = await handed_in(office)

            stored = packed(office, letter)
            assert stored["text"] == ""
            assert stored["passed_on"] == [
                {
                    "author": "Ministry of the Interior",
                    "date": "2026-03-03T00:00:00+00:00",
                    "text": "We ask for support.",
                }
            ]

    asyncio.run(scene())


def test_a_voice_message_is_kept_and_its_sender_asked_to_write(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, gather_seconds=LONG) as office:
            office.sandbox.send_file(
                WRITER_ID, WRITER_ID, "", b"OggS", media_type="audio/ogg", is_voice=True
            )
            state = await told(office, "not turned into text")
            await pressed(office, state, "That's all")

            (letter,) = await handed_in(office)
            with database.reading() as session:
                (file,) = documents.of_message(session, letter.id)
            assert (file.media_type, file.name.startswith("voice-")) == ("audio/ogg", True)

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (
            {"sticker": {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1,
                         "height": 1, "is_animated": False, "is_video": False}},
            "I can take letters",
        ),
        ({"location": {"latitude": 46.2, "longitude": 6.1}}, "cannot read this kind"),
        ({"contact": {"phone_number": "1", "first_name": "A"}}, "cannot read this kind"),
    ],
)  # fmt: skip
def test_what_is_no_letter_is_answered_and_not_kept(
    database: Database, tmp_path: Path, more: dict[str, object], words: str
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.sandbox.say(WRITER_ID, WRITER_ID, "", more=more)

            await told(office, words)

            assert letters(office) == []

    asyncio.run(scene())


def test_a_file_that_is_too_large_for_bots_is_told(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, gather_seconds=LONG) as office:
            office.sandbox.send_file(WRITER_ID, WRITER_ID, "huge.pdf", bytes(20_000_001))

            answer = await told(office, "20 MB at most")

            assert "requests@acsg.example" in answer.text

    asyncio.run(scene())


def test_a_blurred_page_is_told_and_can_be_left_out(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, gather_seconds=LONG) as office:
            photograph(office, a_photo("fr"))
            await told(office, "Page 1 received.")
            photograph(office, a_photo("fr", blur=3))
            warning = await told(office, "Page 2 is blurred")

            await pressed(office, warning, "Leave this page out")
            await told(office, "left out")
            state = await told(office, "1 photographed page")
            await pressed(office, state, "That's all")

            (letter,) = await handed_in(office)
            assert len(packed(office, letter)["files"]) == 1

    asyncio.run(scene())
