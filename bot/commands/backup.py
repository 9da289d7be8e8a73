"""`acsg-intake backup`: everything that must not be lost in one archive, beside the program."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from bot.exits import DONE, FAILED, CommandError
from bot.kept_files import kept_folders
from bot.records import opened_database
from bot.settings import load_settings
from bot.terminal import complain
from bot.utc import utc_now
from ingest import workflows
from store import backup
from store.errors import ArchiveError

if TYPE_CHECKING:
    import argparse
    from datetime import datetime


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("file", metavar="FILE", help="archive to write, or a folder for it")


def run(options: argparse.Namespace) -> int:
    """Write the archive and say what is in it; exit 1 where a message's bytes were not there."""
    settings = load_settings()
    now = utc_now()
    target = _target(Path(options.file), now)
    with opened_database(settings) as database:
        workflows.prepare(settings.database)
        try:
            told = backup.write(
                database,
                target,
                folders=kept_folders(settings),
                now=now,
                program=version("acsg-intake"),
            )
        except ArchiveError as error:
            raise CommandError(f"backup: {error}") from None
    size = target.stat().st_size
    print(
        f"{target}  {size / 1_000_000:.1f} MB, {told.rows['inbox']} messages, "
        f"{told.rows['drafts']} drafts, {len(told.members)} files"
    )
    for message_id in told.without_file:
        complain(f"{message_id}: its file is missing or is not what came in")
    return FAILED if told.without_file else DONE


def _target(given: Path, now: datetime) -> Path:
    return given / f"acsg-intake-{now:%Y%m%dT%H%M%SZ}.tar.gz" if given.is_dir() else given
