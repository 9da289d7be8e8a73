"""What officers are told of a reminder before they release the question that it is about."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.locales import long_date
from bot.office_words import say, spoken

if TYPE_CHECKING:
    from datetime import datetime

    from bot.scene import Office


def remind_about(office: Office) -> dict[str, int]:
    """What a question's row keeps of the reminder that its officer was told of."""
    return {} if office.remind_after is None else {"remind": office.remind_after.days}


def reminder_line(office: Office, asked_at: datetime, days: int | None = None) -> str:
    """That a reminder follows, and when; empty where none does."""
    after = office.remind_after if days is None else timedelta(days=days)
    if office.remind_after is None or after is None:
        return ""
    day = (asked_at + after).astimezone(office.zone).date()
    return say("asking.reminder", day=long_date(day, spoken()))
