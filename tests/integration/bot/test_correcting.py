"""Officers correct every field of a draft from its card, in at most four presses."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from bot.corrections import criterion_of, value_of
from store import drafts
from store.content import Criterion, Facts
from tests.factories import a_content, a_read_message, a_segment
from tests.office import ALICE_ID, an_office
from tests.rehearsal import OFFICE

if TYPE_CHECKING:
    from pathlib import Path

    from bot.sandbox.chats import Message
    from store.session import Database
    from tests.office import TestOffice

MOST_PRESSES = 4
GAP = "No other partner can fill this concrete gap in the quality unit at this time."
LETTER = (
    "The Ministry of the Interior of Chad thanks you for your letter of last month.\n\n"
    f"{GAP}\n\nPlease accept the assurances of our highest consideration."
)

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


async def a_card(office: TestOffice, **changes: Any) -> Message:
    read = a_read_message(segments=[a_segment(LETTER)])
    office.letter(a_content(**changes), read=read)
    await office.sandbox.until(lambda: bool(office.shown()))
    return office.shown()[-1]


async def corrected(office: TestOffice, card: Message, *steps: str) -> None:
    """Press button after button; what begins with a pen is typed as an answer."""
    assert len(steps) <= MOST_PRESSES
    for step in steps:
        if step.startswith("✍"):
            await office.see("Reply to this message")
            office.sandbox.say(
                ALICE_ID, OFFICE, step.removeprefix("✍"), reply_to=office.shown()[-1].id
            )
        else:
            await office.sandbox.until(partial(_buttons, card, step))
            await office.send_press(ALICE_ID, card, _buttons(card, step)[0])


def _buttons(card: Message, word: str) -> list[str]:
    return [one["callback_data"] for one in card.buttons if word in one["text"]]


@pytest.mark.parametrize(
    ("field", "steps", "value"),
    [
        ("kind", ("Correct", "Kind", "Good practice"), "good_practice"),
        ("states", ("Correct", "State:", "✍Нигер, Bosnia and Herzegovina"), ("NE", "BA")),
        ("beneficiaries", ("Correct", "For whom", "✍Tchad et Cameroun"), ("TD", "CM")),
        ("organisation", ("Correct", "Organisation", "✍CNAR"), "CNAR"),
        ("organisation", ("Correct", "Organisation", "Nothing said"), None),
        ("consent", ("Correct", "Consent", "others may be asked"), True),
        ("channelling", ("Correct", "Channelled", "bilaterally"), "bilateral"),
        ("facts.start", ("Correct", "Start", "✍mars 2026"), "2026-03-01"),
        ("facts.end", ("Correct", "End", "✍30 September 2026"), "2026-09-30"),
        ("facts.duration", ("Correct", "Duration", "✍deux ans"), "deux ans"),
        ("facts.contact", ("Correct", "Contact", "✍Awa Issa, awa@example.org"),
         "Awa Issa, awa@example.org"),
        ("urgent", ("Correct", "Urgent", "Yes"), True),
        ("emergency", ("Correct", "Emergency", "Yes"), True),
        ("confidential", ("Correct", "Confidential", "Yes"), True),
        ("needs_state", ("Correct", "No State asks", "Yes"), True),
    ],
)  # fmt: skip
def test_a_field_is_corrected_in_at_most_four_presses(
    database: Database, tmp_path: Path, field: str, steps: tuple[str, ...], value: object
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await a_card(office)

            await corrected(office, card, *steps)

            await office.sandbox.until(lambda: office.draft().revision == 2)
            assert value_of(office.draft().content, field) == value
            # the card of a confidential letter shows none of its fields
            await office.see("🔒" if field == "confidential" else "👤", card)

    # what is gone has no place on the card for a mark
    if value is None:
        asyncio.run(_without_mark(database, tmp_path, field, steps))
    else:
        asyncio.run(scene())


async def _without_mark(
    database: Database, folder: Path, field: str, steps: tuple[str, ...]
) -> None:
    async with an_office(database, folder) as office:
        card = await a_card(office)
        await corrected(office, card, *steps)
        await office.sandbox.until(lambda: office.draft().revision == 2)
        assert value_of(office.draft().content, field) is None
        assert field in office.draft().content.by_officer


def test_forms_are_chosen_and_saved_at_once(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await a_card(office)
            await corrected(office, card, "Correct", "Forms", "material")
            await office.button(card, "✅ material")

            await corrected(office, card, "Done")

            await office.see("material 👤", card)
            assert office.draft().content.forms == ("material",)

    asyncio.run(scene())


def test_amounts_are_corrected_and_their_words_stay_out_of_the_decision(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await a_card(office)

            await corrected(office, card, "Correct", "Amounts", "✍EUR 80,000; 5 000 USD")

            await office.see("EUR 80,000 👤", card)
            draft = office.draft()
            assert [(one.value, one.currency) for one in draft.content.facts.amounts] == [
                (80000.0, "EUR"), (5000.0, "USD"),
            ]  # fmt: skip
            with database.reading() as session:
                last = drafts.history(session, draft.id)[-1]
            assert (last.details["field"], last.details["old"], last.details["new"]) == (
                "facts.amounts", "said", "said",
            )  # fmt: skip

    asyncio.run(scene())


@pytest.mark.parametrize("standing", ["evidenced", "not_evidenced", "not_applicable"])
def test_a_criterion_is_marked(database: Database, tmp_path: Path, standing: str) -> None:
    words = {"evidenced": "✅ Evidenced", "not_evidenced": "Not evidenced"}
    before = "not_applicable" if standing != "not_applicable" else "not_evidenced"

    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            read = Criterion(id="15vi", status=before, confidence=0.0)
            card = await a_card(office, criteria=(read,))

            await corrected(office, card, "Correct", "15vi", words.get(standing, "Not applicable"))

            await office.see("👤\N{NO-BREAK SPACE}15vi", card)
            one = criterion_of(office.draft().content, "15vi")
            assert (one.status, one.evidence) == (standing, ())

    asyncio.run(scene())


def test_a_sentence_that_is_offered_becomes_the_evidence_at_its_place(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await a_card(office, evidence={})

            await corrected(office, card, "Correct", "15ii", f"“{GAP[:30]}")

            await office.see("✅👤\N{NO-BREAK SPACE}15ii", card)
            [proof] = criterion_of(office.draft().content, "15ii").evidence
            assert (proof.quote, LETTER[proof.start : proof.end]) == (GAP, GAP)

    asyncio.run(scene())


def test_words_copied_from_the_letter_become_the_evidence_at_their_place(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await a_card(office)

            await corrected(
                office, card, "Correct", "15ii", "Other words", "✍“no other partner  can fill”"
            )

            await office.see("✅👤\N{NO-BREAK SPACE}15ii", card)
            [proof] = criterion_of(office.draft().content, "15ii").evidence
            assert LETTER[proof.start : proof.end] == proof.quote == "No other partner can fill"

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        (("Correct", "State:", "✍Atlantis"), "“Atlantis” is no State's name that is known"),
        (("Correct", "State:", "✍Congo"), "give CG (Congo - Brazzaville) or CD"),
        (("Correct", "Start", "✍next spring"), "give it as 2026-03-01"),
        (("Correct", "Start", "✍2027-01-01"), "2027-01-01 is after the end, 2026-12-31"),
        (("Correct", "Duration", "✍long"), "such as 6 months"),
        (("Correct", "Amounts", "✍a lot"), "give it as EUR 120,000"),
        (("Correct", "15ii", "Other words", "✍we never wrote these words"),
         "These words do not stand in the letter"),
    ],
)  # fmt: skip
def test_what_cannot_be_the_value_is_told_and_changes_nothing(
    database: Database, tmp_path: Path, steps: tuple[str, ...], told: str
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await a_card(office, facts=Facts(end="2026-12-31"))

            await corrected(office, card, *steps)

            await office.see(told)
            assert office.draft().revision == 1

    asyncio.run(scene())


def test_a_minimal_chat_asks_for_no_words_and_shows_no_values(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, chat_content="minimal") as office:
            card = await a_card(office)

            await corrected(office, card, "Correct")

            await office.button(card, "Urgent")
            named = " ".join(one["text"] for one in card.buttons)
            assert not [word for word in ("State:", "Amounts", "Chad") if word in named]
            await corrected(office, card, "15ii")
            await office.see("concrete gap and objectives", card)
            assert "partner" not in f"{card.text} {card.buttons}"

    asyncio.run(scene())
