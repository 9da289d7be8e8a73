"""Telling officers that nothing is sent: the outbox cannot, it is what is held."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from bot.office_words import say
from store import holds

if TYPE_CHECKING:
    from telegram import Bot

    from store.session import Database

_log = structlog.get_logger()


async def tell_if_held(bot: Bot, db: Database, secretariat_chat: int | None) -> None:
    """Say so in the secretariat's chat, at every start while it lasts."""
    made_at = await asyncio.to_thread(_held_since, db)
    if made_at is not None and secretariat_chat is not None:
        moment = made_at[:16].replace("T", " ") + " UTC"
        text = say("held.notice", moment=moment)
        await bot.send_message(secretariat_chat, text)


def _held_since(db: Database) -> str | None:
    try:
        with db.reading() as session:
            return holds.held_since(session)
    except Exception as error:  # noqa: BLE001 - the chat must not end with the database
        _log.error("hold_not_read", trouble=type(error).__name__)
        return None
