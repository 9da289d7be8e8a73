"""Officers at what a card offers as belonging together: presses over HTTP."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.callbacks import LONGEST_BYTES, Press, Verb, pack
from store import drafts, likenesses, links, outbox
from store.audit import PROGRAM
from store.likenesses import Likeness
from store.links import Link, Relation
from store.model import DraftStatus, NewOutboxRow, OutboxKind
from tests.factories import NOW, a_content, an_arrival
from tests.office import ALICE_ID, BOB_ID, MALLORY_ID, TestOffice, an_office
from tests.rehearsal import OFFICE

if TYPE_CHECKING:
    from pathlib import Path

    from bot.sandbox.chats import Message
    from store.model import Draft
    from store.session import Database

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


async def alike(office: TestOffice) -> tuple[Message, Message]:
    """The cards of two letters, the second of which looks like the first."""
    [first] = office.letter(a_content())
    [second] = office.letter(a_content(), arrival=an_arrival(2))
    with office.db.begin() as session:
        one = Likeness(draft_id=second.id, other_id=first.id, reason="same_words", share=94)
        likenesses.record(session, [one], now=NOW)
        edit = NewOutboxRow(
            kind=OutboxKind.CARD_EDIT, target=f"chat:{OFFICE}", payload={"draft": second.id}
        )
        outbox.add(session, [edit], now=NOW)
    await office.see("looks like ACSG-2026-0001-1 (94 % the same text)")
    return office.shown()[0], office.shown()[1]


def draft(office: TestOffice, ref: str) -> Draft:
    with office.db.reading() as session:
        found = drafts.by_ref(session, ref)
    assert found is not None
    return found


def test_a_press_merges_and_both_cards_say_so(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            first, second = await alike(office)

            query = await office.press(ALICE_ID, second, "Merge into ACSG-2026-0001-1")

            assert query.answer == "ACSG-2026-0002-1 merged into ACSG-2026-0001-1."
            await office.see("🔗 Merged into ACSG-2026-0001-1", second)
            await office.see("🔗 Merged ACSG-2026-0002", first)
            assert draft(office, "ACSG-2026-0002-1").status is DraftStatus.MERGED

    asyncio.run(scene())


def test_the_second_of_two_officers_is_told_who_merged(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            _, second = await alike(office)
            data = next(one["callback_data"] for one in second.buttons if "Merge" in one["text"])

            presses = await asyncio.gather(
                office.send_press(ALICE_ID, second, data), office.send_press(BOB_ID, second, data)
            )

            told = sorted(one.answer or "" for one in presses)
            assert told[0] == "ACSG-2026-0002-1 merged into ACSG-2026-0001-1."
            assert told[1].startswith("Already merged by ")
            assert draft(office, "ACSG-2026-0001-1").revision == 2

    asyncio.run(scene())


def test_not_the_same_takes_the_question_from_the_card(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            _, second = await alike(office)

            query = await office.press(BOB_ID, second, "Not the same")

            assert query.answer == "Noted: not the same as ACSG-2026-0001-1."
            await office.sandbox.until(lambda: "looks like" not in second.text)
            assert not any("Merge" in one["text"] for one in second.buttons)
            assert draft(office, "ACSG-2026-0002-1").status is DraftStatus.DRAFT

    asyncio.run(scene())


def test_a_stranger_merges_nothing(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            _, second = await alike(office)

            query = await office.press(MALLORY_ID, second, "Merge")

            assert "Only officers" in (query.answer or "")
            assert draft(office, "ACSG-2026-0002-1").status is DraftStatus.DRAFT

    asyncio.run(scene())


def test_a_button_for_a_draft_that_is_not_offered_does_nothing(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            first, _ = await alike(office)

            query = await office.send_press(ALICE_ID, first, "1:merge:1:1:2")

            assert "answered this before" in (query.answer or "")
            assert draft(office, "ACSG-2026-0001-1").status is DraftStatus.DRAFT

    asyncio.run(scene())


def test_a_new_topic_in_an_old_thread_can_be_attached(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            [first] = office.letter(a_content())
            [second] = office.letter(a_content(), arrival=an_arrival(2))
            tie = Link(
                message_id=second.message_id, earlier_id=first.message_id, draft_id=first.id,
                relation=Relation.OFFERED, rule="continues_a_thread", sureness="sure",
            )  # fmt: skip
            with office.db.begin() as session:
                links.record(session, [tie], made_by=PROGRAM, now=NOW)
                edit = NewOutboxRow(
                    kind=OutboxKind.CARD_EDIT, target=f"chat:{OFFICE}", payload={"draft": second.id}
                )
                outbox.add(session, [edit], now=NOW)
            await office.see("🧵 In the thread of ACSG-2026-0001-1")
            card = office.shown()[1]
            assert not any("Not the same" in one["text"] for one in card.buttons)

            await office.press(ALICE_ID, card, "Attach to ACSG-2026-0001-1")

            assert draft(office, "ACSG-2026-0002-1").status is DraftStatus.MERGED

    asyncio.run(scene())


@pytest.mark.parametrize("verb", [Verb.MERGE, Verb.APART])
def test_the_largest_numbers_fit_into_a_button(verb: Verb) -> None:
    largest = 2**63 - 1

    data = pack(Press(verb=verb, draft=largest, revision=999_999_999, argument=str(largest)))

    assert len(data) <= LONGEST_BYTES
