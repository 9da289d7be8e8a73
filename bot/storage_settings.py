"""Settings of where things are kept; `bot/settings.py` reads them with all others."""

from __future__ import annotations

from pydantic import BaseModel, Field


class StorageSettings(BaseModel):
    """How full the disk may become. Megabytes of 1,000,000 bytes."""

    #: below it, mail is answered 452 until there is room again; 0: as long as it can be written
    min_free_mb: int = Field(default=200, ge=0, le=1_000_000)
