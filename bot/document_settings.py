"""Settings of who looks at files before they are read."""

from __future__ import annotations

from pathlib import Path

from pydantic import field_validator

from bot.listen import parse_listen
from bot.storage_settings import StorageSettings


class DocumentSettings(StorageSettings):
    """The virus scanner; a part of `bot.settings.Settings`."""

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
