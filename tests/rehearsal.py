"""A served sandbox with a group and two people, and a bot that speaks to it; for tests."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from bot.sandbox.server import served
from bot.sandbox.stage import Sandbox

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

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
