"""Hours in which the office is left alone, by its own clock; no third-party library here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import time
    from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """From one time of day to another, over midnight where the second is the earlier."""

    start: time
    end: time
    zone: ZoneInfo

    def until(self, now: datetime) -> datetime | None:
        """When the hours that hold a moment end; None where it is in none."""
        local = now.astimezone(self.zone)
        clock = local.time().replace(tzinfo=None)
        if self.start < self.end:
            is_quiet, days = self.start <= clock < self.end, 0
        else:
            is_quiet, days = clock >= self.start or clock < self.end, int(clock >= self.start)
        if not is_quiet:
            return None
        day = local.date() + timedelta(days=days)
        return datetime.combine(day, self.end, tzinfo=self.zone).astimezone(UTC)
