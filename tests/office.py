"""A whole secretariat's chat on the sandbox, over a real database; for tests."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from bot.duty import on_duty
from bot.sandbox.server import served
from bot.sandbox.stage import Sandbox
from bot.settings import Chat, Settings
from ingest import announcing
from ingest.answers import OutboxPolicy
from store import drafts, inbox, officer_languages, officers, outbox
from store.model import NewOutboxRow, OutboxKind
from tests.factories import a_content, a_read_message, an_arrival
from tests.rehearsal import OFFICE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.sandbox.chats import Message, Query
    from store.model import Arrival, Content, Draft, ReadMessage
    from store.quiet import Quiet
    from store.session import Database

ALICE_ID, BOB_ID, MALLORY_ID, SENDER_ID = 11, 12, 13, 14


@dataclass(slots=True)
class TestOffice:
    """What tests do in it, and see."""

    __test__ = False

    db: Database
    sandbox: Sandbox
    settings: Settings
    #: letters by chat, and further attempts that presses handed to the workers
    attempts: list[tuple[str, int]] = field(default_factory=list)
    #: how far the office's clock is ahead
    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        """The office's clock."""
        return datetime.now(UTC) + self.ahead

    def later(self, **by: float) -> None:
        """Let time pass in the office: `later(seconds=61)`."""
        self.ahead += timedelta(**by)

    def letter(
        self, *contents: Content, read: ReadMessage | None = None, arrival: Arrival | None = None
    ) -> list[Draft]:
        """A letter that was read: its cards, or a note where it gave none, are on their way."""
        now = self.now()
        with self.db.begin() as session:
            accepted = inbox.accept(session, [arrival or an_arrival()], now=now, year=2026)[0]
            found = drafts.save_reading(
                session, accepted.id, 1, read or a_read_message(), contents, now=now
            )
            rows = [
                NewOutboxRow(
                    kind=OutboxKind.CARD, target=f"chat:{OFFICE}", payload={"draft": draft.id}
                )
                for draft in found
            ] or [
                NewOutboxRow(
                    kind=OutboxKind.NOTE,
                    target=f"chat:{OFFICE}",
                    payload={"message": accepted.id},
                )
            ]
            outbox.add(session, rows, now=now)
        return found

    def announce(
        self,
        *contents: Content,
        number: int = 1,
        arrival: Arrival | None = None,
        quiet: Quiet | None = None,
    ) -> None:
        """A letter whose drafts are told as the worker tells of them."""
        policy = OutboxPolicy(secretariat=f"chat:{OFFICE}", own_addresses=frozenset(), quiet=quiet)
        with self.db.begin() as session:
            arrived = arrival or an_arrival(number)
            [accepted] = inbox.accept(session, [arrived], now=self.now(), year=2026)
            made = drafts.save_reading(
                session, accepted.id, 1, a_read_message(), contents, now=self.now()
            )
            rows = announcing.cards(session, policy, made, now=self.now())
            outbox.add(session, rows, now=self.now())

    def reads(self, user: int, *languages: str) -> None:
        """Somebody of the office has named what they read."""
        with self.db.begin() as session:
            officer_languages.add(session, user, languages)

    async def card(self) -> Message:
        """A letter's card, once it is in the chat."""
        self.letter(a_content())
        before = len(self.shown())
        await self.sandbox.until(lambda: len(self.shown()) > before)
        return self.shown()[-1]

    def shown(self) -> list[Message]:
        """What the bot said in the secretariat's chat."""
        return self.sandbox.messages(OFFICE, by_bot=True)

    async def press(self, user: int, message: Message, word: str) -> Query:
        """Press the button with this word in it and wait for the answer."""
        data = next(one["callback_data"] for one in message.buttons if word in one["text"])
        return await self.send_press(user, message, data)

    async def send_press(self, user: int, message: Message, data: str) -> Query:
        query = self.sandbox.press(user, message.id, data)
        await self.sandbox.until(lambda: query.is_answered)
        return query

    async def button(self, message: Message, text: str) -> None:
        """Wait for a button with this text."""
        await self.sandbox.until(lambda: any(one["text"] == text for one in message.buttons))

    async def see(self, text: str, among: Message | None = None) -> None:
        """Wait until this stands in a message, or in any of the bot's."""
        await self.sandbox.until(
            lambda: any(text in one.text for one in ([among] if among else self.shown()))
        )

    def draft(self) -> Draft:
        with self.db.reading() as session:
            return next(iter(drafts.listed(session)))


@asynccontextmanager
async def an_office(db: Database, folder: Path, **settings: Any) -> AsyncIterator[TestOffice]:
    sandbox = Sandbox()
    sandbox.chats.add_group(OFFICE, "Secretariat")
    for user, name, code in (
        (ALICE_ID, "Alice", "en"),
        (BOB_ID, "Bob", "en"),
        (MALLORY_ID, "Mallory", "en"),
        (SENDER_ID, "Sana", "ar"),
    ):
        sandbox.chats.add_user(user, name, code)
    with db.begin() as session:
        officers.fill_once(session, [ALICE_ID], [BOB_ID], now=datetime.now(UTC))
    async with served(sandbox):
        given = {
            "data_dir": folder,
            "chat": Chat.SANDBOX,
            "telegram_token": SecretStr(sandbox.bot_token),
            "telegram_api_url": sandbox.url,
            "secretariat_chat": OFFICE,
            "addresses": ("requests@acsg.example",),
            "timezone": "Europe/Zurich",
            "gather_seconds": 0,
        } | settings
        made = TestOffice(db, sandbox, Settings.model_validate(given))
        async with _working(made):
            yield made


@asynccontextmanager
async def reopened(closed: TestOffice) -> AsyncIterator[TestOffice]:
    """The same office and chats after a restart of the program."""
    async with served(closed.sandbox):
        settings = closed.settings.model_copy(update={"telegram_api_url": closed.sandbox.url})
        made = TestOffice(closed.db, closed.sandbox, settings)
        async with _working(made):
            yield made


@asynccontextmanager
async def _working(office: TestOffice) -> AsyncIterator[None]:
    def again(_session: object, message_id: str, attempt: int) -> None:
        office.attempts.append((message_id, attempt))

    async with on_duty(office.settings, db=office.db, clock=office.now, enqueue=again):
        yield
