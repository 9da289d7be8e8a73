"""`/new`: what was said to officers is gathered until they say that it is all."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.closing import Closer
from store import outbox
from store.content import BY_OFFICER
from store.model import OutboxStatus
from tests.bringing import NOTE, Bringer
from tests.gathers import handed_in, letters, packed
from tests.office import ALICE_ID, an_office, reopened

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


def test_what_was_said_becomes_a_draft_with_three_presses_and_words(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            alice = Bringer(office)
            alice.write("/new")
            state = await alice.hears("How did it reach you?")
            await alice.press(state, "Said to me")
            await alice.hears("Write what was said")
            alice.write(NOTE)
            alice.write("They asked twice.")
            await alice.hears("2 messages")

            await alice.press(state, "That's all")

            letter, draft = await alice.drafted()
            assert packed(office, letter)["text"] == f"{NOTE}\n\nThey asked twice."
            assert (letter.channel, letter.sender) == ("office", f"officer:{ALICE_ID}")
            await alice.hears(f"Handed in: {letter.ref}.")
            await office.see(draft.ref)
            date = datetime.now(UTC).astimezone(office.settings.zone)
            await office.see(f"Said to Alice on {date.day} {date:%b %Y} (oral)")

    asyncio.run(scene())


def test_that_it_was_handed_in_is_said_also_where_that_takes_a_while(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = Closer._close_due

    def in_a_while(closer: Closer) -> tuple[int, float]:
        with database.reading() as session:
            is_told = all(one.status is OutboxStatus.SENT for one in outbox.listed(session))
        return at_once(closer) if is_told else (0, 0.02)

    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            alice = Bringer(office)
            alice.write("/new request they need training")
            state = await alice.hears("A press opens the draft.")

            await alice.press(state, "Said to me")

            await alice.hears("Handed in: ACSG-")

    monkeypatch.setattr(Closer, "_close_due", in_a_while)
    asyncio.run(scene())


def test_words_behind_the_command_need_one_press(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            alice = Bringer(office)
            alice.write("/new request they need training")
            state = await alice.hears("A press opens the draft.")

            await alice.press(state, "Said to me")

            letter, draft = await alice.drafted()
            assert packed(office, letter)["text"] == "request they need training"
            assert (draft.content.kind, draft.content.band) == ("request", BY_OFFICER)

    asyncio.run(scene())


def test_a_restart_in_the_middle_loses_nothing(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            alice = Bringer(office)
            alice.write("/new oral")
            await alice.hears("Write what was said")
            alice.write("Begun before.")
            await alice.hears("1 message")

        async with reopened(office) as again:
            alice = Bringer(again)
            alice.write("Ended after.")
            state = await alice.hears("2 messages")
            await alice.press(state, "That's all")

            (letter,) = await handed_in(again)
            assert packed(again, letter)["text"] == "Begun before.\n\nEnded after."

    asyncio.run(scene())


def test_what_is_cancelled_is_kept_nowhere(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            alice = Bringer(office)
            alice.write("/new oral")
            state = await alice.hears("Write what was said")
            alice.write(NOTE)
            await alice.hears("1 message")

            await alice.press(state, "Cancel")

            await alice.hears("Thrown away")
            assert letters(office) == []
            assert state.buttons == []

    asyncio.run(scene())


def test_new_once_more_shows_what_is_open(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            alice = Bringer(office)
            alice.write("/new oral")
            first = await alice.hears("Write what was said")
            alice.write(NOTE)
            await alice.hears("1 message")

            alice.write("/new")

            await office.sandbox.until(lambda: len(alice.told()) > 1)
            second = alice.told()[-1]
            assert second.id != first.id
            assert "1 message" in second.text

    asyncio.run(scene())


def test_an_edit_before_the_end_takes_the_place_of_the_piece(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            alice = Bringer(office)
            alice.write("/new oral")
            state = await alice.hears("Write what was said")
            message = alice.write("In 2062.")
            await alice.hears("1 message")

            office.sandbox.edit(message, "In 2026.")
            await alice.hears("taken over your change")
            await alice.press(state, "That's all")

            (letter,) = await handed_in(office)
            assert packed(office, letter)["text"] == "In 2026."

    asyncio.run(scene())


def test_an_edit_of_the_command_changes_its_words_alone(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            alice = Bringer(office)
            message = alice.write("/new They ask for training in 2062.")
            state = await alice.hears("1 message")

            office.sandbox.edit(message, "/new They ask for training in 2026.")
            await alice.hears("taken over your change")
            await alice.press(state, "Said to me")

            (letter,) = await handed_in(office)
            assert packed(office, letter)["text"] == "They ask for training in 2026."

    asyncio.run(scene())


def test_a_command_in_the_middle_is_no_piece(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            alice = Bringer(office)
            alice.write("/new oral")
            state = await alice.hears("Write what was said")

            alice.write("/help")
            await alice.hears("send /new")

            assert "message" not in state.text.split("Write")[0]

    asyncio.run(scene())
