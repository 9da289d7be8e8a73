"""Why a message is parked, in words, by the code of its trouble."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.office_words import has, say
from store.model import MessageStatus

if TYPE_CHECKING:
    from store.model import InboxMessage


def why_parked(message: InboxMessage) -> str:
    """The reason with its code; empty where the message is not parked."""
    if message.status is not MessageStatus.PARKED:
        return ""
    code = message.problem or "other"
    why = say(f"parked_why.{code if has('parked_why', code) else 'other'}")
    return say("parked_lines.counted", why=why, code=code, count=message.attempts)
