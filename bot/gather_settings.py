"""How long a letter by chat waits for its next piece."""

from __future__ import annotations

from pydantic import BaseModel, Field

_USUAL_S = 20.0
#: nobody who rehearses wants to wait
_REHEARSAL_S = 2.0


class GatherSettings(BaseModel):
    """Letters by chat. A part of `bot.settings.Settings`."""

    #: None: as long as suits the chat; 0: each message is a letter at once
    gather_seconds: float | None = Field(default=None, ge=0, le=3600)

    def quiet_s(self, *, rehearses: bool) -> float:
        """Seconds without a further piece after which a letter is handed in."""
        if self.gather_seconds is not None:
            return self.gather_seconds
        return _REHEARSAL_S if rehearses else _USUAL_S
