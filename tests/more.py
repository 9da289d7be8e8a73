"""Cards in a whole office, and what stands behind More on them; for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import audit, drafts
from store.content import Theme
from tests.factories import a_content, a_read_message, an_arrival, an_evidence
from tests.office import ALICE_ID
from tests.rehearsal import OFFICE

if TYPE_CHECKING:
    from bot.sandbox.chats import Message
    from store.model import Draft
    from tests.office import TestOffice

TWO_AREAS = (
    Theme(id="coi", confidence=0.8, evidence=(an_evidence(),)),
    Theme(id="rsd", confidence=0.7, evidence=(an_evidence("training"),)),
)


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


async def _choose(office: TestOffice, card: Message, word: str) -> None:
    await office.sandbox.until(lambda: any(word in one for one in words(card)))
    before = words(card)
    await office.press(ALICE_ID, card, word)
    await office.sandbox.until(lambda: words(card) != before)


async def split(office: TestOffice, card: Message, *choices: str) -> str:
    await more(office, card, "Split")
    for word in choices:
        await _choose(office, card, word)
    return (await office.press(ALICE_ID, card, "Make the second")).answer or ""


async def attach(office: TestOffice, card: Message, typed: str) -> None:
    await more(office, card, "Attach to")
    await office.see("Reply to this message with the reference of the earlier record")
    office.sandbox.say(ALICE_ID, OFFICE, typed, reply_to=office.shown()[-1].id)
