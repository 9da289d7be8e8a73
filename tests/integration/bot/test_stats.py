"""`/stats` in the secretariat's chat: a picture with three lines, over HTTP."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from bot.sandbox.faults import refused
from tests.factories import a_content
from tests.office import ALICE_ID, MALLORY_ID, an_office
from tests.rehearsal import OFFICE

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


def test_the_numbers_come_as_a_photo_with_three_lines(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()
            await office.press(ALICE_ID, card, "Confirm")

            office.sandbox.say(ALICE_ID, OFFICE, "/stats")

            await office.see("1 letter since")
            sent = office.shown()[-1]
            assert sent.file is not None
            assert sent.file.is_photo
            assert Image.open(io.BytesIO(sent.file.content)).format == "PNG"
            first, second, third = sent.text.splitlines()
            assert first.endswith(": Request 1; this week 1")
            assert second == "Areas: Country information 1 · Languages: English 1"
            assert third == (
                "First decision: median under 1 min, 90% under 1 min (1 letter)"
                " · first answer: none yet"
            )

    asyncio.run(scene())


def test_without_letters_it_says_so_in_place_of_an_empty_picture(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.sandbox.say(ALICE_ID, OFFICE, "/stats")

            await office.see("No letters in the last 12 weeks.")
            assert office.shown()[-1].file is None

    asyncio.run(scene())


def test_a_minimal_chat_has_the_numbers_too(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, chat_content="minimal") as office:
            office.letter(a_content())

            office.sandbox.say(ALICE_ID, OFFICE, "/stats")

            await office.see("1 letter since")
            assert office.shown()[-1].file is not None

    asyncio.run(scene())


def test_a_chat_that_takes_no_picture_has_the_lines(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.letter(a_content())
            office.sandbox.faults.add("sendPhoto", refused(400, "Bad Request: not enough rights"))

            office.sandbox.say(ALICE_ID, OFFICE, "/stats")

            await office.see("1 letter since")
            assert office.shown()[-1].file is None

    asyncio.run(scene())


def test_a_stranger_has_no_numbers(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.letter(a_content())

            office.sandbox.say(MALLORY_ID, OFFICE, "/stats")

            await office.sandbox.until(
                lambda: any("Only officers" in one.text for one in office.shown())
            )
            assert not any("letter since" in one.text for one in office.shown())

    asyncio.run(scene())
