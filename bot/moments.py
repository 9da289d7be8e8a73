"""Moments and ages as officers read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

_MINUTE: Final = 60
_HOUR: Final = 60 * _MINUTE
_DAY: Final = 24 * _HOUR


def moment(at: datetime, zone: ZoneInfo) -> str:
    """Day and time in the office's zone, such as `2 Mar 2026 10:30`."""
    local = at.astimezone(zone)
    return f"{local.day} {local:%b %Y %H:%M}"


def day(at: datetime, zone: ZoneInfo) -> str:
    """The day alone, such as `2 Mar 2026`."""
    local = at.astimezone(zone)
    return f"{local.day} {local:%b %Y}"


def second(at: datetime, zone: ZoneInfo) -> str:
    """The time of day to the second, such as `14:32:10`."""
    return f"{at.astimezone(zone):%H:%M:%S}"


def age(since: datetime, now: datetime) -> str:
    """How long something has waited, in one unit; nothing under a minute."""
    seconds = int((now - since).total_seconds())
    if seconds < _MINUTE:
        return ""
    if seconds < _HOUR:
        return f"{seconds // _MINUTE} min"
    if seconds < 2 * _DAY:
        return f"{seconds // _HOUR} h"
    return f"{seconds // _DAY} days"
