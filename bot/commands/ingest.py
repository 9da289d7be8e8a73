"""`acsg-intake ingest`: hand files to the store as if received; a file is known again."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.exits import DONE, FAILED, USAGE, CommandError
from bot.inputs import inputs
from bot.records import opened_database
from bot.settings import load_settings
from bot.terminal import complain
from bot.utc import utc_now
from ingest import workflows
from ingest.accept import Acceptor
from ingest.errors import StorageError
from ingest.identity import identity
from ingest.keeping import Keeper
from ingest.saved import Unopened
from store import inbox, replacing
from store.errors import NotParkedError, UnknownMessageError
from store.model import MessageStatus

if TYPE_CHECKING:
    import argparse

    from ingest.saved import Input
    from store.model import Arrival, InboxMessage
    from store.session import Database


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="files, mbox files, folders, Maildirs; - is a mail on stdin",
    )
    parser.add_argument(
        "--replaces",
        metavar="ID",
        help="id or reference of a parked message that the one file is a mended copy of",
    )


def run(options: argparse.Namespace) -> int:
    """Print one id an input; exit 1 where one could not be kept."""
    if options.replaces and len(options.paths) > 1:
        raise CommandError("ingest: --replaces takes one file", USAGE)
    settings = load_settings()
    failed = False
    with ExitStack() as stack:
        database = stack.enter_context(opened_database(settings))
        parked = _parked(database, options.replaces) if options.replaces else None
        workflows.prepare(settings.database)
        enqueuer = workflows.Enqueuer(settings.database)
        stack.callback(enqueuer.close)
        acceptor = Acceptor(
            Keeper(database, enqueuer.enqueue_all, clock=utc_now, zone=settings.zone)
        )
        stack.callback(acceptor.close)
        for item in inputs(options.paths):
            if isinstance(item, Unopened):
                line, good = f"{item.source}: {item.reason}", False
            else:
                line, good = _handed_over(acceptor, item, database, parked)
            failed = failed or not good
            if good:
                print(line)
            else:
                complain(line)
    return FAILED if failed else DONE


def _parked(database: Database, given: str) -> InboxMessage:
    with database.reading() as session:
        try:
            message = inbox.by_ref(session, given) or inbox.get(session, given)
        except UnknownMessageError:
            raise CommandError(
                f"no message {given}; `acsg-intake messages --status parked` lists them"
            ) from None
    if message.status not in {MessageStatus.PARKED, MessageStatus.REPLACED}:
        raise CommandError(f"{given} is not parked; nothing was taken in")
    return message


def _handed_over(
    acceptor: Acceptor, item: Input, database: Database, parked: InboxMessage | None
) -> tuple[str, bool]:
    try:
        arrival = item.arrival if parked is None else _in_place_of(parked, item)
    except Exception as error:  # noqa: BLE001 - whatever one file does, the others come in
        why = type(error).__name__
        return f"{item.source}: cannot take it in ({why}); keep it, the program is at fault", False
    try:
        accepted = acceptor.submit(arrival).result()
    except StorageError as error:
        return f"{item.source}: {error}", False
    line = f"{accepted.id}  {accepted.ref}  {'new' if accepted.new else 'known'}"
    if parked is None:
        return line, True
    try:
        with database.begin() as session:
            replacing.replace(session, parked.id, accepted, now=utc_now())
    except NotParkedError:
        return f"{item.source}: it is {parked.ref} itself, or that was run again meanwhile", False
    return f"{line}  in place of {parked.ref}", True


def _in_place_of(parked: InboxMessage, item: Input) -> Arrival:
    """A mended copy with the envelope of what it is of: whom it came from and whom to answer."""
    return replace(
        item.arrival,
        identity=identity(parked.sender, item.raw),
        sender=parked.sender,
        recipients=parked.recipients,
        peer=parked.peer,
        helo=parked.helo,
    )
