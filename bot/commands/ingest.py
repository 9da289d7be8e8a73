"""`acsg-intake ingest`: hand files to the store as if received; a file is known again."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from bot.exits import DONE, FAILED
from bot.inputs import Unopened, inputs
from bot.records import opened_database
from bot.settings import load_settings
from bot.terminal import complain
from bot.utc import utc_now
from ingest import workflows
from ingest.accept import Acceptor
from ingest.errors import StorageError
from ingest.identity import identity
from ingest.keeping import Keeper
from store.model import Arrival

if TYPE_CHECKING:
    import argparse

    from bot.inputs import Input


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="files; - is a mail on stdin")


def run(options: argparse.Namespace) -> int:
    """Print one id an input; exit 1 where one could not be kept."""
    settings = load_settings()
    failed = False
    with ExitStack() as stack:
        database = stack.enter_context(opened_database(settings))
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
                line, good = _handed_over(acceptor, item)
            failed = failed or not good
            if good:
                print(line)
            else:
                complain(line)
    return FAILED if failed else DONE


def _handed_over(acceptor: Acceptor, item: Input) -> tuple[str, bool]:
    sender = item.sender
    arrival = Arrival(
        channel=str(item.channel),
        raw=item.raw,
        identity=identity(sender, item.raw),
        sender=sender,
    )
    try:
        accepted = acceptor.submit(arrival).result()
    except StorageError as error:
        return f"{item.source}: {error}", False
    return f"{accepted.id}  {accepted.ref}  {'new' if accepted.new else 'known'}", True
