"""`acsg-intake release-outbox`: after a restore, let things be sent again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.exits import DONE
from bot.records import opened_database
from bot.settings import load_settings
from bot.utc import utc_now
from store import holds

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("--dry-run", action="store_true", help="say what waits, release nothing")


def run(options: argparse.Namespace) -> int:
    """Release, and say what goes now."""
    with opened_database(load_settings()) as database:
        with database.reading() as session:
            made_at = holds.held_since(session)
            waiting = holds.waiting(session)
        if made_at is not None and not options.dry_run:
            with database.begin() as session:
                holds.release(session, now=utc_now())
    if made_at is None:
        print("nothing is held")
        return DONE
    verb = "waits" if options.dry_run else "goes out now"
    for kind, count in waiting.items():
        print(f"{count:>6} {kind}")
    print(f"{sum(waiting.values())} in all {verb}; held since the archive of {made_at}")
    return DONE
