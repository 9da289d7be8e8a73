"""Letters by chat in pieces, for tests: what the sender sees, and what came of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.scene import Office
from bot.topic import Means
from store import inbox
from store.gatherings import Piece, PieceKind
from tests.chat_values import ZURICH
from tests.factories import NOW
from tests.office import MALLORY_ID

if TYPE_CHECKING:
    from bot.sandbox.chats import Message
    from store.model import InboxMessage
    from tests.office import TestOffice


#: somebody whose chat program speaks English
WRITER_ID = MALLORY_ID
#: longer than any of these tests takes
LONG = 600
PAGE = b"no picture that can be decoded"


def write(office: TestOffice, text: str) -> None:
    office.sandbox.say(WRITER_ID, WRITER_ID, text)


def photograph(office: TestOffice, content: bytes = PAGE) -> None:
    office.sandbox.send_file(WRITER_ID, WRITER_ID, "", content, is_photo=True)


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


def a_piece(number: int = 1, *, text: str = "words", **changes: Any) -> Piece:
    """A piece as it is kept: a written message, unless changed."""
    given: dict[str, Any] = {
        "update_id": number,
        "chat_id": 21,
        "shown": 100 + number,
        "kind": PieceKind.MESSAGE,
        "text": text,
        "author": "",
        "written_at": None,
        "file_name": "",
        "media_type": "",
        "sha256": "",
        "sent_at": NOW,
    }
    return Piece(**given | changes)


def means() -> Means:
    """What topics work with, where nothing is handed to workers."""
    office = Office(zone=ZURICH, full=True, contact="", address="requests@acsg.example")
    return Means(office=office, clock=lambda: NOW, enqueue=lambda *_: None)
