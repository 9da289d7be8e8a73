"""A served sandbox with a group and two people, and a bot that speaks to it, a mail door."""

from __future__ import annotations

from concurrent.futures import Future
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from bot.listen import Listen
from bot.sandbox.server import served
from bot.sandbox.stage import Sandbox
from ingest.smtp import SmtpOptions, serve_smtp
from store.model import Accepted

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from store.model import Arrival

OURS = ("requests@localhost", "offers@localhost")
OFFICE = -1001
ANA, BEN = 11, 12


@asynccontextmanager
async def a_bot() -> AsyncIterator[tuple[Sandbox, Bot]]:
    sandbox = Sandbox()
    sandbox.chats.add_group(OFFICE, "Secretariat")
    sandbox.chats.add_user(ANA, "Ana", "es")
    sandbox.chats.add_user(BEN, "Ben")
    async with served(sandbox), bot_of(sandbox) as bot:
        yield sandbox, bot


def bot_of(sandbox: Sandbox, token: str | None = None) -> Bot:
    return Bot(
        token or sandbox.bot_token,
        base_url=f"{sandbox.url}/bot",
        base_file_url=f"{sandbox.url}/file/bot",
    )


def a_keyboard(data: str = "1:confirm:7:1") -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("Confirm", callback_data=data)]])


@asynccontextmanager
async def a_door(arrivals: list[Arrival]) -> AsyncIterator[Listen]:
    """The real mail door, with a list instead of the records behind it."""

    def submit(arrival: Arrival) -> Future[Accepted]:
        arrivals.append(arrival)
        done: Future[Accepted] = Future()
        done.set_result(Accepted(id="m1", ref="ACSG-2026-0001", new=True, attempt=1))
        return done

    options = SmtpOptions(host="127.0.0.1", port=0, addresses=frozenset(OURS))
    door = await serve_smtp(options, submit)
    try:
        yield Listen("127.0.0.1", door.port)
    finally:
        await door.close()
