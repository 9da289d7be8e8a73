"""That a letter's sender wants to withdraw it, as cards and notes say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.moments import moment
from bot.office_words import say
from store import wishes

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session


def wish_line(session: Session, message_id: str, zone: ZoneInfo) -> str:
    """The line; empty where nobody wants that."""
    wish = wishes.of_message(session, message_id)
    if wish is None:
        return ""
    return say(f"wish_line.{wish.proven}", moment=moment(wish.wished_at, zone))
