"""The boxes that this program empties itself: a mailbox of another server, a watched folder."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING, Final

from bot.postman import Postman, working
from bot.settings import Chat
from ingest.imap import Visits
from ingest.imap_account import Account
from ingest.imap_taking import Taking
from ingest.watching import Watch

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from contextlib import AbstractAsyncContextManager
    from datetime import datetime

    from bot.settings import Settings
    from store.model import Accepted, Arrival
    from store.session import Database

_MEGABYTE: Final = 1_000_000


def may_empty(settings: Settings) -> bool:
    """Whether to look into the mailbox at all: a rehearsal takes no real letters away."""
    is_far = settings.imap is not None and not settings.imap.address.is_loopback
    return not (is_far and settings.chat is Chat.SANDBOX)


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
        return Visits(account, taking, poll_seconds=settings.imap_poll_seconds)

    return working(visits, f"imap {account.name}", db=db, clock=clock)


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
    # the same path on another host is another folder
    name = f"watch {platform.node()} {folder.absolute()}"
    return working(lambda: Watch(folder, submit, most_bytes=most_bytes), name, db=db, clock=clock)


def account_of(settings: Settings) -> Account:
    """The mailbox that the settings name.

    Raises:
        ValueError: they name none.

    """
    if settings.imap is None or settings.imap_user is None:
        raise ValueError("no mailbox is set")
    secret = settings.imap_password
    return Account(
        host=settings.imap.address.host,
        port=settings.imap.address.port,
        tls=settings.imap_security,
        ca_file=settings.imap_ca,
        user=settings.imap_user,
        password=secret.get_secret_value() if secret else None,
        token_command=settings.imap_token_command,
        folder=settings.imap_folder,
        marks_seen=settings.imap_after.marks_seen,
        moves_to=settings.imap_after.moves_to,
        since=settings.imap_since,
    )
