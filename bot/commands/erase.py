"""`acsg-intake erase REF`: take out what a message said, everywhere; leave a stub.

With `--unfinished NUMBER` a letter by chat that its sender has not handed in, which leaves nothing.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from bot.erasing import folders_of
from bot.exits import DONE, FAILED, USAGE, CommandError
from bot.records import opened_database
from bot.settings import load_settings
from bot.terminal import complain
from bot.utc import utc_now
from ingest import erasing
from store import audit, drafts, endings, erasure, inbox
from store.compaction import compact
from store.erasure import Unclean
from store.errors import RegisteredError

if TYPE_CHECKING:
    import argparse

    from store.model import InboxMessage
    from store.session import Database

_ON_REQUEST: Final = "on_request"
_LONGEST_WHY: Final = 200


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("ref", metavar="REF", nargs="?", help="of the message: ACSG-2026-0042")
    what.add_argument(
        "--unfinished", metavar="NUMBER", type=int, help="of a letter by chat that is still coming"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask whether to go on")
    parser.add_argument(
        "--why", default=_ON_REQUEST, help="kept in the audit for good, so name nobody in it"
    )
    parser.add_argument(
        "--registered", action="store_true", help="also where the register has a draft of it"
    )


def run(options: argparse.Namespace) -> int:
    """Erase one message; exit 1 where something of it is left for now."""
    if len(options.why) > _LONGEST_WHY:
        raise CommandError(f"erase: --why takes {_LONGEST_WHY} characters at most", USAGE)
    if options.unfinished is not None:
        return _forget(options)
    settings = load_settings()
    with opened_database(settings) as database:
        message = _message(database, options.ref)
        if not options.yes and not _agreed(message):
            raise CommandError("nothing was erased")
        new = _erase(database, message.id, why=options.why, registered=options.registered)
        folders = folders_of(settings)
        erasing.remove(database, folders, [Unclean(message_id=message.id, ref=message.ref)])
        is_clean = erasing.clean(database, folders, now=utc_now())
    print(f"{message.ref} erased" if new else f"{message.ref} was erased before; cleaned again")
    if not is_clean:
        complain(
            f"the database's log still holds {message.ref}, because it was being read; "
            "the running program empties it within minutes, or run this again"
        )
    return DONE if is_clean else FAILED


def _forget(options: argparse.Namespace) -> int:
    """Delete a letter that nobody handed in, with all its pieces."""
    number = options.unfinished
    if not options.yes and not _is_sure(f"the unfinished letter {number}"):
        raise CommandError("nothing was erased")
    with opened_database(load_settings()) as database:
        with database.begin() as session:
            count = endings.forget(session, number)
            if count is None:
                raise CommandError(f"no unfinished letter has the number {number}")
            details = {"why": options.why, "gathering": number, "pieces": count}
            audit.record(session, what="unfinished_erased", details=details, now=utc_now())
        is_clean = compact(database)
    print(f"unfinished letter {number} erased: {count} pieces")
    if not is_clean:
        complain("the database's log was being read and is not empty yet; run this again later")
    return DONE if is_clean else FAILED


def _message(database: Database, ref: str) -> InboxMessage:
    wanted = ref.strip().upper()
    with database.reading() as session:
        found = inbox.by_ref(session, wanted)
        draft = None if found else drafts.by_ref(session, wanted)
        if draft is not None:
            found = inbox.get(session, draft.message_id)
    if found is None:
        raise CommandError(f"no message {ref}; `acsg-intake messages` lists them")
    if draft is not None:
        raise CommandError(
            f"{draft.ref} is a draft: erasing takes its whole message, {found.ref}", USAGE
        )
    return found


def _agreed(message: InboxMessage) -> bool:
    made = f" and its drafts {', '.join(message.drafts)}" if message.drafts else ""
    return _is_sure(f"{message.ref}{made}")


def _is_sure(what: str) -> bool:
    if not sys.stdin.isatty():
        raise CommandError("erase: nobody is here to ask; give --yes", USAGE)
    print(f"{what}: what it says will be gone for good, from everywhere here.")
    return input("Erase it? Type yes: ").strip().lower() == "yes"


def _erase(database: Database, message_id: str, *, why: str, registered: bool) -> bool:
    try:
        with database.begin() as session:
            return erasure.erase(session, message_id, why=why, registered=registered, now=utc_now())
    except RegisteredError as error:
        raise CommandError(
            f"it is in the register as {error}; --registered erases what that entry says as well"
        ) from None
