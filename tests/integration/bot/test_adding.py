"""What a sender adds to a letter or corrects in it, from their chat to the card that changes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from store import audit, decisions, drafts, links
from store.links import Relation
from store.model import DraftStatus
from tests.factories import ALICE
from tests.gathers import LONG, photograph, pressed, said, told, write
from tests.office import ALICE_ID, SENDER_ID, an_office
from tests.talking import answer, press
from tests.worked import work

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.sandbox.chats import Message
    from store.model import Draft
    from store.session import Database
    from tests.office import TestOffice

FIRST = "request: we need support for the asylum office. Our plan is attached."
SECOND = "Our objectives are forty trained interviewers by 2028."

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


async def ended(office: TestOffice) -> Message:
    """A letter in pieces whose sender says that this is all, read; its card."""
    write(office, FIRST)
    state = await told(office, "I have so far:")
    await pressed(office, state, "That's all")
    await told(office, "Handed in as one letter: ACSG-2026-0001.")
    await office.sandbox.until(lambda: bool(office.attempts), seconds=20)
    work(office)
    await office.see("ACSG-2026-0001-1 · ")
    return next(one for one in office.shown() if "ACSG-2026-0001-1 · " in one.text)


async def more(office: TestOffice, text: str = SECOND) -> None:
    """What the same sender writes next, handed in."""
    write(office, text)
    await office.sandbox.until(
        lambda: sum("I have so far:" in one.text for one in said(office)) == 1, seconds=20
    )
    await pressed(office, said(office)[-1], "That's all")
    await office.sandbox.until(lambda: bool(office.attempts), seconds=20)


def the_draft(office: TestOffice, ref: str = "ACSG-2026-0001-1") -> Draft:
    with office.db.reading() as session:
        found = drafts.by_ref(session, ref)
    assert found is not None
    return found


def evidenced(draft: Draft) -> list[str]:
    return [one.id for one in draft.content.criteria if one.status == "evidenced"]


def test_what_comes_soon_after_that_is_all_belongs_to_the_letter(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, gather_seconds=LONG) as office:
            card = await ended(office)
            office.later(minutes=9)

            await more(office)

            await told(office, "Added to your letter ACSG-2026-0001.")
            (added,) = work(office)
            assert the_draft(office).revision == 2
            assert evidenced(the_draft(office)) == ["15ii", "13b"]
            await office.see("ACSG-2026-0002", card)
            with database.reading() as session:
                (link,) = links.of_message(session, added)
                assert link.relation is Relation.COMPLETED
                assert drafts.of_message(session, added) == []

    asyncio.run(scene())


def test_a_page_that_comes_soon_after_belongs_to_it_as_well(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, gather_seconds=LONG) as office:
            await ended(office)
            photograph(office)
            await told(office, "Page 1 received.")

            await pressed(office, said(office)[-1], "That's all")

            await told(office, "Added to your letter ACSG-2026-0001.")

    asyncio.run(scene())


def test_what_comes_later_is_a_letter_of_its_own(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, gather_seconds=LONG) as office:
            await ended(office)
            office.later(minutes=11)

            await more(office)

            await told(office, "Handed in as one letter: ACSG-2026-0002.")

    asyncio.run(scene())


async def more_after(office: TestOffice, decide: Callable[..., object], words: str) -> None:
    """What comes soon after a letter that somebody decided on, and what its sender is told."""
    await ended(office)
    with office.db.begin() as session:
        decide(session, 1, 1, ALICE, now=office.now())
    await more(office)
    await told(office, words)


def test_a_decided_letter_takes_nothing_more_by_itself(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, gather_seconds=LONG) as office:
            await more_after(office, decisions.confirm, "Handed in as one letter: ACSG-2026-0002.")

    asyncio.run(scene())


def test_a_letter_that_is_held_still_does(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, gather_seconds=LONG) as office:
            await more_after(office, decisions.hold, "Added to your letter ACSG-2026-0001.")

    asyncio.run(scene())


def test_two_letters_that_end_by_themselves_stay_two(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, gather_seconds=0.3) as office:
            write(office, FIRST)
            await told(office, "Handed in as one letter: ACSG-2026-0001.")

            write(office, SECOND)

            await told(office, "Handed in as one letter: ACSG-2026-0002.")

    asyncio.run(scene())


@pytest.mark.parametrize("verb", ["add", "correct"])
def test_what_is_added_or_corrected_by_status_is_a_revision_that_officers_see(
    database: Database, tmp_path: Path, verb: str
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.sandbox.say(SENDER_ID, SENDER_ID, FIRST)
            await office.sandbox.until(lambda: bool(office.attempts), seconds=20)
            work(office)
            await office.see("ACSG-2026-0001-1 · ")
            card = office.shown()[-1]
            listed = await answer(office, "/status")
            one = await press(office, listed, "one:")
            await press(office, one, f"{verb}:")

            office.sandbox.say(SENDER_ID, SENDER_ID, SECOND)
            await office.sandbox.until(lambda: bool(office.attempts), seconds=20)
            work(office)

            after = the_draft(office)
            assert (after.status, after.revision) == (DraftStatus.DRAFT, 2)
            assert evidenced(after) == ["15ii", "13b"]
            await office.see("ACSG-2026-0002", card)
            assert ": 15ii now evidenced" in card.text
            with database.reading() as session:
                steps = [one.what for one in audit.of_draft(session, after.id)]
                assert len(list(drafts.listed(session))) == 1
            assert steps == ["drafted", "completed"]

    asyncio.run(scene())


def test_a_press_on_the_card_of_before_the_addition_is_told_and_confirms_nothing(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, gather_seconds=LONG) as office:
            card = await ended(office)
            before = next(one["callback_data"] for one in card.buttons if "Confirm" in one["text"])
            await more(office)
            work(office)

            query = await office.send_press(ALICE_ID, card, before)

            assert query.is_alert
            assert the_draft(office).status is DraftStatus.DRAFT

    asyncio.run(scene())
