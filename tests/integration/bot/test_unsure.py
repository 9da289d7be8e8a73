"""Fields of which the reader was unsure are looked at by whoever confirms."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from store.content import Theme
from store.model import DraftStatus
from tests.factories import a_content, an_evidence
from tests.office import ALICE_ID, BOB_ID, an_office

if TYPE_CHECKING:
    from pathlib import Path

    from bot.sandbox.chats import Message
    from store.session import Database
    from tests.office import TestOffice

AREAS = (Theme(id="coi", confidence=0.4, evidence=(an_evidence(),)),)

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


async def a_card(office: TestOffice, **changes: Any) -> Message:
    office.letter(a_content(**changes))
    await office.sandbox.until(lambda: bool(office.shown()))
    return office.shown()[-1]


def test_a_sure_draft_is_confirmed_with_one_press(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await a_card(office)

            await office.press(ALICE_ID, card, "Confirm")

            assert office.draft().status is DraftStatus.CONFIRMED

    asyncio.run(scene())


def test_confirm_names_what_to_look_at_first_and_changes_nothing(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await a_card(office, band="unsure", themes=AREAS)

            query = await office.press(ALICE_ID, card, "Confirm")

            assert query.answer == "Look first: kind ○, areas ○"
            await office.button(card, "🔎 Kind ○")
            await office.button(card, "🔎 Areas ○")
            assert office.draft().status is DraftStatus.DRAFT

    asyncio.run(scene())


def test_an_officer_who_looked_at_all_of_it_confirms(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await a_card(office, band="unsure", themes=AREAS)
            await office.press(ALICE_ID, card, "Confirm")
            await office.button(card, "🔎 Kind ○")
            await office.press(ALICE_ID, card, "🔎 Kind")
            await office.see("Read as: Request", card)
            await office.press(ALICE_ID, card, "🔎 Areas")
            await office.see("Country information: “requests training of interviewers”", card)

            await office.press(ALICE_ID, card, "Confirm")

            assert office.draft().status is DraftStatus.CONFIRMED

    asyncio.run(scene())


def test_what_one_officer_looked_at_another_has_not_seen(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await a_card(office, band="unsure")
            confirm = f"1:confirm:{office.draft().id}:1"
            await office.send_press(ALICE_ID, card, f"1:look:{office.draft().id}:1:kind")

            query = await office.send_press(BOB_ID, card, confirm)

            assert query.answer in {
                "Look first: kind ○",
                "Your role may look, not decide. Nothing was changed.",
            }
            assert office.draft().status is DraftStatus.DRAFT

    asyncio.run(scene())


def test_a_field_that_an_officer_corrected_need_not_be_looked_at(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await a_card(office, band="unsure")
            number = office.draft().id
            await office.send_press(ALICE_ID, card, f"1:kind:{number}:1:offer")

            query = await office.send_press(ALICE_ID, card, f"1:confirm:{number}:2")

            assert "registered as OFF-" in (query.answer or "")

    asyncio.run(scene())


def test_a_look_holds_while_what_was_seen_stands(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await a_card(office, themes=AREAS)
            number = office.draft().id
            await office.send_press(ALICE_ID, card, f"1:look:{number}:1:themes")
            await office.send_press(ALICE_ID, card, f"1:set:{number}:1:urgent-yes")

            query = await office.send_press(ALICE_ID, card, f"1:confirm:{number}:2")

            assert "registered as REQ-" in (query.answer or "")

    asyncio.run(scene())
