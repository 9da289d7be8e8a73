"""`acsg-intake show REF`: one draft with its evidence and history."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.exits import DONE, CommandError
from bot.lines import all_evidence, draft_line, evidence_line, history_line
from bot.records import opened_database
from bot.settings import load_settings
from bot.terminal import one_line
from store import drafts, inbox

if TYPE_CHECKING:
    import argparse
    from typing import Any

    from sqlalchemy.orm import Session


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("ref", metavar="REF", help="such as ACSG-2026-0042-1")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(options: argparse.Namespace) -> int:
    """Print one draft."""
    with opened_database(load_settings()) as database, database.begin() as session:
        draft = drafts.by_ref(session, options.ref.strip().upper())
        if draft is None:
            raise CommandError(_missing(session, options.ref))
        history = drafts.history(session, draft.id)
        found = draft_line(draft) | {
            "evidence": [evidence_line(field, item) for field, item in all_evidence(draft)],
            "history": [history_line(entry) for entry in history],
        }
    if options.json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        _print(found)
    return DONE


def _missing(session: Session, ref: str) -> str:
    message = inbox.by_ref(session, ref.strip().upper())
    if message is None:
        return f"no draft {ref}; `acsg-intake drafts` lists them"
    if not message.drafts:
        return f"{message.ref} is a message without drafts; `acsg-intake messages` lists it"
    return f"{message.ref} is a message; show its draft {' or '.join(message.drafts)}"


def _print(found: dict[str, Any]) -> None:
    for name, value in found.items():
        if name not in {"evidence", "history"}:
            print(one_line(f"{name:<13} {value}"))
    print()
    for item in found["evidence"]:
        place = " ".join(
            part for part in (item["name"], item["page"] and f"page {item['page']}") if part
        )
        quote = " ".join(item["quote"].split())
        print(one_line(f"{item['field']:<22} “{quote}”  {place or 'message'}"))
    print()
    for entry in found["history"]:
        print(f"{entry['at']}  {entry['who']:<20} {entry['what']}")
