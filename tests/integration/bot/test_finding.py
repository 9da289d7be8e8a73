"""/queue, /find, /mine and /waiting in the chat: what officers type, see and press."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from store import decisions
from store.tables_aside import ShownRow
from store.tables_office import AuditRow
from tests.commands import said
from tests.factories import ALICE, NOW, a_content, a_read_message, an_arrival
from tests.office import ALICE_ID, BOB_ID, MALLORY_ID, an_office
from tests.rehearsal import OFFICE

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database
    from tests.office import TestOffice

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


async def filled(office: TestOffice) -> None:
    """Three drafts in the chat: requests of Chad and Kenya, an offer of Chad."""
    contents = (
        a_content(states=("TD",)),
        a_content(states=("KE",), organisation="Commissioner for Refugees"),
        a_content(states=("TD",), kind="offer", criteria=()),
    )
    for number, content in enumerate(contents, 1):
        office.letter(content, arrival=an_arrival(number))
    await office.sandbox.until(lambda: len(office.shown()) >= len(contents))


def test_the_queue_is_filtered_by_what_is_typed(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            await filled(office)

            answer = await said(office, "/queue requests chad")

            assert "1 open draft (Request, Chad), oldest first" in answer.text
            assert "1. ● ACSG-2026-0001-1 Request 🇹🇩" in answer.text
            assert "🔶" in answer.text
            assert "0002" not in answer.text

    asyncio.run(scene())


def test_a_filter_is_chosen_and_taken_back_by_buttons(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            await filled(office)
            answer = await said(office, "/queue")

            await office.press(ALICE_ID, answer, "State")
            await office.button(answer, "Chad 2")
            await office.press(ALICE_ID, answer, "Chad 2")
            await office.see("2 open drafts (Chad)", answer)
            await office.press(ALICE_ID, answer, "State: Chad")
            await office.button(answer, "All")
            await office.press(ALICE_ID, answer, "All")

            await office.see("3 open drafts, oldest first", answer)

    asyncio.run(scene())


def test_a_number_puts_the_card_below_and_erasing_finds_it_there(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            await filled(office)
            answer = await said(office, "/find commissioner")
            assert "1 found" in answer.text
            before = len(office.shown())

            await office.press(BOB_ID, answer, "1")

            await office.sandbox.until(lambda: len(office.shown()) > before)
            assert office.shown()[-1].text.startswith("ACSG-2026-0002-1")
            await office.sandbox.until(lambda: bool(_shown(database)))

    asyncio.run(scene())


def test_a_message_without_draft_is_found_and_its_note_comes_below(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            read = a_read_message(kinds=(("meeting", 0.9, "sure"),))
            office.letter(read=replace(read, subject="Atelier régional"))
            await office.see("Meeting")
            answer = await said(office, "/find ATELIER regional")
            assert "ACSG-2026-0001 Meeting" in answer.text
            before = len(office.shown())

            await office.press(ALICE_ID, answer, "1")

            await office.sandbox.until(lambda: len(office.shown()) > before)
            assert office.shown()[-1].text.startswith("ACSG-2026-0001 · ")

    asyncio.run(scene())


def test_in_a_minimal_chat_answers_hold_references_and_marks_alone(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, chat_content="minimal") as office:
            await filled(office)
            for command in ("/find commissioner Kenya", "/queue Kenya"):
                answer = await said(office, command)

                assert "ACSG-2026-0002-1" in answer.text
                assert "enya" not in answer.text
                assert "🇰🇪" not in answer.text
                assert "ommissioner" not in answer.text
                assert not any("State" in one["text"] for one in answer.buttons)

    asyncio.run(scene())


def test_pages_of_what_was_found_follow_by_buttons(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            for number in range(1, 18):
                office.letter(a_content(), arrival=an_arrival(number))
            answer = await said(office, "/find chad")
            assert "17 found (Chad), newest first (1 to 15)" in answer.text

            await office.press(ALICE_ID, answer, "▶️")

            await office.see("17. ● ACSG-2026-0001-1", answer)

    asyncio.run(scene())


def test_mine_and_waiting_show_what_was_decided_and_asked(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            await filled(office)
            with database.begin() as session:
                decisions.confirm(session, 1, 1, replace(ALICE, id=ALICE_ID), now=NOW)
                decisions.wait(session, 2, 1, ALICE, now=NOW)

            assert "REQ-2026-0001 (ACSG-2026-0001-1)" in (await said(office, "/mine")).text
            waits = (await said(office, "/waiting")).text
            assert "1 draft waits for its sender" in waits
            assert "ago" in waits

    asyncio.run(scene())


@pytest.mark.parametrize("typed", ["req-2026-0001", "REQ 2026 0001", "acsg 2026 0001-1"])
def test_show_takes_a_reference_as_people_type_it(
    database: Database, tmp_path: Path, typed: str
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            await office.card()
            with database.begin() as session:
                decisions.confirm(session, 1, 1, ALICE, now=NOW)

            office.sandbox.say(ALICE_ID, OFFICE, f"/show {typed}")

            await office.sandbox.until(
                lambda: sum("REQ-2026-0001" in one.text for one in office.shown()) > 1
            )

    asyncio.run(scene())


def test_a_stranger_finds_nothing_and_the_try_is_kept(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            await filled(office)

            answer = await said(office, "/find chad", MALLORY_ID)

            assert "Only officers" in answer.text
            with database.reading() as session:
                refused = session.query(AuditRow).filter_by(what="refused").one()
            assert refused.details == {"user": MALLORY_ID, "verb": "find"}

    asyncio.run(scene())


def _shown(database: Database) -> list[ShownRow]:
    with database.reading() as session:
        return list(session.query(ShownRow))
