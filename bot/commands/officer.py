"""`acsg-intake officer`: who belongs to the secretariat; works without chat, and at once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.exits import DONE, CommandError
from bot.records import opened_database
from bot.settings import load_settings
from bot.terminal import complain, one_line
from bot.utc import utc_now
from store import officers
from store.errors import LastAdministratorError
from store.model import OfficerRole

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    shown = acts.add_parser("list", help="list everybody with their role")
    shown.add_argument("--json", action="store_true", help="one JSON object a line")
    added = acts.add_parser("add", help="let a person in, or give them another role")
    added.add_argument("id", type=int, metavar="ID", help="user id of their chat account")
    roles = [str(one) for one in OfficerRole]
    added.add_argument("--role", choices=roles, default=str(OfficerRole.OFFICER))
    gone = acts.add_parser("revoke", help="shut a person out at once, as after a lost phone")
    gone.add_argument("id", type=int, metavar="ID", help="user id of their chat account")


def run(options: argparse.Namespace) -> int:
    """Do one of the three."""
    if options.act == "list":
        return _list(as_json=options.json)
    try:
        if options.act == "add":
            return _add(options.id, OfficerRole(options.role))
        return _revoke(options.id)
    except LastAdministratorError:
        raise CommandError(
            f"{options.id} is the only administrator; nothing was changed. Name another first: "
            "`acsg-intake officer add ID --role administrator`"
        ) from None


def _list(*, as_json: bool) -> int:
    with opened_database(load_settings()) as database, database.reading() as session:
        found = officers.listed(session)
    for one in found:
        line = {"id": one.id, "name": one.name, "role": str(one.role)}
        told = f"{one.id:<14} {one.role:<14} {one.name}"
        print(json.dumps(line, ensure_ascii=False) if as_json else one_line(told))
    if not found and not as_json:
        complain("there is nobody yet; `acsg-intake officer add ID --role administrator` begins")
    return DONE


def _add(user_id: int, role: OfficerRole) -> int:
    if user_id <= 0:
        raise CommandError(f"{user_id} is no user id: those of people are above 0")
    with opened_database(load_settings()) as database, database.begin() as session:
        changed = officers.add(session, user_id, role, now=utc_now())
    print(f"{user_id} is {role}" if changed else f"{user_id} is {role} already")
    return DONE


def _revoke(user_id: int) -> int:
    with opened_database(load_settings()) as database, database.begin() as session:
        gone = officers.revoke(session, user_id, now=utc_now())
    if gone is None:
        raise CommandError(f"{user_id} is nobody here; `acsg-intake officer list` lists all")
    print(one_line(f"shut out: {gone.id} {gone.name} ({gone.role})"))
    return DONE
