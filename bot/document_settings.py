"""Settings of how files are read: their limits, and who looks at them first."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, field_validator

from bot.listen import parse_listen
from bot.storage_settings import StorageSettings


class DocumentSettings(StorageSettings):
    """Limits of one file or text, and the virus scanner; a part of `bot.settings.Settings`.

    Durations are seconds, sizes are megabytes of 1,000,000 bytes.
    """

    limit_parse_seconds: float = Field(default=60, ge=1, le=3_600)
    limit_extract_seconds: float = Field(default=240, ge=1, le=3_600)
    limit_read_seconds: float = Field(default=120, ge=1, le=3_600)
    limit_memory_mb: int = Field(default=2_000, ge=500, le=100_000)
    limit_reading_memory_mb: int = Field(default=4_000, ge=2_000, le=100_000)
    limit_disk_mb: int = Field(default=500, ge=10, le=100_000)
    limit_scanned_pages: int = Field(default=50, ge=0, le=10_000)
    clamav: str | None = None

    @field_validator("clamav")
    @classmethod
    def _clamav(cls, value: str | None) -> str | None:
        if value is None or value.lower() == "off":
            return None
        if "/" in value:
            # as it is meant here
            return str(Path(value).expanduser().absolute())
        if parse_listen(value) is None or value.endswith(":0"):
            raise ValueError("give the path of clamd's socket, or its host:port")
        return value
