"""Letters by chat in pieces, for tests: what the sender sees, and what came of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from store import inbox
from tests.office import MALLORY_ID

if TYPE_CHECKING:
    from bot.sandbox.chats import Message
    from store.model import InboxMessage
    from tests.office import TestOffice


#: somebody whose chat program speaks English
WRITER_ID = MALLORY_ID


def said(office: TestOffice) -> list[Message]:
    """What the bot said to the sender."""
    return office.sandbox.messages(WRITER_ID, by_bot=True)


async def told(office: TestOffice, words: str) -> Message:
    """The bot's message to the sender with these words, once it is there."""
    await office.sandbox.until(lambda: any(words in one.text for one in said(office)), seconds=20)
    return next(one for one in said(office) if words in one.text)


def letters(office: TestOffice) -> list[InboxMessage]:
    with office.db.reading() as session:
        return list(inbox.listed(session))


async def handed_in(office: TestOffice, count: int = 1) -> list[InboxMessage]:
    """The letters, once there are so many."""
    await office.sandbox.until(lambda: len(letters(office)) >= count, seconds=20)
    return letters(office)


def packed(office: TestOffice, message: InboxMessage) -> dict[str, Any]:
    """A letter as it is kept."""
    with office.db.reading() as session:
        stored = json.loads(inbox.raw(session, message.id))
    assert isinstance(stored, dict)
    return stored


async def pressed(office: TestOffice, message: Message, word: str) -> None:
    """The sender presses the button with this word, and it is answered."""
    await office.press(WRITER_ID, message, word)
