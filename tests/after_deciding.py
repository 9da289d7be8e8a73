"""What follows a decision in a whole office: registered and rejected drafts, views; for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from store import outbox
from tests.factories import a_content, a_read_message
from tests.office import ALICE_ID, BOB_ID
from tests.rehearsal import OFFICE

if TYPE_CHECKING:
    from bot.sandbox.chats import Message
    from store.model import Arrival, OutboxKind, OutboxRow
    from tests.office import TestOffice


async def confirmed(
    office: TestOffice, arrival: Arrival | None = None, *, language: str = "en", **content: Any
) -> Message:
    """The card of a request, registered by Alice, who reads it."""
    office.reads(ALICE_ID, language)
    read = a_read_message(language=language)
    office.letter(a_content(**content), arrival=arrival, read=read)
    await office.sandbox.until(lambda: len(office.shown()) > 0)
    card = office.shown()[-1]
    await office.press(ALICE_ID, card, "Confirm")
    await office.see("registered", card)
    return card


async def rejected(office: TestOffice, reason: str, *, language: str = "en") -> Message:
    """The card of a request that Alice rejected for a reason with this word."""
    office.letter(a_content(), read=a_read_message(language=language))
    await office.sandbox.until(lambda: len(office.shown()) > 0)
    card = office.shown()[-1]
    await office.press(ALICE_ID, card, "Reject")
    await office.sandbox.until(lambda: any(reason in one["text"] for one in card.buttons))
    await office.press(ALICE_ID, card, reason)
    await office.see("not registered", card)
    return card


async def below(
    office: TestOffice, card: Message, word: str, says: str, user: int = BOB_ID
) -> Message:
    """What a button of a message shows below it, by what it says."""
    await office.sandbox.until(lambda: any(word in one["text"] for one in card.buttons))
    before = office.shown()[-1].id
    await office.press(user, card, word)
    return await newer(office, before, says)


async def newer(office: TestOffice, before: int, says: str) -> Message:
    """A message that came after another, by what it says."""

    def found() -> list[Message]:
        return [one for one in office.shown() if one.id > before and says in one.text]

    await office.sandbox.until(lambda: bool(found()))
    return found()[-1]


async def typed(office: TestOffice, message: Message, word: str, text: str, says: str) -> Message:
    """Press a button that asks for words, type them, and give what is answered."""
    asked = await below(office, message, word, "Reply to this message", ALICE_ID)
    before = office.shown()[-1].id
    office.sandbox.say(ALICE_ID, OFFICE, text, reply_to=asked.id)
    return await newer(office, before, says)


def rows(office: TestOffice, kind: OutboxKind) -> list[OutboxRow]:
    with office.db.reading() as session:
        return [one for one in outbox.listed(session) if one.kind is kind]
