"""An update of a private chat as the plain value that topics hear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.chat_files import file_of
from bot.topic import Heard
from bot.visitor_keys import parse

if TYPE_CHECKING:
    from telegram import Message, Update, User


def heard(update: Update, message: Message, user: User, pressed: str = "") -> Heard:
    """What somebody wrote, or pressed under this message of ours."""
    return Heard(
        update_id=update.update_id,
        user_id=user.id,
        chat_id=message.chat.id,
        message_id=message.message_id,
        name=user.full_name,
        language_code=user.language_code,
        text="" if pressed else message.text or message.caption or "",
        pressed=parse(pressed) if pressed else None,
        has_file=not pressed and file_of(message) is not None,
    )
