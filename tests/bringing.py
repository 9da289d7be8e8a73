"""Officers who bring letters in, for tests: what they see, and the drafts that come of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ingest.answers import OutboxPolicy
from ingest.processing import Processor
from nlp.reading import Kind
from store import drafts, inbox
from tests.gathers import handed_in
from tests.hands import FakeHands
from tests.office import ALICE_ID
from tests.rehearsal import OFFICE

if TYPE_CHECKING:
    from bot.sandbox.chats import Message
    from store.model import Draft, InboxMessage
    from tests.office import TestOffice

NOTE = "The Minister said that they need training of interviewers."
ORIGIN = {"type": "hidden_user", "sender_user_name": "Ministry of Chad", "date": 1772500000}


@dataclass(slots=True)
class Bringer:
    """An officer in a chat: their own, or the office's group."""

    office: TestOffice
    user: int = ALICE_ID
    chat: int = ALICE_ID
    hands: FakeHands = field(default_factory=lambda: FakeHands(kind=Kind.MEETING))

    def write(self, text: str, **more: Any) -> Message:
        return self.office.sandbox.say(self.user, self.chat, text, **more)

    def forward(self, text: str) -> Message:
        return self.write(text, more={"forward_origin": ORIGIN})

    def send(self, name: str, content: bytes, **more: Any) -> Message:
        return self.office.sandbox.send_file(self.user, self.chat, name, content, **more)

    def told(self) -> list[Message]:
        return self.office.sandbox.messages(self.chat, by_bot=True)

    async def hears(self, text: str) -> Message:
        """The newest message of the bot with these words, once it is there."""

        def found() -> list[Message]:
            return [one for one in self.told() if text in one.text]

        await self.office.sandbox.until(found, seconds=20)
        return found()[-1]

    async def press(self, message: Message, word: str) -> str:
        """Press a button; what was said over the chat."""
        query = await self.office.press(self.user, message, word)
        return query.answer or ""

    async def drafted(self, count: int = 1) -> tuple[InboxMessage, Draft]:
        """The newest letter, read as the worker reads it, and its draft."""
        letter = (await handed_in(self.office, count))[-1]
        await self.read(letter)
        with self.office.db.reading() as session:
            (draft,) = drafts.of_message(session, letter.id)
            return inbox.get(session, letter.id), draft

    async def read(self, letter: InboxMessage) -> None:
        policy = OutboxPolicy(secretariat=f"chat:{OFFICE}", own_addresses=frozenset())
        processor = Processor(
            db=self.office.db, hands=self.hands, policy=policy, clock=self.office.now
        )
        with self.office.db.begin() as session:
            inbox.begin_attempt(session, letter.id, 1, now=self.office.now())
        await asyncio.to_thread(processor.process, letter.id, 1)
