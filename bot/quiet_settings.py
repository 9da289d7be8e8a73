"""The setting of the office's quiet hours."""

from __future__ import annotations

import re
from datetime import time

from pydantic import BaseModel, ConfigDict, field_validator

_HOURS = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)-([01]?\d|2[0-3]):([0-5]\d)")
_OFF = "off"


class QuietSettings(BaseModel):
    """When the office is left alone. A part of `bot.settings.Settings`."""

    model_config = ConfigDict(frozen=True)

    #: from, to; in the office's time zone; None: never
    quiet_hours: tuple[time, time] | None = None

    @field_validator("quiet_hours", mode="before")
    @classmethod
    def _quiet_hours(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        if value.lower() == _OFF:
            return None
        found = _HOURS.fullmatch(value.replace(" ", ""))
        hours = found and (time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4])))
        if not hours or hours[0] == hours[1]:
            raise ValueError("give two times such as 19:00-07:00, or off")
        return hours
