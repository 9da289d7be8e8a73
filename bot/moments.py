"""Moments and ages as officers read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from babel.dates import format_date, format_datetime

from bot.office_words import say, spoken

if TYPE_CHECKING:
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

_MINUTE: Final = 60
_HOUR: Final = 60 * _MINUTE
_DAY: Final = 24 * _HOUR


def moment(at: datetime, zone: ZoneInfo) -> str:
    """Day and time in the office's zone, such as `2 Mar 2026 10:30`."""
    return _written(at, zone, "d MMM y HH:mm")


def day(at: datetime, zone: ZoneInfo) -> str:
    """The day alone, such as `2 Mar 2026`."""
    return _written(at, zone, "d MMM y")


def day_of_year(at: date) -> str:
    """A day without its year, such as `2 Mar`."""
    return str(format_date(at, "d MMM", locale=spoken()))


def second(at: datetime, zone: ZoneInfo) -> str:
    """The time of day to the second, such as `14:32:10`."""
    return f"{at.astimezone(zone):%H:%M:%S}"


def age(since: datetime, now: datetime) -> str:
    """How long something has waited, in one unit; nothing under a minute."""
    seconds = int((now - since).total_seconds())
    if seconds < _MINUTE:
        return ""
    if seconds < _HOUR:
        return say("moments.minutes", count=seconds // _MINUTE)
    if seconds < 2 * _DAY:
        return say("moments.hours", count=seconds // _HOUR)
    return say("moments.days", count=seconds // _DAY)


def _written(at: datetime, zone: ZoneInfo, pattern: str) -> str:
    """A moment with the month as the office's language writes it, by a pattern of CLDR."""
    return str(format_datetime(at.astimezone(zone), pattern, locale=spoken()))
