"""A draft goes to the earlier record whose reference an officer types."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from store.model import DraftStatus
from tests.more import a_card, attach, draft, more
from tests.office import ALICE_ID, BOB_ID, an_office
from tests.rehearsal import OFFICE

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


@pytest.mark.parametrize("typed", ["ACSG-2026-0001-1", "it is acsg-2026-0001.", "REQ-2026-0001"])
def test_a_draft_is_attached_to_the_record_that_is_typed(
    database: Database, tmp_path: Path, typed: str
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            earlier = await a_card(office)
            if typed.startswith("REQ"):
                await office.press(ALICE_ID, earlier, "Confirm")
            card = await a_card(office, 2)

            await attach(office, card, typed)

            await office.see("ACSG-2026-0002-1 merged into ACSG-2026-0001-1.")
            await office.see("🔗 Merged ACSG-2026-0002", earlier)
            assert draft(office, "ACSG-2026-0002-1").status is DraftStatus.MERGED

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("the one of May", "There is no reference in this, such as ACSG-2026-0042-1"),
        ("ACSG-2026-0099-1", "There is no record ACSG-2026-0099-1."),
        ("ACSG-2026-0001-1", "Both are drafts of the same letter."),
    ],
)
def test_a_wrong_reference_is_told_and_changes_nothing(
    database: Database, tmp_path: Path, typed: str, told: str
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()

            await attach(office, card, typed)

            await office.see(told)
            assert office.draft().status is DraftStatus.DRAFT

    asyncio.run(scene())


def test_a_draft_that_changed_since_it_was_asked_is_not_attached(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            await a_card(office)
            card = await a_card(office, 2)
            await more(office, card, "Attach to")
            await office.see("Reply to this message with the reference")
            question = office.shown()[-1]
            await more(office, card, "Hold", BOB_ID)
            await office.see("⏸ held", card)

            office.sandbox.say(ALICE_ID, OFFICE, "ACSG-2026-0001-1", reply_to=question.id)

            await office.see("Bob changed it, ")
            assert draft(office, "ACSG-2026-0002-1").status is DraftStatus.HELD

    asyncio.run(scene())
