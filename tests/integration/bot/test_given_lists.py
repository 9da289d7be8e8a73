"""What is given to an officer: first in their /mine, and a filter of /queue."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from store import assigning, decisions
from tests.commands import said
from tests.factories import ALICE, NOW, a_content, an_arrival
from tests.office import ALICE_ID, BOB_ID, an_office

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database
    from tests.office import TestOffice

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


async def filled(office: TestOffice) -> None:
    """Two requests and an offer in the chat."""
    contents = (a_content(), a_content(), a_content(kind="offer", criteria=()))
    for number, content in enumerate(contents, 1):
        office.letter(content, arrival=an_arrival(number))
    await office.sandbox.until(lambda: len(office.shown()) >= len(contents))


async def named(office: TestOffice) -> None:
    """Let the bot hear how everybody is called."""
    for user in (ALICE_ID, BOB_ID):
        await said(office, "/officers", user)


def give(database: Database, draft_id: int, to: int) -> None:
    with database.begin() as session:
        assigning.assign(session, draft_id, to, ALICE, now=NOW)


def test_mine_shows_first_what_i_look_after_and_then_what_i_decided_lately(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            await filled(office)
            me = replace(ALICE, id=ALICE_ID)
            give(database, 2, ALICE_ID)
            give(database, 3, BOB_ID)
            with database.begin() as session:
                decisions.confirm(session, 1, 1, me, now=NOW)
                decisions.reject(session, 3, 1, me, reason="twice", now=NOW)

            mine = (await said(office, "/mine")).text

            first, _, second = mine.partition("Decided or changed by you")
            assert "1 open draft that you look after" in first
            assert "1. ● ACSG-2026-0002-1" in first
            lines = [one for one in second.splitlines() if "ACSG" in one]
            assert [one[:2] for one in lines] == ["2.", "3."]
            assert "ACSG-2026-0003-1" in lines[0]
            assert "REQ-2026-0001" in lines[1]

    asyncio.run(scene())


def test_what_i_changed_and_look_after_stands_in_mine_once(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            await filled(office)
            give(database, 1, ALICE_ID)
            with database.begin() as session:
                decisions.hold(session, 1, 1, replace(ALICE, id=ALICE_ID), now=NOW)

            mine = (await said(office, "/mine")).text

            assert mine.count("ACSG-2026-0001-1") == 1
            assert "held" in mine

    asyncio.run(scene())


def test_what_i_looked_after_and_is_decided_is_no_longer_open_in_mine(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            await filled(office)
            give(database, 1, BOB_ID)
            with database.begin() as session:
                decisions.confirm(session, 1, 1, ALICE, now=NOW)

            mine = (await said(office, "/mine", BOB_ID)).text

            assert "No open draft is given to you." in mine
            assert "ACSG" not in mine

    asyncio.run(scene())


def test_more_than_a_page_of_mine_leads_to_the_queue_of_them(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            for number in range(1, 18):
                office.letter(a_content(), arrival=an_arrival(number))
            await named(office)
            for number in range(1, 17):
                give(database, number, ALICE_ID)
            mine = await said(office, "/mine")
            assert "16 open drafts that you look after, oldest first (the first 15)" in mine.text

            await office.press(ALICE_ID, mine, "All 16")

            await office.see("16 open drafts (Alice), oldest first (1 to 15)", mine)

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("typed", "found"), [("/queue bob", "0002"), ("/queue requests nobody", "0001")]
)
def test_the_queue_of_an_officer_is_typed_by_name(
    database: Database, tmp_path: Path, typed: str, found: str
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, chat_content="minimal") as office:
            await filled(office)
            await named(office)
            give(database, 2, BOB_ID)

            answer = await said(office, typed)

            assert "1 open draft (" in answer.text
            assert f"ACSG-2026-{found}-1" in answer.text

    asyncio.run(scene())


def test_the_queue_of_an_officer_is_chosen_and_taken_back_by_buttons(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            await filled(office)
            await named(office)
            give(database, 2, BOB_ID)
            answer = await said(office, "/queue")

            await office.press(ALICE_ID, answer, "Officer")
            await office.button(answer, "Nobody 2")
            await office.press(ALICE_ID, answer, "Bob 1")
            await office.see("1 open draft (Bob)", answer)
            await office.press(ALICE_ID, answer, "Officer: Bob")
            await office.button(answer, "All")
            await office.press(ALICE_ID, answer, "All")

            await office.see("3 open drafts, oldest first", answer)

    asyncio.run(scene())
