"""The boxes that this program empties itself: a mailbox of another server, a watched folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.boxes import account_of, folder_name
from bot.postman import Postman, working
from ingest.box_notes import BoxNotes
from ingest.imap import Visits
from ingest.imap_taking import Taking
from ingest.watching import Watch
from store import boxes

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from contextlib import AbstractAsyncContextManager
    from datetime import datetime

    from bot.settings import Settings
    from store.model import Accepted, Arrival
    from store.session import Database

_MEGABYTE: Final = 1_000_000


def emptied(
    settings: Settings,
    *,
    db: Database,
    submit: Callable[[Arrival], Future[Accepted]],
    clock: Callable[[], datetime],
) -> AbstractAsyncContextManager[Postman]:
    """Take mail in from the mailbox that the settings name, beside whatever else runs."""
    account = account_of(settings)

    def visits() -> Visits:
        taking = Taking(
            db,
            submit,
            name=account.name,
            clock=clock,
            most_bytes=settings.max_message_mb * _MEGABYTE,
        )
        notes = BoxNotes(db, boxes.MAILBOX, account.name, clock=clock)
        return Visits(account, taking, poll_seconds=settings.imap_poll_seconds, note=notes.note)

    lease = boxes.lease_of(boxes.MAILBOX, account.name)
    return working(visits, lease, db=db, clock=clock)


def watched(
    settings: Settings,
    *,
    db: Database,
    submit: Callable[[Arrival], Future[Accepted]],
    clock: Callable[[], datetime],
) -> AbstractAsyncContextManager[Postman]:
    """Take files in from the folder that the settings name, beside whatever else runs.

    Raises:
        ValueError: they name none.

    """
    folder = settings.watch_dir
    if folder is None:
        raise ValueError("no folder is set")
    most_bytes = settings.max_message_mb * _MEGABYTE
    name = folder_name(folder)

    def watch() -> Watch:
        notes = BoxNotes(db, boxes.FOLDER, name, clock=clock)
        return Watch(folder, submit, most_bytes=most_bytes, note=notes.note)

    return working(watch, boxes.lease_of(boxes.FOLDER, name), db=db, clock=clock)
