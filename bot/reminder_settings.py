"""Setting of when a sender who was asked something is reminded of it."""

from __future__ import annotations

from datetime import timedelta

from pydantic import BaseModel, field_validator

_OFF = "off"
_MOST_DAYS = 365


class ReminderSettings(BaseModel):
    """The patience of the office. A part of `bot.settings.Settings`."""

    #: days; None: nobody is ever reminded
    remind_after: int | None = 14

    @field_validator("remind_after", mode="before")
    @classmethod
    def _remind_after(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        if value.strip().lower() == _OFF:
            return None
        if not value.strip().isdecimal() or not 1 <= int(value) <= _MOST_DAYS:
            raise ValueError(f"give days from 1 to {_MOST_DAYS}, or off")
        return int(value)

    @property
    def patience(self) -> timedelta | None:
        """How long an answer is waited for before the reminder, and again after it."""
        return None if self.remind_after is None else timedelta(days=self.remind_after)
