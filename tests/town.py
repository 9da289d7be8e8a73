"""The real program in an office, with what outlives it: chat service, mail relay, data, time."""

from __future__ import annotations

import asyncio
import smtplib
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from bot import duty
from bot.app import running
from bot.sandbox.server import served
from bot.sandbox.stage import Sandbox
from bot.settings import load_settings
from tests.conftest import opened
from tests.killing import Victim, free_port
from tests.office import ALICE_ID, BOB_ID
from tests.rehearsal import OFFICE
from tests.relays import Mailbox, a_relay

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from bot.sandbox.chats import Message
    from store.session import Database

#: seconds; the first letter waits for the reader's models
PATIENCE: Final = 150
OURS: Final = "requests@acsg.example"


@dataclass(slots=True, kw_only=True)
class Town:
    """Chat service and relay are servers of their own: they see the program come and go."""

    sandbox: Sandbox
    relay: Mailbox
    environ: dict[str, str]
    #: how far the office's clock is ahead
    ahead: timedelta = field(default=timedelta())

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[Database]:
        """The program from its start to its end, and its records."""
        settings = load_settings(self.environ)
        with gone_by(self.now):
            async with running(settings) as program:
                yield program.database

    @asynccontextmanager
    async def to_be_killed(self) -> AsyncIterator[tuple[Victim, Database]]:
        """The program as a process of its own, that runs, and its records."""
        url = f"sqlite:///{self.environ['ACSG_DATA_DIR']}/intake.db"
        port = int(self.environ["ACSG_SMTP_LISTEN"].rpartition(":")[2])
        folder = Path(self.environ["ACSG_DATA_DIR"])
        victim = Victim(folder=folder, database_url=url, port=port, settings=self.environ)
        try:
            await asyncio.to_thread(victim.start)
            with opened(url) as db:
                yield victim, db
        finally:
            await asyncio.to_thread(victim.end)

    def now(self) -> datetime:
        """The office's clock."""
        return datetime.now(UTC) + self.ahead

    def later(self, **by: float) -> None:
        """Let time pass in the office: `later(seconds=61)`."""
        self.ahead += timedelta(**by)

    async def mail(self, text: str, *, sender: str, subject: str, pdf: bytes | None = None) -> None:
        """A letter comes in at the mail door."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, OURS, subject
        mail.set_content(text)
        if pdf is not None:
            mail.add_attachment(pdf, maintype="application", subtype="pdf", filename="scan.pdf")
        host, _, port = self.environ["ACSG_SMTP_LISTEN"].partition(":")

        def send() -> None:
            with smtplib.SMTP(host, int(port), timeout=60) as door:
                door.send_message(mail)

        await asyncio.to_thread(send)

    def mails(self, to: str) -> list[EmailMessage]:
        """What somebody got by mail."""
        return [one for one in self.relay.mails if one["To"] == to]

    def told(self, user: int) -> list[Message]:
        """What the bot said to somebody in private."""
        return self.sandbox.messages(user, by_bot=True)

    async def until(self, found: Callable[[], object]) -> None:
        await self.sandbox.until(found, PATIENCE)

    async def hears(self, user: int, words: str) -> Message:
        """The newest message of the bot to somebody with these words, once it is there."""
        await self.until(lambda: any(words in one.text for one in self.told(user)))
        return [one for one in self.told(user) if words in one.text][-1]

    async def seen(self, words: str) -> Message:
        """The newest message in the secretariat's chat with these words, once it is there."""
        return await self.hears(OFFICE, words)

    async def reads(self, message: Message, words: str) -> None:
        """Wait until a message says this."""
        await self.until(lambda: words in message.text)

    async def shows_revision(self, card: Message, revision: int) -> None:
        """Wait until a card is drawn as its draft stands."""
        await self.until(
            lambda: any(one["callback_data"].endswith(f":{revision}") for one in card.buttons)
        )

    @staticmethod
    def buttons(message: Message, word: str) -> list[str]:
        """What buttons with this word say when they are pressed."""
        return [one["callback_data"] for one in message.buttons if word in one["text"]]

    async def press(self, user: int, message: Message, word: str) -> str:
        """Press the button with this word, once it is there; what the one who pressed is told."""
        await self.until(lambda: self.buttons(message, word))
        query = self.sandbox.press(user, message.id, self.buttons(message, word)[0])
        await self.until(lambda: query.is_answered)
        return query.answer or ""


@contextmanager
def gone_by(clock: Callable[[], datetime]) -> Iterator[None]:
    """Let the program go by this clock in all that it sends and looks after."""
    on_duty = duty.on_duty

    def by_clock(*given: Any, **named: Any) -> Any:
        return on_duty(*given, **named | {"clock": clock})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duty, "on_duty", by_clock)
        yield


@asynccontextmanager
async def a_town(folder: Path, **environ: str) -> AsyncIterator[Town]:
    """An office with Alice, who administers it, and Bob; nobody else is there yet."""
    sandbox = Sandbox()
    sandbox.chats.add_group(OFFICE, "Secretariat")
    sandbox.chats.add_user(ALICE_ID, "Alice", "en")
    sandbox.chats.add_user(BOB_ID, "Bob", "en")
    mailbox = Mailbox()
    async with served(sandbox), a_relay(mailbox) as relay:
        given = {
            "ACSG_CHAT": "telegram",
            "ACSG_TELEGRAM_TOKEN": sandbox.bot_token,
            "ACSG_TELEGRAM_API_URL": sandbox.url,
            "ACSG_SECRETARIAT_CHAT": str(OFFICE),
            "ACSG_ADMINS": str(ALICE_ID),
            "ACSG_OFFICERS": str(BOB_ID),
            "ACSG_ADDRESSES": OURS,
            "ACSG_DATA_DIR": str(folder),
            "ACSG_DNS": "off",
            "ACSG_DIGEST_AT": "off",
            "ACSG_GATHER_SECONDS": "0",
            "ACSG_HTTP_LISTEN": "off",
            "ACSG_SMTP_LISTEN": f"127.0.0.1:{free_port()}",
            "ACSG_RELAY": str(relay),
        } | environ
        yield Town(sandbox=sandbox, relay=mailbox, environ=given)
