"""The sandbox's page with a bot that answers it, played in a browser; for tests."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.ext import Application, CallbackQueryHandler, MessageHandler, filters

from bot.sandbox.page import Page as SandboxPage
from bot.sandbox.page import PageOptions
from bot.sandbox.people import SECRETARIAT, STRANGER, enter
from bot.sandbox.server import ANY_PORT, served
from bot.sandbox.stage import Sandbox
from tests.browser import a_tab
from tests.rehearsal import OURS, bot_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from playwright.async_api import Page
    from telegram import Update
    from telegram.ext import ContextTypes

    from bot.listen import Listen

    Context = ContextTypes.DEFAULT_TYPE

LEILA = 21
CARD = """<b>Draft ACSG-2026-0001-1</b> &lt;script&gt;document.title='run'&lt;/script&gt;
<blockquote expandable>one
two
three
four
five</blockquote>
<blockquote>نحتاج إلى مترجمين فوريين</blockquote>"""
KEYS = InlineKeyboardMarkup([[InlineKeyboardButton("Confirm", callback_data="1:confirm:1:1")]])


async def pressed(update: Update, _: Context) -> None:
    query = update.callback_query
    assert query is not None
    if query.from_user.id == STRANGER.id:
        await query.answer("Only officers decide.", show_alert=True)
        return
    await query.edit_message_text(f"Confirmed by {query.from_user.first_name}")
    await query.answer("Confirmed")


async def written(update: Update, _: Context) -> None:
    assert update.message is not None
    await update.message.reply_text("وصلت رسالتكم")


@asynccontextmanager
async def a_rehearsal(
    folder: Path, mail_door: Listen | None = None
) -> AsyncIterator[tuple[Sandbox, str]]:
    sandbox = Sandbox()
    enter(sandbox)
    sandbox.chats.add_user(LEILA, "Leila", "ar", "leila@x.example")
    page = SandboxPage(sandbox, PageOptions(mail_door=mail_door, addresses=OURS, outgoing=folder))
    async with served(sandbox, ANY_PORT, page.add_routes):
        app = Application.builder().bot(bot_of(sandbox)).build()
        app.add_handler(CallbackQueryHandler(pressed))
        app.add_handler(MessageHandler(filters.ChatType.PRIVATE, written))
        async with app:
            await app.start()
            assert app.updater is not None
            await app.updater.start_polling(poll_interval=0)
            await app.bot.send_message(SECRETARIAT, CARD, "HTML", reply_markup=KEYS)
            try:
                yield sandbox, page.address
            finally:
                await app.updater.stop()
                await app.stop()


def played(
    folder: Path, scene: Callable[[Page, Sandbox], Awaitable[None]], width: int = 1280
) -> None:
    async def play() -> None:
        async with a_rehearsal(folder) as (sandbox, address), a_tab(address, width=width) as tab:
            await scene(tab, sandbox)

    asyncio.run(play())
