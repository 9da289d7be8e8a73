"""`acsg-intake drafts`: drafts and their state."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.exits import DONE
from bot.lines import draft_line
from bot.records import opened_database
from bot.settings import load_settings
from bot.standing_lines import latest_lines
from bot.terminal import complain
from store import consents, drafts, judgements
from store.model import DraftStatus

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--status", choices=[str(status) for status in DraftStatus])


def run(options: argparse.Namespace) -> int:
    """Print one line a draft, oldest first."""
    status = DraftStatus(options.status) if options.status else None
    with opened_database(load_settings()) as database, database.begin() as session:
        found = list(drafts.listed(session, status=status))
        judged, consented = judgements.latest(session), consents.latest(session)
        for draft in found:
            if options.json:
                more = latest_lines(judged.get(draft.id), consented.get(draft.id))
                print(json.dumps(draft_line(draft) | more, ensure_ascii=False))
                continue
            content = draft.content
            states = ",".join(content.states) or "-"
            themes = " ".join(theme.id for theme in content.themes)
            print(
                f"{draft.ref}  {content.kind:<13} {draft.status:<10} {states:<6} "
                f"{draft.register_ref or '-':<14} {themes}"
            )
        if not found and not options.json:
            complain(f"no drafts in {database.shown}")
    return DONE
