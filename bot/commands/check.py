"""`acsg-intake check`: what works, and what to do about what does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.checks import CHECKS, QUICK
from bot.exits import DONE, FAILED
from bot.settings import load_settings

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument(
        "--quick", action="store_true", help="settings and database only, for a health check"
    )


def run(options: argparse.Namespace) -> int:
    """Print one line a check; exit 1 where one failed."""
    settings = load_settings()
    failed = False
    for check in QUICK if options.quick else CHECKS:
        found = check(settings)
        failed = failed or found.state == "failed"
        hint = f": {found.hint}" if found.hint else ""
        print(f"{found.state:<7} {found.subject}{hint}")
    return FAILED if failed else DONE
