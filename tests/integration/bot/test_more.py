"""What stands behind More on a card: hold, take up again, give to an officer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from store.model import DraftStatus, OfficerRole
from store.tables_office import OfficerRow
from tests.factories import NOW
from tests.more import more, steps
from tests.office import ALICE_ID, BOB_ID, MALLORY_ID, an_office

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


def test_a_draft_is_held_and_taken_up_again(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()
            await more(office, card, "Hold")
            await office.see("⏸ held", card)

            await office.button(card, "⋯ More")
            await more(office, card, "Resume")

            await office.sandbox.until(lambda: "⏸ held" not in card.text)
            assert office.draft().status is DraftStatus.DRAFT
            assert steps(office, "ACSG-2026-0001-1") == ["drafted", "held", "resumed"]

    asyncio.run(scene())


def test_a_draft_is_given_to_an_officer_who_is_named_and_told(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()
            await office.press(BOB_ID, card, "Evidence")  # so that his name is known
            await more(office, card, "Assign")
            await office.button(card, "Bob")

            query = await office.press(ALICE_ID, card, "Bob")

            assert query.answer == "ACSG-2026-0001-1: Bob looks after it."
            await office.see("👤 Bob looks after it", card)
            await office.see("👤 Bob, Alice asks you to look after ACSG-2026-0001-1.")
            assert office.draft().assigned_to == BOB_ID
            assert office.draft().revision == 1

    asyncio.run(scene())


def test_a_draft_is_given_back_to_nobody(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()
            await more(office, card, "Assign")
            await office.button(card, "Alice")
            await office.press(ALICE_ID, card, "Alice")
            await office.see("👤 Alice looks after it", card)
            await office.button(card, "⋯ More")
            await more(office, card, "Assign")
            await office.button(card, "Nobody")

            await office.press(ALICE_ID, card, "Nobody")

            await office.sandbox.until(lambda: "looks after it" not in card.text)
            assert office.draft().assigned_to is None

    asyncio.run(scene())


def test_a_reader_sees_more_and_changes_nothing(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            with database.begin() as session:
                row = OfficerRow(
                    user_id=MALLORY_ID, name="Mallory", role=OfficerRole.READER, added_at=NOW
                )
                session.add(row)
            card = await office.card()
            answers = [await more(office, card, "Hold", MALLORY_ID)]
            answers += [
                (await office.press(MALLORY_ID, card, word)).answer or ""
                for word in ("Assign", "Split", "Attach to")
            ]

            assert set(answers) == {"Your role may look, not decide. Nothing was changed."}
            assert steps(office, "ACSG-2026-0001-1") == ["drafted", *["refused"] * len(answers)]

    asyncio.run(scene())
