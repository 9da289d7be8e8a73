"""Settings of how long things are kept, and when the office is told of what waits."""

from __future__ import annotations

import re
from datetime import time, timedelta
from pathlib import Path  # noqa: TC003 - pydantic reads it

from pydantic import Field, field_validator

from bot.reminder_settings import ReminderSettings

_HOUR = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_OFF = "off"


class CaseSettings(ReminderSettings):
    """The clocks of the office. A part of `bot.settings.Settings`."""

    erase_cases_days: int = Field(default=7, ge=1, le=365)
    #: in the office's time zone; None: no digest
    digest_at: time | None = time(8)
    #: rules in place of some of `store/retention.toml`
    retention: Path | None = None

    @field_validator("digest_at", mode="before")
    @classmethod
    def _digest_at(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        if value.lower() == _OFF:
            return None
        found = _HOUR.fullmatch(value)
        if found is None:
            raise ValueError("give a time such as 08:00, or off")
        return time(int(found[1]), int(found[2]))

    @property
    def erase_cases_after(self) -> timedelta:
        """How long one person's case is kept after an officer has said that it is one."""
        return timedelta(days=self.erase_cases_days)
