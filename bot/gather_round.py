"""Looks after letters by chat that only their sender can end: a reminder, then the office's eye."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot import gathering
from bot.locales import language
from bot.office_words import say
from store import alarms, gatherings, visitors

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.gatherings import Gathering

UNFINISHED: Final = "letter_unfinished"
_REMIND_AFTER: Final = timedelta(minutes=30)
_TELL_AFTER: Final = timedelta(days=1)


def look_after(session: Session, now: datetime, *, target: str | None) -> None:
    """Remind senders once; raise an alarm for what waits a day, and end those of what does not."""
    for one in gatherings.waiting(session, before=now - _REMIND_AFTER):
        if one.reminded_at is None:
            gatherings.reminded(session, one.id, now=now)
            gathering.remind(session, one, now)
    waiting = {str(one.id): one for one in gatherings.waiting(session, before=now - _TELL_AFTER)}
    for held in alarms.holding(session, UNFINISHED):
        if held.subject not in waiting:
            alarms.end(session, UNFINISHED, subject=held.subject, now=now)
    for subject, one in waiting.items():
        about = _about(session, one)
        alarms.begin(session, UNFINISHED, subject=subject, about=about, target=target, now=now)


def _about(session: Session, one: Gathering) -> dict[str, object]:
    """How much it is and in which language, and nothing of what it says."""
    visitor = visitors.find(session, one.user_id)
    spoken = (visitor.language if visitor else None) or one.language_code
    return {
        "count": len(gatherings.pieces(session, one.id)),
        "language": language(spoken) if spoken else say("alarms.language_not_told"),
    }
