"""`acsg-intake retry`: run parked messages again, and read anew what met a limit."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final

from bot.exits import DONE, FAILED, USAGE, CommandError
from bot.records import opened_database
from bot.settings import load_settings
from bot.terminal import complain
from bot.utc import utc_now
from ingest import workflows
from ingest.problems import AGAIN
from store import inbox, rereading
from store.errors import UnknownMessageError
from store.model import MessageStatus
from store.rereading import NotAgain

if TYPE_CHECKING:
    import argparse

    from sqlalchemy.orm import Session

    from ingest.workflows import Enqueuer
    from store.session import Database


#: why a message is not run again, after its id
_REASONS: Final = {
    NotAgain.NOTHING_NEW: (
        "is not parked, and nothing of it met a limit or lacked a tool;"
        " `acsg-intake messages` lists what could not be read"
    ),
    NotAgain.BUSY: "is being read; `acsg-intake messages` says when it is done",
    NotAgain.UNREAD: "was replaced by a mended copy; run that again",
    NotAgain.ERASED: "was erased; nothing of it can be read",
    NotAgain.DECIDED: (
        "is not read again: a draft of it is decided, and its evidence must stay as it was"
    ),
    NotAgain.SPLIT: (
        "is not read again: an officer made two drafts of it, and nobody knows what goes to which"
    ),
    NotAgain.JOINED: (
        "is not read again: it belongs to an earlier letter, whose draft rests on its words"
    ),
    NotAgain.CASE: "is not read again: an officer said that it is one person's case",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("ids", nargs="*", metavar="ID", help="ids or references as listed")
    parser.add_argument("--all", action="store_true", help="all parked messages")


def run(options: argparse.Namespace) -> int:
    """Enqueue a new attempt for each; exit 1 where one cannot be run again or is not known."""
    if bool(options.ids) == options.all:
        raise CommandError("retry: give ids, or --all", USAGE)
    settings = load_settings()
    with opened_database(settings) as database:
        workflows.prepare(settings.database)
        with closing(workflows.Enqueuer(settings.database)) as enqueuer:
            ids = _parked(database) if options.all else _ids(database, options.ids)
            good = [_again(database, enqueuer, message_id) for message_id in ids]
    if options.all and not good:
        print("nothing is parked")
    return DONE if all(good) else FAILED


def _parked(database: Database) -> list[str]:
    with database.reading() as session:
        return [one.id for one in inbox.listed(session, status=MessageStatus.PARKED)]


def _ids(database: Database, given: list[str]) -> list[str]:
    """Message ids, also of references such as ACSG-2026-0042."""
    with database.reading() as session:
        found = {one: inbox.by_ref(session, one) for one in given}
    return [message.id if (message := found[one]) else one for one in given]


def _again(database: Database, enqueuer: Enqueuer, message_id: str) -> bool:
    """Write the new attempt and its work item in one transaction."""
    try:
        with database.begin() as session:
            attempt = _attempt(session, message_id)
            if isinstance(attempt, int):
                enqueuer.enqueue(session, message_id, attempt)
    except UnknownMessageError:
        complain(f"no message {message_id}; `acsg-intake messages` lists them")
        return False
    if isinstance(attempt, NotAgain):
        complain(f"{message_id} {_REASONS[attempt]}")
        return False
    print(f"{message_id}  attempt {attempt} waits")
    return True


def _attempt(session: Session, message_id: str) -> int | NotAgain:
    """The attempt at a parked message, or at one of which something could not be read."""
    now = utc_now()
    attempt = inbox.retry(session, message_id, now=now)
    return rereading.ask(session, message_id, AGAIN, now=now) if attempt is None else attempt
