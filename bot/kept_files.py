"""Folders of the data directory that hold what cannot be made again, besides the messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.readers import models_folder

if TYPE_CHECKING:
    from pathlib import Path

    from bot.settings import Settings


def kept_folders(settings: Settings) -> dict[str, Path]:
    """Their names in an archive, and where they are."""
    return {"outgoing": settings.data_dir / "outgoing", "models": models_folder(settings)}
