"""The guard as the settings mean it: its limits, its reader, and the scanner in front of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.listen import parse_listen
from bot.pictures import Pictures
from bot.readers import loading, models_folder
from ingest.bounds import Bounds
from ingest.clamav import Scanner, ScanningHands
from ingest.guard import Guard, Limits

if TYPE_CHECKING:
    from pathlib import Path

    from bot.settings import Settings
    from ingest.pipeline import Hands

_MILLION: Final = 1_000_000


def guard_of(settings: Settings, *, scratch: Path | None = None) -> Guard:
    """A guard with everything that the settings say.

    Raises:
        SettingsError: the folder of the encoder cannot be used.

    """
    return Guard(
        limits_of(settings),
        scratch=scratch,
        load=loading(settings),
        shared=settings.encoder is None,
    )


def limits_of(settings: Settings) -> Limits:
    """How far guarded processes may go."""
    encoder = settings.encoder or ""
    return Limits(
        document_workers=settings.workers,
        reading_workers=settings.workers,
        parse_seconds=settings.limit_parse_seconds,
        extract_seconds=settings.limit_extract_seconds,
        read_seconds=settings.limit_read_seconds,
        memory_bytes=settings.limit_memory_mb * _MILLION,
        reading_memory_bytes=settings.limit_reading_memory_mb * _MILLION,
        disk_bytes=settings.limit_disk_mb * _MILLION,
        readable=(str(models_folder(settings)), *([encoder] if "/" in encoder else [])),
        bounds=Bounds(
            pages=settings.limit_pages,
            scanned_pages=settings.limit_scanned_pages,
            pixels=settings.limit_megapixels * _MILLION,
            unpacked_bytes=settings.limit_unpacked_mb * _MILLION,
        ),
    )


def pictures_of(settings: Settings, scratch: Path | None = None) -> Pictures:
    """Who draws pages, within the same limits."""
    return Pictures(scratch, limits=limits_of(settings))


def scanner_of(settings: Settings) -> Scanner | None:
    """The virus scanner, where there is to be one."""
    where = settings.clamav
    if where is None:
        return None
    address = where if "/" in where else parse_listen(where)
    return None if address is None else Scanner(address=address)


def hands_of(settings: Settings, guard: Guard) -> Hands:
    """The guard, behind the scanner where there is to be one."""
    scanner = scanner_of(settings)
    return guard if scanner is None else ScanningHands(hands=guard, scanner=scanner)
