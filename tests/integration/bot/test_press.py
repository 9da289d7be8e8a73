"""Officers at their cards: the real library over HTTP, from the outbox to the decision."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.labels import ids
from bot.office_words import SHELF
from bot.reject_reasons import reasons
from bot.words import catalogue
from store import audit, drafts
from store.lesson import NO_DRAFT_KIND
from store.model import DraftStatus
from tests.factories import a_content, an_arrival
from tests.office import ALICE_ID, BOB_ID, MALLORY_ID, an_office
from tests.rehearsal import OFFICE

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


def test_a_card_appears_and_is_confirmed(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()

            query = await office.press(ALICE_ID, card, "Confirm")

            assert query.answer == "ACSG-2026-0001-1 registered as REQ-2026-0001."
            await office.see("REQ-2026-0001 registered", card)
            assert "Alice, " in card.text
            assert "training of interviewers" not in card.text
            assert office.draft().status is DraftStatus.CONFIRMED

    asyncio.run(scene())


def test_the_second_of_two_officers_is_told_who_was_first(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()
            confirm, reject = (
                next(one["callback_data"] for one in card.buttons if word in one["text"])
                for word in ("Confirm", "Reject")
            )

            first, second = await asyncio.gather(
                office.send_press(ALICE_ID, card, confirm), office.send_press(BOB_ID, card, confirm)
            )

            told = [q for q in (first, second) if q.answer and q.answer.startswith("Already")]
            assert len(told) == 1
            assert told[0].is_alert
            winner = "Alice" if told[0] is second else "Bob"
            assert f"Already registered by {winner}, " in (told[0].answer or "")
            late = await office.send_press(BOB_ID, card, reject)
            assert f"by {winner}" in (late.answer or "")

    asyncio.run(scene())


def test_a_draft_is_rejected_with_a_reason_of_the_list(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()
            await office.press(ALICE_ID, card, "Reject")
            await office.button(card, "Spam or trial")

            await office.press(ALICE_ID, card, "Spam")

            await office.see("not registered: The letter is spam", card)
            assert office.draft().status is DraftStatus.REJECTED
            assert [b["text"] for b in card.buttons][1:] == ["🔍 Evidence", "📎 Original"]

    asyncio.run(scene())


def test_a_reason_of_the_list_says_of_the_kind_what_the_reader_shall_learn(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()
            await office.press(ALICE_ID, card, "Reject")
            await office.button(card, "Not for ACSG")

            await office.press(ALICE_ID, card, "Not for ACSG")

            await office.see("not registered", card)
            with database.reading() as session:
                last = audit.of_draft(session, office.draft().id)[-1]
            said = {name: last.details[name] for name in ("field", "old", "new")}
            assert said == {"field": "kind", "old": "request", "new": NO_DRAFT_KIND}

    asyncio.run(scene())


def test_the_kinds_that_reasons_name_are_known() -> None:
    named = {reason.kind for reason in reasons() if reason.kind is not None}

    assert named <= {*ids("kinds"), NO_DRAFT_KIND}


def test_the_kind_is_corrected(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()
            await office.press(ALICE_ID, card, "Correct")
            await office.button(card, "Kind")
            await office.press(ALICE_ID, card, "Kind")
            await office.button(card, "Offer")

            await office.press(ALICE_ID, card, "Offer")

            await office.see("· Offer ·", card)
            draft = office.draft()
            assert (draft.content.kind, draft.revision) == ("offer", 2)
            await office.press(ALICE_ID, card, "Confirm")
            assert (office.draft().register_ref or "").startswith("OFF-")

    asyncio.run(scene())


def test_areas_are_chosen_and_saved_at_once(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()
            await office.press(ALICE_ID, card, "Correct")
            await office.button(card, "Areas")
            await office.press(ALICE_ID, card, "Areas")
            await office.button(card, "✅ Country information")
            await office.button(card, "✏️ Other field")
            await office.press(ALICE_ID, card, "Country information")
            await office.button(card, "Country information")
            await office.press(ALICE_ID, card, "Backlog")
            await office.button(card, "✅ Backlog")
            assert office.draft().revision == 1

            await office.press(ALICE_ID, card, "Done")

            await office.see("Areas 👤 Backlog", card)
            draft = office.draft()
            assert [theme.id for theme in draft.content.themes] == ["backlog"]
            with database.reading() as session:
                last = drafts.history(session, draft.id)[-1]
            assert last.details["old"] == ["coi"]
            assert last.details["new"] == ["backlog"]

    asyncio.run(scene())


def test_a_strangers_press_changes_nothing_and_leaves_a_trace(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()
            before = card.text

            query = await office.press(MALLORY_ID, card, "Confirm")

            assert (
                query.answer == "Only officers of the secretariat can do this. Nothing was changed."
            )
            assert query.is_alert
            draft = office.draft()
            assert (draft.status, card.text) == (DraftStatus.DRAFT, before)
            with database.reading() as session:
                trace = audit.of_draft(session, draft.id)[-1]
            assert (trace.what, trace.details["user"]) == ("refused", MALLORY_ID)

    asyncio.run(scene())


def test_a_button_of_an_earlier_revision_is_told_and_the_card_refreshed(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()
            stale = next(b["callback_data"] for b in card.buttons if "Confirm" in b["text"])
            await office.send_press(ALICE_ID, card, f"1:kind:{office.draft().id}:1:offer")

            query = await office.send_press(BOB_ID, card, stale)

            assert (query.answer or "").startswith("Alice changed it, ")
            await office.see("· Offer ·", card)
            assert office.draft().status is DraftStatus.DRAFT

    asyncio.run(scene())


@pytest.mark.parametrize("verb", ["confirm:{}:1", "confirm:{}:99", "back:{}:1", "queue:0:0"])
def test_a_button_of_another_card_changes_nothing(
    database: Database, tmp_path: Path, verb: str
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()
            other = office.letter(a_content(), arrival=an_arrival(2))[0]
            await office.sandbox.until(lambda: len(office.shown()) > 1)
            before = card.text

            query = await office.send_press(ALICE_ID, card, f"1:{verb.format(other.id)}")

            assert query.answer == "This is not this card's button. Nothing was changed."
            assert card.text == before
            with database.reading() as session:
                assert {one.revision for one in drafts.listed(session)} == {1}
                assert len(list(drafts.listed(session, status=DraftStatus.DRAFT))) == 2

    asyncio.run(scene())


def test_a_card_that_was_asked_for_has_buttons_that_work(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            await office.card()
            office.sandbox.say(ALICE_ID, OFFICE, "/show ACSG-2026-0001-1")
            await office.sandbox.until(lambda: len(office.shown()) > 1)

            query = await office.press(ALICE_ID, office.shown()[-1], "Confirm")

            assert query.answer == "ACSG-2026-0001-1 registered as REQ-2026-0001."

    asyncio.run(scene())


def test_a_forged_button_is_told_apart(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()

            query = await office.send_press(ALICE_ID, card, "2:confirm:1:1")

            assert "older version" in (query.answer or "")

    asyncio.run(scene())


def test_words_that_are_too_long_for_a_toast_are_cut(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = "{ref} " + "зарегистрировано " * 20
    monkeypatch.setitem(catalogue("en", SHELF)["decided"], "confirmed", long)

    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            query = await office.press(ALICE_ID, await office.card(), "Confirm")

            assert query.answer is not None
            assert query.answer.startswith("ACSG-2026-0001-1 зарегистрировано")
            assert query.answer.endswith("…")

    asyncio.run(scene())
