"""How many presses it takes: to confirm what is right, and to correct any one field."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Final

import pytest

from bot.fields import Way, fields
from nlp.criteria import criteria
from store.content import Facts
from store.model import DraftStatus
from tests.factories import a_content, a_read_message, a_segment
from tests.office import ALICE_ID, an_office
from tests.rehearsal import OFFICE

if TYPE_CHECKING:
    from pathlib import Path

    from bot.sandbox.chats import Message
    from store.session import Database
    from tests.office import TestOffice

MOST_TO_CONFIRM: Final = 2
MOST_TO_CORRECT: Final = 4
#: what is typed where a field is typed
TYPED: Final = {
    "states": "Niger",
    "beneficiaries": "Niger",
    "organisation": "CNAR",
    "facts.start": "2026-03-01",
    "facts.end": "2026-09-30",
    "facts.duration": "6 months",
    "facts.amounts": "EUR 80,000",
    "facts.contact": "awa@example.org",
}
#: what is pressed last where a field is chosen: something that it does not say yet
CHOSEN: Final = {
    "forms": "material",
    "consent": "others may be asked",
    "channelling": "bilaterally",
}
LETTER: Final = "The Ministry of the Interior of Chad requests training of interviewers."

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


class Presser:
    """An officer at a card; what they type counts as one press."""

    def __init__(self, office: TestOffice) -> None:
        self.office = office
        self.presses = 0

    async def press(self, message: Message, word: str) -> None:
        self.presses += 1
        found = partial(self._buttons, message, word)
        await self.office.sandbox.until(found, seconds=20)
        await self.office.send_press(ALICE_ID, message, found()[0])

    async def type(self, text: str) -> None:
        self.presses += 1
        await self.office.see("Reply to this message")
        self.office.sandbox.say(ALICE_ID, OFFICE, text, reply_to=self.office.shown()[-1].id)

    @staticmethod
    def _buttons(message: Message, word: str) -> list[str]:
        return [one["callback_data"] for one in message.buttons if word in one["text"]]


async def correct(officer: Presser, card: Message, name: str) -> None:
    """Change one field from the card on, by the way that it has."""
    await officer.press(card, "Correct")
    if name == "kind":
        await officer.press(card, "Kind")
        await officer.press(card, "Good practice")
    elif name == "themes":
        await officer.press(card, "Areas")
        await toggled(officer, card, "Appeals")
    elif name in fields():
        await correct_field(officer, card, name)
    else:
        await officer.press(card, name)
        await officer.press(card, "Not applicable")


async def correct_field(officer: Presser, card: Message, name: str) -> None:
    field = fields()[name]
    await officer.press(card, field.button)
    if field.way is Way.TYPED:
        await officer.type(TYPED[name])
    elif field.way is Way.SEVERAL:
        await toggled(officer, card, CHOSEN[name])
    else:
        await officer.press(card, CHOSEN.get(name, "Yes"))


async def toggled(officer: Presser, card: Message, word: str) -> None:
    await officer.press(card, word)
    await officer.office.button(card, f"✅ {word}")
    await officer.press(card, "Done")


def test_what_is_right_is_confirmed_in_two_presses_from_the_list(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            officer = Presser(office)
            await office.card()
            office.sandbox.say(ALICE_ID, OFFICE, "/queue")
            await office.see("1 open draft")
            listed, before = office.shown()[-1], len(office.shown())

            await officer.press(listed, "1")
            await office.sandbox.until(lambda: len(office.shown()) > before)
            await officer.press(office.shown()[-1], "Confirm")

            assert office.draft().status is DraftStatus.CONFIRMED
            assert officer.presses == MOST_TO_CONFIRM

    asyncio.run(scene())


def test_any_field_is_corrected_in_at_most_four_presses(database: Database, tmp_path: Path) -> None:
    # the kind comes last: another one has other fields
    names = ["themes", *fields(), *criteria().ids, "kind"]

    async def scene() -> dict[str, int]:
        async with an_office(database, tmp_path) as office:
            office.letter(
                a_content(facts=Facts()), read=a_read_message(segments=[a_segment(LETTER)])
            )
            await office.sandbox.until(lambda: bool(office.shown()))
            card = office.shown()[-1]
            return {name: await presses_to_correct(office, card, name) for name in names}

    counted = asyncio.run(scene())

    assert {name: count for name, count in counted.items() if count > MOST_TO_CORRECT} == {}


async def presses_to_correct(office: TestOffice, card: Message, name: str) -> int:
    officer, before = Presser(office), office.draft().revision
    await correct(officer, card, name)
    await office.sandbox.until(lambda: office.draft().revision == before + 1, seconds=20)
    drawn = f":{before + 1}"
    await office.sandbox.until(
        lambda: any(one["callback_data"].endswith(drawn) for one in card.buttons), seconds=20
    )
    return officer.presses
