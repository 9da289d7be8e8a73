"""Settings of how far one mail, file or text may go before it is ended."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, Field

#: of whatever is read in a process that can be ended
_SHORTEST: Final = 1
_LONGEST: Final = 3_600
_LARGEST_MB: Final = 100_000


class LimitSettings(BaseModel):
    """Limits of one file or text; a part of `bot.settings.Settings`.

    Durations are seconds, sizes are megabytes of 1,000,000 bytes. What is beyond a limit is kept,
    and the card says that it was not read.
    """

    limit_parse_seconds: float = Field(default=60, ge=_SHORTEST, le=_LONGEST)
    limit_extract_seconds: float = Field(default=240, ge=_SHORTEST, le=_LONGEST)
    limit_read_seconds: float = Field(default=120, ge=_SHORTEST, le=_LONGEST)
    limit_memory_mb: int = Field(default=2_000, ge=500, le=_LARGEST_MB)
    limit_reading_memory_mb: int = Field(default=4_000, ge=2_000, le=_LARGEST_MB)
    limit_disk_mb: int = Field(default=500, ge=10, le=_LARGEST_MB)
    limit_pages: int = Field(default=300, ge=1, le=10_000)
    limit_scanned_pages: int = Field(default=50, ge=0, le=10_000)
    limit_megapixels: int = Field(default=80, ge=1, le=1_000)
    # what a guarded process gives back is held to 300 MB (`ingest/wire.py`)
    limit_unpacked_mb: int = Field(default=100, ge=1, le=250)


def limits_said(settings: LimitSettings) -> tuple[str, ...]:
    """Each limit with its value, as it would be set."""
    return tuple(
        f"ACSG_{name.upper()} {getattr(settings, name):g}" for name in LimitSettings.model_fields
    )
