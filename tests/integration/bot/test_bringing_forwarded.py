"""What officers forward or send in private: offered, and opened as a letter without a sender."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from nlp.reading import Kind
from store import audit, erasure
from tests import remains
from tests.bringing import Bringer
from tests.gathers import handed_in, letters, packed
from tests.hands import FakeHands
from tests.office import ALICE_ID, an_office

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


def test_a_forwarded_message_is_offered_and_opened(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            alice = Bringer(office)
            alice.forward("We need training of interviewers.")
            alice.forward("And of judges.")
            state = await alice.hears("2 messages")
            assert [one["text"] for one in state.buttons] == [
                "📝 Open a draft of it (forwarded)", "✖️ Not a letter",
            ]  # fmt: skip

            await alice.press(state, "Open a draft")

            letter, draft = await alice.drafted()
            assert [one["text"] for one in packed(office, letter)["passed_on"]] == [
                "We need training of interviewers.", "And of judges.",
            ]  # fmt: skip
            await office.see("Forwarded by Alice")
            await office.see("nobody can prove, by Ministry of Chad")
            await office.see("· forwarded message\n")
            assert draft.content.kind == "request"

    asyncio.run(scene())


def test_an_album_that_is_sent_is_one_letter(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            alice = Bringer(office)
            for page in range(3):
                alice.send("", b"page %d" % page, is_photo=True, media_group_id="album")
            state = await alice.hears("3 photographed pages")

            await alice.press(state, "Open a draft")

            (letter,) = await handed_in(office)
            assert len(packed(office, letter)["files"]) == 3
            with database.reading() as session:
                assert len(audit.of_message(session, letter.id)) == 1

    asyncio.run(scene())


def test_a_file_that_is_no_letter_is_thrown_away(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            alice = Bringer(office)
            alice.send("agenda.pdf", b"%PDF-1.7 agenda")
            state = await alice.hears("Is it a letter?")

            await alice.press(state, "Not a letter")

            await alice.hears("Thrown away")
            assert letters(office) == []

    asyncio.run(scene())


def test_plain_words_in_private_are_told_the_way(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            alice = Bringer(office)

            alice.write("hello")

            await alice.hears("send /new")
            assert letters(office) == []

    asyncio.run(scene())


def test_one_persons_case_stays_no_draft_and_is_answered_by_nobody(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            alice = Bringer(office, hands=FakeHands(kind=Kind.INDIVIDUAL_CASE))
            alice.forward("My brother is in danger.")
            await alice.press(await alice.hears("1 message"), "Open a draft")
            (letter,) = await handed_in(office)

            await alice.read(letter)

            await office.see(letter.ref)
            note = office.shown()[-1]
            assert "Forwarded by Alice" in note.text
            assert "Answer" not in " ".join(one["text"] for one in note.buttons)

    asyncio.run(scene())


def test_the_letter_that_is_not_readable_has_an_empty_draft(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            alice = Bringer(office)
            alice.send("scan.pdf", b"no such file")
            await alice.press(await alice.hears("1 file"), "Open a draft")

            _, draft = await alice.drafted()

            assert (draft.content.kind, draft.content.band) == ("request", "unsure")

    asyncio.run(scene())


def test_erasing_leaves_no_word_of_it(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            alice = Bringer(office)
            alice.forward("They need zqwordq.")
            state = await alice.hears("1 message")
            await alice.press(state, "Open a draft")
            letter, _ = await alice.drafted()

            with database.begin() as session:
                erasure.erase(session, letter.id, why="asked", now=office.now())

            left = remains.of_tables(database, ["zqwordq", "Ministry of Chad"])
            assert left == {}

    asyncio.run(scene())


def test_the_original_has_what_was_forwarded_and_by_whom_it_was_written(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            alice = Bringer(office)
            alice.forward("We need training of interviewers.")
            await alice.press(await alice.hears("1 message"), "Open a draft")
            _, draft = await alice.drafted()
            await office.see(draft.ref)
            card = next(one for one in office.shown() if draft.ref in one.text)

            await office.press(ALICE_ID, card, "Original")

            await office.sandbox.until(lambda: office.shown()[-1].file)
            file = office.shown()[-1].file
            assert file is not None
            assert file.content.startswith(b"From: Ministry of Chad")
            assert file.content.endswith(b"We need training of interviewers.")

    asyncio.run(scene())
