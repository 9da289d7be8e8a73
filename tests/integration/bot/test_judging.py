"""Officers say whether a registered request meets the criteria."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from store import drafts, judgements
from store.model import OfficerRole
from store.tables_office import OfficerRow
from tests.after_deciding import below, confirmed, typed
from tests.office import ALICE_ID, BOB_ID, an_office

if TYPE_CHECKING:
    from pathlib import Path

    from bot.sandbox.chats import Message
    from store.judgements import Judgement
    from store.session import Database
    from tests.office import TestOffice

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


async def asked_why(office: TestOffice, card: Message, word: str = "It meets them") -> Message:
    """How the criteria stand, with the reasons to say so."""
    view = await below(office, card, "Meets criteria", "· criteria")
    await office.press(ALICE_ID, view, word)
    await office.button(view, "↩️ Back")
    return view


def said(db: Database) -> list[Judgement]:
    with db.reading() as session:
        return judgements.of_draft(session, 1)


def test_confirming_says_nothing_of_the_criteria(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await confirmed(office)

            assert "criteria not judged yet" in card.text
            assert said(database) == []

    asyncio.run(scene())


def test_a_chosen_reason_is_recorded_with_officer_version_and_marks(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await confirmed(office)
            view = await asked_why(office, card)
            assert "🔶 13a own assessment of needs (should)" in view.text

            await office.press(ALICE_ID, view, "All musts")

            await office.see("⚖️ meets the criteria (Alice", card)
            [one] = said(database)
            assert (one.meets, one.reason_code, one.officer) == (True, "shown", "Alice")
            assert (one.criteria_version, one.marks) == ("criteria-1", {"13a": "evidenced"})
            with database.reading() as session:
                assert [step.what for step in drafts.history(session, 1)][-1] == "judged"

    asyncio.run(scene())


def test_it_is_said_anew_and_what_was_said_before_is_kept(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await confirmed(office)
            view = await asked_why(office, card, "Not yet")
            await office.press(ALICE_ID, view, "No national plan")
            view = await asked_why(office, card)

            await typed(office, view, "Another reason", "Seen in <plan>", "Recorded.")

            await office.see("): Seen in <plan>", card)
            assert [(one.meets, one.reason) for one in said(database)] == [
                (False, "It is not shown to be part of a national plan (15i)."),
                (True, "Seen in <plan>"),
            ]

    asyncio.run(scene())


def test_whoever_looked_before_another_spoke_is_told(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await confirmed(office)
            first, second = await asked_why(office, card), await asked_why(office, card, "Not yet")
            await office.press(ALICE_ID, first, "Known otherwise")

            query = await office.press(ALICE_ID, second, "No national plan")

            assert "Nothing was recorded" in (query.answer or "")
            assert len(said(database)) == 1

    asyncio.run(scene())


def test_a_reader_may_look_and_not_say(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await confirmed(office)
            view = await asked_why(office, card)
            with database.begin() as session:
                session.execute(update(OfficerRow).values(role=OfficerRole.READER))

            query = await office.press(BOB_ID, view, "All musts")

            assert "may look, not decide" in (query.answer or "")
            assert said(database) == []

    asyncio.run(scene())


def test_an_open_draft_is_not_judged(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()

            query = await office.send_press(ALICE_ID, card, "1:judged:1:1:meets.0.shown")

            assert "Only registered requests" in (query.answer or "")
            assert said(database) == []

    asyncio.run(scene())


def test_a_minimal_chat_does_not_show_the_reason(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, chat_content="minimal") as office:
            card = await confirmed(office)
            view = await asked_why(office, card)
            await office.press(ALICE_ID, view, "All musts")

            await office.see("⚖️ meets the criteria (Alice", card)
            assert not [text for text in (card.text, view.text) if "The letter shows" in text]
            assert "interviewers" not in view.text

    asyncio.run(scene())
