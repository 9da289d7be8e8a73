"""`acsg-intake show REF`: one draft with its evidence and history, and its pages as pictures."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.evidence_rows import all_sheets, page_row
from bot.exits import DONE, FAILED, CommandError
from bot.guarding import pictures_of
from bot.history import step_words
from bot.lines import (
    all_evidence,
    draft_line,
    evidence_line,
    history_line,
    origin_line,
    sender_line,
    source_line,
)
from bot.pictures import NotDrawnError
from bot.records import opened_database
from bot.sender_repute import reading, sender_repute
from bot.settings import load_settings
from bot.standing_lines import all_lines
from bot.terminal import complain, one_line
from store import brought, consents, drafts, inbox, judgements, officers, proofs

if TYPE_CHECKING:
    import argparse
    from typing import Any
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from bot.settings import Settings
    from store.model import Draft
    from store.session import Database


#: not among the first lines of what is printed
_BELOW: Final = frozenset({
    "evidence", "history", "origin", "sender", "sources",
    "judgement", "consent", "judgements", "consents",
})  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("ref", metavar="REF", help="such as ACSG-2026-0042-1")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument(
        "--pages",
        type=Path,
        metavar="FOLDER",
        help="write the pages that its evidence stands on there, as pictures with marks",
    )


def run(options: argparse.Namespace) -> int:
    """Print one draft, and draw its pages where that is asked for."""
    settings = load_settings()
    with opened_database(settings) as database:
        draft, found = _found(database, options.ref, settings.zone)
        if options.json:
            print(json.dumps(found, ensure_ascii=False))
        else:
            _print(found)
        return DONE if options.pages is None else _draw(database, draft, options.pages, settings)


def _found(database: Database, ref: str, zone: ZoneInfo) -> tuple[Draft, dict[str, Any]]:
    with database.begin() as session:
        draft = drafts.by_ref(session, ref.strip().upper())
        if draft is None:
            raise CommandError(_missing(session, ref))
        history = drafts.history(session, draft.id)
        names = {one.id: one.name for one in officers.listed(session)}
        message = inbox.get(session, draft.message_id)
        repute = sender_repute(session, message, reading(session, message.id), draft, zone=zone)
        said, found = judgements.of_draft(session, draft.id), consents.of_draft(session, draft.id)
        return draft, draft_line(draft) | all_lines(said, found) | {
            "sender": sender_line(repute, proofs.of_message(session, message.id)),
            "origin": origin_line(brought.of_message(session, message.id)),
            "evidence": [evidence_line(field, item) for field, item in all_evidence(draft)],
            "sources": [source_line(one) for one in draft.content.sources],
            "history": [
                history_line(entry) | {"words": step_words(entry, names=names)} for entry in history
            ],
        }


def _draw(database: Database, draft: Draft, folder: Path, settings: Settings) -> int:
    """Write the pages as numbered files; say which could not be drawn, and why."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"{folder}: cannot make this folder ({error.strerror})") from None
    failed = False
    with closing(pictures_of(settings)) as pictures:
        for number, sheet in enumerate(all_sheets(database, draft), start=1):
            with database.reading() as session:
                row = page_row(session, draft, sheet)
            target = folder / f"{draft.ref}-{number:02}-p{sheet.page}.jpg"
            try:
                target.write_bytes(row.draw(pictures))
            except NotDrawnError as error:
                failed = True
                complain(one_line(f"{sheet.name} page {sheet.page}: {error}"))
            except OSError as error:
                raise CommandError(f"{target}: cannot write it ({error.strerror})") from None
    return FAILED if failed else DONE


def _missing(session: Session, ref: str) -> str:
    message = inbox.by_ref(session, ref.strip().upper())
    if message is None:
        return f"no draft {ref}; `acsg-intake drafts` lists them"
    if not message.drafts:
        return f"{message.ref} is a message without drafts; `acsg-intake messages` lists it"
    return f"{message.ref} is a message; show its draft {' or '.join(message.drafts)}"


def _print_standing(found: dict[str, Any]) -> None:
    """What officers said of it, oldest first; the last word of each holds."""
    for one in found["judgements"]:
        words = "meets" if one["meets"] else "does not meet yet"
        why = f": {one['reason']}" if one["reason"] else ""
        print(one_line(f"{'criteria':<13} {one['at']}  {one['by']}: {words}{why}"))
    for one in found["consents"]:
        parts = (one["said"], one["towards"], one["named"], one["form"], *one["areas"])
        said = ", ".join(filter(None, parts))
        print(one_line(f"{'consent':<13} {one['at']}  {one['by']}: {said}"))


def _print(found: dict[str, Any]) -> None:
    for name, value in found.items():
        if name not in _BELOW:
            print(one_line(f"{name:<13} {value}"))
    if found["origin"] is not None:
        origin = found["origin"]
        words = (f"{origin['how']}, brought in by {origin['by']}", origin["for_whom"])
        print(one_line(f"{'origin':<13} {origin['at']}  {', for '.join(filter(None, words))}"))
    if found["sender"] is not None:
        print(one_line(f"{'sender':<13} {found['sender']['level']}: {found['sender']['words']}"))
    _print_standing(found)
    print()
    refs = {one["message"]: one["ref"] for one in found["sources"]}
    for item in found["evidence"]:
        place = " ".join(
            part
            for part in (
                refs.get(item["message"]),
                item["name"],
                item["page"] and f"page {item['page']}",
            )
            if part
        )
        quote = " ".join(item["quote"].split())
        print(one_line(f"{item['field']:<22} “{quote}”  {place or 'message'}"))
    print()
    for source in found["sources"]:
        brought = ", ".join((*source["evidenced"], *source["filled"])) or "nothing new"
        print(one_line(f"{source['received_at']}  {source['how']} {source['ref']}: {brought}"))
    for entry in found["history"]:
        print(one_line(f"{entry['at']}  {entry['who']:<20} {entry['words']}"))
