"""What stands behind More on a card: hold, assign, split, attach, history, and going on to the next."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from store import audit, drafts, erasure
from store.content import Theme
from store.model import DraftStatus, OfficerRole
from store.tables_office import OfficerRow
from tests.factories import NOW, a_content, a_read_message, an_arrival, an_evidence
from tests.office import ALICE_ID, BOB_ID, MALLORY_ID, an_office
from tests.rehearsal import OFFICE

if TYPE_CHECKING:
    from pathlib import Path

    from bot.sandbox.chats import Message
    from store.model import Draft
    from store.session import Database
    from tests.office import TestOffice

TWO_AREAS = (
    Theme(id="coi", confidence=0.8, evidence=(an_evidence(),)),
    Theme(id="rsd", confidence=0.7, evidence=(an_evidence("training"),)),
)


@pytest.fixture(params=["sqlite"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """The store is tested on both; the chat does not know which it has."""
    return str(request.param)


def words(message: Message) -> list[str]:
    return [one["text"] for one in message.buttons]


def draft(office: TestOffice, ref: str) -> Draft:
    with office.db.reading() as session:
        found = drafts.by_ref(session, ref)
    assert found is not None
    return found


def steps(office: TestOffice, ref: str) -> list[str]:
    with office.db.reading() as session:
        return [one.what for one in audit.of_draft(session, draft(office, ref).id)]


async def a_card(office: TestOffice, number: int = 1, **content: object) -> Message:
    """The card of one more letter."""
    office.letter(a_content(**content), arrival=an_arrival(number), read=a_read_message())
    ref = f"ACSG-2026-{number:04}-1 · "
    await office.see(ref)
    return next(one for one in office.shown() if one.text.startswith(ref))


async def more(office: TestOffice, card: Message, word: str, user: int = ALICE_ID) -> str:
    """Press a button behind More."""
    await office.press(user, card, "More")
    await office.sandbox.until(lambda: any(word in one for one in words(card)))
    return (await office.press(user, card, word)).answer or ""


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
            for word in ("Assign", "Split", "Attach to"):
                answers.append((await office.press(MALLORY_ID, card, word)).answer or "")

            assert set(answers) == {"Your role may look, not decide. Nothing was changed."}
            assert steps(office, "ACSG-2026-0001-1") == ["drafted"]

    asyncio.run(scene())


async def split(office: TestOffice, card: Message, *choices: str) -> str:
    await more(office, card, "Split")
    for word in choices:
        await office.sandbox.until(lambda word=word: any(word in one for one in words(card)))
        before = words(card)
        await office.press(ALICE_ID, card, word)
        await office.sandbox.until(lambda before=before: words(card) != before)
    return (await office.press(ALICE_ID, card, "Make the second")).answer or ""


def test_areas_go_with_their_evidence_to_a_second_draft(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await a_card(office, themes=TWO_AREAS)

            told = await split(office, card, "Status determination")

            assert told == "ACSG-2026-0001-1: the rest is ACSG-2026-0001-2. Its card comes below."
            await office.see("ACSG-2026-0001-2 · Request")
            second = office.shown()[-1]
            assert "Status determination" in second.text
            assert "Country information" not in second.text
            await office.sandbox.until(lambda: "Status determination" not in card.text)
            first, other = (draft(office, f"ACSG-2026-0001-{n}") for n in (1, 2))
            assert [one.id for one in first.content.themes] == ["coi"]
            assert other.content.themes == (TWO_AREAS[1],)
            assert other.content.criteria == first.content.criteria
            assert steps(office, first.ref) == ["drafted", "split", "split_into"]
            assert steps(office, other.ref) == ["opened", "split_off"]

    asyncio.run(scene())


def test_a_second_draft_of_another_kind_needs_no_area(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()

            await split(office, card, "Offer")

            await office.see("ACSG-2026-0001-2 · Offer · 👤 by an officer")
            assert draft(office, "ACSG-2026-0001-1").revision == 2

    asyncio.run(scene())


def test_all_areas_of_the_same_kind_make_no_second_draft(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()
            await more(office, card, "Split")
            await office.button(card, "Country information")

            await office.press(ALICE_ID, card, "Country information")

            await office.button(card, "✅ Country information")
            assert not any("Make the second" in one for one in words(card))

    asyncio.run(scene())


def test_both_drafts_of_a_split_are_confirmed_under_references_of_their_own(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await a_card(office, themes=TWO_AREAS)
            await split(office, card, "Status determination")
            await office.see("ACSG-2026-0001-2 · Request")
            second = office.shown()[-1]
            await office.button(card, "✅ Confirm")

            await office.press(ALICE_ID, card, "Confirm")
            await office.press(BOB_ID, second, "Confirm")

            await office.see("REQ-2026-0001", card)
            await office.see("REQ-2026-0002", second)

    asyncio.run(scene())


async def attach(office: TestOffice, card: Message, typed: str) -> None:
    await more(office, card, "Attach to")
    await office.see("Reply to this message with the reference of the earlier record")
    office.sandbox.say(ALICE_ID, OFFICE, typed, reply_to=office.shown()[-1].id)


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


def test_an_attachment_is_undone_in_both_drafts(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            earlier = await a_card(office)
            card = await a_card(office, 2)
            await attach(office, card, "ACSG-2026-0001-1")
            await office.see("🔗 Merged ACSG-2026-0002", earlier)
            await office.sandbox.until(lambda: any("Undo" in one for one in words(card)))

            await office.press(ALICE_ID, card, "Undo")

            await office.sandbox.until(lambda: "🔗 Merged" not in earlier.text)
            await office.button(card, "✅ Confirm")

    asyncio.run(scene())


def test_the_history_says_who_did_what_when_in_words(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await a_card(office, themes=TWO_AREAS)
            await split(office, card, "Status determination")
            await office.see("ACSG-2026-0001-2 · Request")
            await office.button(card, "✅ Confirm")
            await office.press(ALICE_ID, card, "Confirm")
            await office.sandbox.until(lambda: any("Undo" in one for one in words(card)))

            office.sandbox.say(BOB_ID, OFFICE, "/history ACSG-2026-0001-1")

            await office.see("ACSG-2026-0001-1 · history")
            text = office.shown()[-1].text
            assert "program: drafted by the reader" in text
            areas = "split; areas Country information, Status determination → Country information"
            assert f"Alice: {areas}" in text
            assert "Alice: a second draft was made: ACSG-2026-0001-2" in text
            assert "Alice: confirmed, registered as REQ-2026-0001" in text

    asyncio.run(scene())


def test_a_long_history_has_pages(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()
            with database.begin() as session:
                for _ in range(14):
                    audit.record(session, what="told_apart", draft_id=1, now=NOW)
            await more(office, card, "History")
            await office.see("ACSG-2026-0001-1 · history (1 to 12 of 15)")
            page = office.shown()[-1]

            await office.press(ALICE_ID, page, "▶️")

            await office.see("history (13 to 15 of 15)", page)
            assert words(page) == ["◀️"]

    asyncio.run(scene())


def test_a_history_in_a_minimal_chat_says_nothing_of_the_letter(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, chat_content="minimal") as office:
            card = await a_card(office, themes=TWO_AREAS)
            await split(office, card, "Status determination")
            await office.see("ACSG-2026-0001-2 · Request")

            office.sandbox.say(BOB_ID, OFFICE, "/history ACSG-2026-0001-1")

            await office.see("ACSG-2026-0001-1 · history")
            text = office.shown()[-1].text
            assert "Alice: split" in text
            assert "Status determination" not in text

    asyncio.run(scene())


def test_a_history_without_a_reference_asks_for_one(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.sandbox.say(BOB_ID, OFFICE, "/history")

            await office.see("Give a reference: /history ACSG-2026-0001-1")

    asyncio.run(scene())


def test_a_decided_card_leads_to_the_next_open_draft(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            first = await a_card(office)
            await a_card(office, 2, kind="offer")
            await office.press(ALICE_ID, first, "Confirm")
            await office.button(first, "▶️ Next: ACSG-2026-0002-1 · Offer · Chad — 1 of 1")
            before = len(office.shown())

            query = await office.press(ALICE_ID, first, "Next")

            assert query.answer == "1 of 1"
            await office.sandbox.until(lambda: len(office.shown()) > before)
            assert office.shown()[-1].text.startswith("ACSG-2026-0002-1 · Offer")
            assert first.text.startswith("ACSG-2026-0001-1")

    asyncio.run(scene())


def test_an_officer_goes_through_all_in_one_message(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            first = await a_card(office)
            for number in (2, 3, 4):
                await a_card(office, number)
            await office.press(ALICE_ID, first, "Confirm")
            await office.sandbox.until(lambda: any("Next" in one for one in words(first)))
            before = len(office.shown())
            await office.press(ALICE_ID, first, "Next")
            await office.sandbox.until(lambda: len(office.shown()) > before)
            flow = office.shown()[-1]

            for number in (2, 3):
                assert flow.text.startswith(f"ACSG-2026-{number:04}-1")
                await office.press(ALICE_ID, flow, "Confirm")
                await office.sandbox.until(lambda: any("Next" in one for one in words(flow)))
                await office.press(ALICE_ID, flow, "Next")
                await office.button(flow, "✅ Confirm")
            await office.press(ALICE_ID, flow, "Confirm")
            await office.see("REQ-2026-0004", flow)

            assert len(office.shown()) == before + 1
            assert not any("Next" in one for one in words(flow))

    asyncio.run(scene())


def test_what_is_ones_own_comes_before_what_is_nobodys(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            first = await a_card(office)
            await a_card(office, 2)
            third = await a_card(office, 3)
            await more(office, third, "Assign")
            await office.button(third, "Alice")
            await office.press(ALICE_ID, third, "Alice")
            await office.see("👤 Alice looks after it", third)

            await office.press(ALICE_ID, first, "Confirm")

            await office.button(first, "▶️ Next: ACSG-2026-0003-1 · Request · Chad — 2 of 2")

    asyncio.run(scene())


def test_erasing_finds_a_letter_in_a_message_that_showed_another_before(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            first = await a_card(office)
            await a_card(office, 2)
            await a_card(office, 3)
            await office.press(ALICE_ID, first, "Confirm")
            await office.sandbox.until(lambda: any("Next" in one for one in words(first)))
            before = len(office.shown())
            await office.press(ALICE_ID, first, "Next")
            await office.sandbox.until(lambda: len(office.shown()) > before)
            flow = office.shown()[-1]
            await office.press(ALICE_ID, flow, "More")
            await office.button(flow, "⏭ Next")
            await office.press(ALICE_ID, flow, "Next")
            await office.sandbox.until(lambda: flow.text.startswith("ACSG-2026-0003-1"))

            with database.begin() as session:
                message_id = draft(office, "ACSG-2026-0003-1").message_id
                erasure.erase(session, message_id, why="test", now=office.now())

            await office.sandbox.until(lambda: flow.is_deleted)

    asyncio.run(scene())
