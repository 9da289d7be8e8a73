"""Which boxes the settings name for this program to empty, and under which names they are known."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from bot.settings import Chat
from ingest.imap_account import Account
from store import boxes

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from bot.settings import Settings
    from store.session import Database


def may_empty(settings: Settings) -> bool:
    """Whether to look into the mailbox at all: a rehearsal takes no real letters away."""
    is_far = settings.imap is not None and not settings.imap.address.is_loopback
    return not (is_far and settings.chat is Chat.SANDBOX)


def names_of(settings: Settings) -> dict[str, str | None]:
    """Kind of box -> its name; None where the settings name none."""
    is_emptied = settings.imap is not None and may_empty(settings)
    folder = settings.watch_dir
    return {
        boxes.MAILBOX: account_of(settings).name if is_emptied else None,
        boxes.FOLDER: None if folder is None else folder_name(folder),
    }


def forget_others(settings: Settings, db: Database, *, now: datetime) -> None:
    """Strike what is known of boxes that were taken out of the settings: they alarm nobody."""
    with db.begin() as session:
        for kind, name in names_of(settings).items():
            boxes.forget_others(session, kind, name, now=now)


def folder_name(folder: Path) -> str:
    """The same path on another host is another folder."""
    return f"{platform.node()} {folder.absolute()}"


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
