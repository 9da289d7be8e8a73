"""Taking a message of ours out of a chat, as far as the chat lets us."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog
from telegram.error import BadRequest, ChatMigrated, TelegramError

from bot.delivery_errors import NotDeliveredError, from_telegram, is_deleted
from bot.office_words import say

if TYPE_CHECKING:
    from telegram.ext import ExtBot

_log = structlog.get_logger()


async def wipe(bot: ExtBot[Any], chat_id: int, message_id: int) -> str:
    """Delete a message; one that is too old for that loses its words instead.

    A picture in it stays where the chat lets nobody delete it: the log says so.

    Raises:
        NotDeliveredError: with what follows from it.
    """
    try:
        await bot.delete_message(chat_id, message_id)
    except BadRequest as error:
        if not is_deleted(error):
            await _blank(bot, chat_id, message_id)
    except ChatMigrated as error:
        raise moved_away() from error
    except TelegramError as error:
        raise from_telegram(error) from error
    return str(message_id)


async def take_away(bot: ExtBot[Any], chat_id: int, message_id: int) -> str:
    """Delete a message that has been there for long; its letter is kept, so nothing is blanked.

    Raises:
        NotDeliveredError: for good where the chat lets us delete it no more.

    """
    try:
        await bot.delete_message(chat_id, message_id)
    except BadRequest as error:
        if not is_deleted(error):
            raise NotDeliveredError("not_deletable", permanent=True) from error
    except ChatMigrated as error:
        raise moved_away() from error
    except TelegramError as error:
        raise from_telegram(error) from error
    return str(message_id)


def moved_away() -> NotDeliveredError:
    """The message stayed in the group that became another; there its number is another's."""
    return NotDeliveredError("chat_moved", permanent=True)


async def _blank(bot: ExtBot[Any], chat_id: int, message_id: int) -> None:
    try:
        await bot.edit_message_text(say("replies.erased"), chat_id=chat_id, message_id=message_id)
    except BadRequest:
        try:
            await bot.edit_message_caption(chat_id, message_id, caption=say("replies.erased"))
        except BadRequest as error:
            # gone already, or no longer ours to change
            _log.warning("not_wiped", chat=chat_id, trouble=type(error).__name__)
        else:
            _log.warning("picture_not_wiped", chat=chat_id)
    except TelegramError as error:
        raise from_telegram(error) from error
