"""Who may bring letters in, and whose words belong to which."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.bring_topic import Bring
from bot.gather_round import look_after
from bot.visiting import line_of
from bot.words import words_in
from store import brought, gatherings, officers, outbox
from store.gatherings import GatheringState
from store.model import OfficerRole
from store.tables_office import AuditRow
from tests.bringing import NOTE, Bringer
from tests.factories import NOW
from tests.gathers import a_piece, handed_in, letters, means, packed
from tests.office import BOB_ID, MALLORY_ID, an_office
from tests.rehearsal import OFFICE

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


def refused(db: Database) -> list[dict[str, object]]:
    with db.reading() as session:
        chosen = select(AuditRow).where(AuditRow.what == "refused")
        return [row.details for row in session.scalars(chosen)]


def test_in_the_group_only_its_officers_words_are_taken(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            alice = Bringer(office, chat=OFFICE)
            alice.write("/new meeting")
            state = await alice.hears("reply to this message")
            Bringer(office, user=BOB_ID, chat=OFFICE).write("Coffee?")
            alice.write(NOTE)
            await alice.hears("1 message")
            office.later(minutes=11)
            alice.write("Talk of something else.")
            alice.write("And this belongs to it.", reply_to=state.id)
            await alice.hears("2 messages")

            await alice.press(state, "That's all")

            (letter,) = await handed_in(office)
            assert packed(office, letter)["text"] == f"{NOTE}\n\nAnd this belongs to it."

    asyncio.run(scene())


def test_two_officers_bring_in_two_letters_at_once(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            alice, bob = (
                Bringer(office, chat=OFFICE),
                Bringer(office, user=BOB_ID, chat=OFFICE),
            )
            alice.write("/new oral")
            hers = await alice.hears("Said to you (oral).")
            bob.write("/new meeting")
            his = await bob.hears("Said at a meeting.")
            alice.write("Of Alice.")
            bob.write("Of Bob.")
            await office.sandbox.until(lambda: "1 message" in hers.text and "1 message" in his.text)

            told = await bob.press(hers, "That's all")
            assert told.startswith("Alice brings this in")
            await bob.press(his, "That's all")
            await alice.press(hers, "That's all")

            found = await handed_in(office, 2)
            assert {packed(office, one)["text"] for one in found} == {"Of Alice.", "Of Bob."}

    asyncio.run(scene())


def test_readers_and_strangers_cannot_and_it_is_written_down(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            with database.begin() as session:
                officers.add(session, 77, OfficerRole.READER, name="Rita", now=office.now())
            office.sandbox.chats.add_user(77, "Rita", "en")
            rita = Bringer(office, user=77, chat=77)
            mallory = Bringer(office, user=MALLORY_ID, chat=OFFICE)

            rita.write("/new oral: nothing")
            await rita.hears("may look, not decide")
            rita.send("letter.pdf", b"%PDF-1.7")
            await office.sandbox.until(lambda: len(rita.told()) > 1)
            mallory.write("/new")
            await mallory.hears("Only officers")
            Bringer(office, user=MALLORY_ID, chat=MALLORY_ID).write("/new")
            await office.sandbox.until(lambda: len(refused(database)) == 4)

            assert [one["user"] for one in refused(database)] == [77, 77, MALLORY_ID, MALLORY_ID]
            assert letters(office) == []

    asyncio.run(scene())


def test_nobody_else_may_press(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            alice = Bringer(office, chat=OFFICE)
            alice.write("/new")
            state = await alice.hears("How did it reach you?")

            told = await Bringer(office, user=MALLORY_ID, chat=OFFICE).press(state, "Cancel")

            assert told.startswith("Only officers")
            await alice.press(state, "Said to me")
            await alice.hears("Write what was said")

    asyncio.run(scene())


def test_what_nobody_ended_is_reminded_of_in_the_officers_words(database: Database) -> None:
    with database.begin() as session:
        found = gatherings.opened(
            session, user_id=21, chat_id=21, user_name="Ana", language_code="es", now=NOW
        )
        brought.begin(session, found.id, officer_id=21, officer_name="Ana", now=NOW)
        gatherings.add(session, found.id, a_piece(text="a secret"), now=NOW)
        gatherings.move(session, found.id, GatheringState.MORE, closes_at=None)
        look_after(session, NOW + timedelta(minutes=31), target=None)
    with database.reading() as session:
        (row,) = outbox.listed(session)

        said = Bring().say(session, line_of(row), words_in("es"), means())

    assert said.text.startswith("Still open, and in no draft yet")
    assert "secret" not in said.text


def test_whoever_is_no_officer_any_more_goes_on_with_a_letter_of_their_own(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            bob = Bringer(office, user=BOB_ID, chat=BOB_ID)
            bob.write("/new oral")
            await bob.hears("Write what was said")
            with database.begin() as session:
                officers.revoke(session, BOB_ID, now=office.now())

            bob.write("We request support.")

            (letter,) = await handed_in(office)
            assert (letter.channel, letter.reply_chat) == ("chat", BOB_ID)

    asyncio.run(scene())
