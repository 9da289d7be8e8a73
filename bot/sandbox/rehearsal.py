"""One rehearsal beside the program: sandbox, journal and page, for a marked database alone."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.exits import CommandError
from bot.listen import not_listening
from bot.sandbox import people
from bot.sandbox.chats import Chats
from bot.sandbox.journal import Journal
from bot.sandbox.page import Page, PageOptions
from bot.sandbox.renewal import kept_token, may_begin_anew
from bot.sandbox.server import served
from bot.sandbox.stage import Sandbox
from bot.settings import Chat
from store import marks

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.settings import Settings
    from store.session import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """What is served, and its page."""

    sandbox: Sandbox
    page: Page


@asynccontextmanager
async def rehearsed(settings: Settings, database: Database) -> AsyncIterator[Rehearsal]:
    """Serve the sandbox and its page where `ACSG_SANDBOX_LISTEN` says.

    Raises:
        CommandError: The database is not marked for it, or the port is taken.

    """
    _require_mark(database)
    listen = settings.sandbox_listen
    if listen is None:
        raise CommandError("ACSG_SANDBOX_LISTEN: the chat sandbox needs an address, not off")
    # ids go on from the clock: records of an earlier rehearsal may know smaller ones
    sandbox = Sandbox(Chats(first_id=int(datetime.now(UTC).timestamp())))
    Journal(settings.data_dir / "rehearsal").follow(sandbox)
    people.enter(sandbox)
    sandbox.page_token = kept_token(settings.data_dir) or sandbox.page_token
    sandbox.may_reset = may_begin_anew(settings)
    page = Page(
        sandbox,
        PageOptions(
            mail_door=settings.smtp_listen,
            addresses=settings.addresses,
            outgoing=settings.data_dir / "outgoing",
        ),
    )
    try:
        async with served(sandbox, listen, page.add_routes):
            yield Rehearsal(sandbox=sandbox, page=page)
    except OSError as error:
        if sandbox.url:
            raise
        raise CommandError(not_listening("ACSG_SANDBOX_LISTEN", listen, error)) from None


def _require_mark(database: Database) -> None:
    with database.begin() as session:
        if marks.read(session) != Chat.SANDBOX:
            raise CommandError("the chat sandbox works only on a database marked for it")
