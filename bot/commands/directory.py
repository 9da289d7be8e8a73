"""`acsg-intake directory`: the authorities and partners whose mail domains are known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from bot.directory_file import FileError, read_file
from bot.exits import DONE, CommandError
from bot.lines import rfc3339
from bot.records import opened_database
from bot.settings import load_settings
from bot.terminal import complain, one_line
from bot.utc import utc_now
from store import directory
from store.organisation import Source, TakenError

if TYPE_CHECKING:
    import argparse

    from sqlalchemy.orm import Session

    from bot.directory_file import Line
    from store.organisation import Organisation

#: who added what came by a file
_BY: Final = "import"
_MOST_TOLD: Final = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    taken = acts.add_parser("import", help="add organisations from a CSV file; all or none")
    taken.add_argument("file", type=Path, metavar="FILE")
    taken.add_argument("--dry-run", action="store_true", help="say what would be added")
    shown = acts.add_parser("list", help="list what is known")
    shown.add_argument("--json", action="store_true", help="one JSON object a line")
    gone = acts.add_parser("remove", help="forget a domain, or an organisation by its name")
    gone.add_argument("what", metavar="DOMAIN|NAME")


def run(options: argparse.Namespace) -> int:
    """Do one of the three."""
    if options.act == "import":
        return _import(options.file, dry_run=options.dry_run)
    if options.act == "remove":
        return _remove(options.what)
    return _list(as_json=options.json)


def _import(path: Path, *, dry_run: bool) -> int:
    lines = _read(path)
    with opened_database(load_settings()) as database, database.begin() as session:
        changed, wrong = _add(session, lines)
        if wrong:
            _refuse(path, wrong)
        if dry_run:
            session.rollback()
    would = "would be " if dry_run else ""
    same = len(lines) - changed
    print(f"{changed} organisations {would}added or changed, {same} known as they are")
    return DONE


def _read(path: Path) -> list[Line]:
    try:
        lines, wrong = read_file(path.read_bytes())
    except OSError as error:
        raise CommandError(f"{path}: cannot read it ({error.strerror})") from None
    except FileError as error:
        raise CommandError(f"{path}: {error}") from None
    if wrong:
        _refuse(path, wrong)
    return lines


def _add(session: Session, lines: list[Line]) -> tuple[int, list[str]]:
    now, changed, wrong = utc_now(), 0, []
    for line in lines:
        try:
            changed += directory.add(
                session, line.organisation, source=Source.IMPORTED, by=_BY, now=now
            )
        except TakenError as error:
            wrong.append(f"line {line.number}: {error}; give it one organisation")
    return changed, wrong


def _refuse(path: Path, wrong: list[str]) -> NoReturn:
    for told in wrong[: min(len(wrong), _MOST_TOLD) - 1]:
        complain(f"{path} {told}")
    more = f" and {len(wrong) - _MOST_TOLD} more" if len(wrong) > _MOST_TOLD else ""
    raise CommandError(f"{path} {wrong[:_MOST_TOLD][-1]}{more}; nothing was added")


def _list(*, as_json: bool) -> int:
    with opened_database(load_settings()) as database, database.reading() as session:
        found = directory.listed(session)
    for one in found:
        print(json.dumps(_as_json(one), ensure_ascii=False) if as_json else one_line(_line(one)))
    if not found and not as_json:
        complain("the directory is empty; `acsg-intake directory import FILE` fills it")
    return DONE


def _as_json(one: Organisation) -> dict[str, Any]:
    return {
        "organisation": one.name,
        "state": one.state,
        "kind": str(one.kind),
        "domains": list(one.domains),
        "contacts": list(one.contacts),
        "source": str(one.source),
        "added_by": one.added_by,
        "added_at": rfc3339(one.added_at),
    }


def _line(one: Organisation) -> str:
    where = " ".join((*one.domains, *one.contacts))
    source = "imported" if one.source is Source.IMPORTED else f"seen, confirmed by {one.added_by}"
    return f"{one.state or '--'}  {one.kind:<9}  {one.name}  {where}  ({source})"


def _remove(what: str) -> int:
    with opened_database(load_settings()) as database, database.begin() as session:
        gone = directory.remove(session, what.strip(), now=utc_now())
    if not gone:
        raise CommandError(f"nothing is known of {what}; `acsg-intake directory list` lists all")
    print(f"forgotten: {', '.join(gone)}")
    return DONE
