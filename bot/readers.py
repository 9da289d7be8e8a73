"""Which reader the settings mean: encoder, and the folder of what was learned from officers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.setting_errors import SettingsError
from ingest import guarded

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.settings import Settings
    from nlp.analyse import Reader
    from nlp.model import Card


def models_folder(settings: Settings) -> Path:
    """Where learned layers lie; it need not be there."""
    return settings.data_dir.resolve() / "models"


def loading(settings: Settings) -> Callable[[], guarded.Reader]:
    """What guarded processes load; it goes to them by its name.

    Raises:
        SettingsError: the folder of the encoder cannot be used. Those processes could not say it.

    """
    if settings.encoder and "/" in settings.encoder:
        shipped_card(settings)
    return partial(guarded.load_reader, settings.encoder, models_folder(settings))


def shipped_reader(settings: Settings) -> Reader:
    """The reader with its encoders, without anything learned.

    Raises:
        SettingsError: the folder of the encoder cannot be used.

    """
    from nlp.analyse import load_reader  # noqa: PLC0415 - heavy, and only some commands read
    from nlp.encoder_folder import UnfitFolderError  # noqa: PLC0415 - the same

    try:
        return load_reader(settings.encoder)
    except UnfitFolderError as error:
        raise SettingsError(f"ACSG_ENCODER: {error}") from None


def shipped_card(settings: Settings) -> Card:
    """The story of that reader; nothing is loaded to read with.

    Raises:
        SettingsError: the same.

    """
    from nlp.encoder_folder import UnfitFolderError, numbers_for  # noqa: PLC0415 - the same

    try:
        return numbers_for(settings.encoder)[1]
    except UnfitFolderError as error:
        raise SettingsError(f"ACSG_ENCODER: {error}") from None
