"""Where this host keeps things of messages beside the database, as the settings have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.readers import models_folder
from ingest.erasing import Folders

if TYPE_CHECKING:
    from bot.settings import Settings


def folders_of(settings: Settings) -> Folders:
    """The folders that erasing must reach."""
    return Folders(outgoing=settings.data_dir / "outgoing", models=models_folder(settings))
