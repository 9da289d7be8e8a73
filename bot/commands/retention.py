"""`acsg-intake retention`: what the rules of retention take out, and when; or do it now."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.erasing import folders_of
from bot.exits import DONE, FAILED
from bot.lines import rfc3339
from bot.records import opened_database
from bot.retaining import rules_of
from bot.settings import load_settings
from bot.terminal import complain
from bot.utc import utc_now
from ingest import erasing
from store import retention

if TYPE_CHECKING:
    import argparse

    from bot.settings import Settings
    from store.retention import Counted
    from store.session import Database


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("--dry-run", action="store_true", help="count only, change nothing")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(options: argparse.Namespace) -> int:
    """Say how every class stands; without `--dry-run`, do what is due first."""
    settings = load_settings()
    rules = rules_of(settings)
    with opened_database(settings) as database:
        is_clean = options.dry_run or _run(settings, database)
        with database.reading() as session:
            found = retention.survey(session, rules, now=utc_now())
    for one in found:
        print(json.dumps(_as_json(one)) if options.json else _line(one))
    return DONE if is_clean else FAILED


def _run(settings: Settings, database: Database) -> bool:
    with database.begin() as session:
        gone = retention.run(session, rules_of(settings), now=utc_now(), why="command")
    complain(f"gone: {_named(gone)}" if gone else "nothing was due")
    if erasing.clean(database, folders_of(settings), now=utc_now()):
        return True
    complain("the database's log was being read and is not empty yet; run this again")
    return False


def _named(gone: dict[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in gone.items())


def _as_json(one: Counted) -> dict[str, Any]:
    return {
        "class": one.rule.name,
        "then": one.rule.then,
        "days": one.rule.days,
        "there": one.there,
        "due": one.due,
        "next_at": rfc3339(one.next_at),
    }


def _line(one: Counted) -> str:
    rule = one.rule
    lasts = f"{rule.then} after {rule.days} days" if rule.days else "keep"
    following = f", the next on {one.next_at:%Y-%m-%d}" if one.next_at else ""
    due = f"  {one.due} due now{following}" if rule.days else ""
    return f"{rule.name:<16} {lasts:<24} {one.there:>6}{due}"
