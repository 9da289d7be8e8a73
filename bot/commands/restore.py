"""`acsg-intake restore`: an archive back into an empty place; nothing is sent until released."""

from __future__ import annotations

import sys
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from bot.exits import DONE, USAGE, CommandError
from bot.kept_files import kept_folders
from bot.records import database_at
from bot.settings import load_settings
from bot.terminal import complain
from bot.utc import utc_now
from ingest import workflows
from store import archive, renewal
from store.errors import ArchiveError
from store.restore import Place, Terms, is_empty, put_back

if TYPE_CHECKING:
    import argparse

    from bot.settings import Settings
    from store.manifest import Manifest
    from store.session import Database


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("file", metavar="FILE", help="archive that `backup` wrote")
    parser.add_argument(
        "--verify", action="store_true", help="look the archive through and change nothing"
    )
    parser.add_argument(
        "--replace", action="store_true", help="also where something is; it is moved aside"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask before replacing")
    parser.add_argument(
        "--gap",
        type=int,
        default=renewal.GAP,
        metavar="N",
        help=f"numbers left out in each series of references ({renewal.GAP})",
    )


def run(options: argparse.Namespace) -> int:
    """Restore, and say what is to be done next."""
    path = Path(options.file)
    if options.gap < 0:
        raise CommandError("restore: --gap cannot be negative", USAGE)
    try:
        if options.verify:
            _say(path, archive.examined(path), "is whole")
            return DONE
        settings = load_settings()
        database = database_at(settings)
        try:
            told = _restored(path, settings, database, options)
        finally:
            database.close()
    except ArchiveError as error:
        raise CommandError(f"restore: {error}") from None
    _say(path, told, "is restored")
    print("nothing is sent until `acsg-intake release-outbox`; look at the drafts first")
    return DONE


def _restored(
    path: Path, settings: Settings, database: Database, options: argparse.Namespace
) -> Manifest:
    place = Place(
        db=database,
        data=settings.data_dir.resolve(),
        folders=kept_folders(settings),
        prepare_engine=workflows.prepare,
        program=version("acsg-intake"),
    )
    told = archive.examined(path)
    if options.replace and not options.yes and not is_empty(place):
        _ask(place)
    now = utc_now()
    terms = Terms(years=_years(told, settings, now), gap=options.gap, now=now)
    put_back(path, told, place, terms, replace=options.replace)
    return told


def _ask(place: Place) -> None:
    print(
        f"{place.db.shown} and the files under {place.data} are in use or were; they are moved to "
        f"{place.data}/replaced-... and the archive takes their place. Type replace to go on: ",
        end="",
        flush=True,
    )
    if sys.stdin.readline().strip() != "replace":
        raise CommandError("restore: nothing was changed")


def _years(told: Manifest, settings: Settings, now: datetime) -> range:
    """Those in which references may have been given since the archive was made."""
    made = datetime.fromisoformat(told.made_at).astimezone(settings.zone).year
    return range(made, now.astimezone(settings.zone).year + 1)


def _say(path: Path, told: Manifest, what: str) -> None:
    print(
        f"{path} {what}: made {told.made_at} by version {told.program}, "
        f"{told.rows['inbox']} messages, {told.rows['drafts']} drafts"
    )
    for message_id in told.without_file:
        complain(f"{message_id}: its file was missing or damaged when the archive was made")
