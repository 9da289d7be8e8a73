"""The checks of the ways in for mail beside SMTP, each with what to do."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from bot.boxes import account_of
from bot.checks_found import Found
from bot.exits import CommandError
from bot.records import opened_database
from ingest.imap_errors import MailboxError, RefusedError
from store import mailboxes

if TYPE_CHECKING:
    from bot.settings import Settings
    from ingest.imap_account import Account

#: code of what is wrong -> what to do
_HINTS: Final = {
    "unreachable": "ACSG_IMAP: no mail server answers there; see the name, the port, "
    "ACSG_IMAP_TLS, the firewall",
    "certificate": "ACSG_IMAP: its certificate is not trusted, or is for another name; give the "
    "name that stands in it, or its authority's file as ACSG_IMAP_CA",
    "no_tls": "ACSG_IMAP_TLS: the server does not speak TLS in this way; try starttls or tls",
    "not_understood": "ACSG_IMAP: what answers there is no IMAP server, or wants another "
    "ACSG_IMAP_TLS",
    "login_refused": "ACSG_IMAP_USER: the server refuses the login; see user and password or "
    "token, and whether IMAP is switched on for this mailbox",
    "no_token": "ACSG_IMAP_TOKEN_COMMAND: it fails or prints no token; run it by hand",
    "no_folder": "ACSG_IMAP_FOLDER: the mailbox has no such folder; folders inside others are "
    "written with the server's separator, as INBOX/Letters or INBOX.Letters",
    "lost": "ACSG_IMAP: the server hung up; try again, then see its log",
}
_OTHER_HINT: Final = "ACSG_IMAP: the server refused a command; see its log"


def mailbox(settings: Settings) -> Found:
    """Whether the mail server answers, the login works and the folders exist."""
    if settings.imap is None:
        return Found(subject="no mailbox to empty (ACSG_IMAP)", state="ok")
    account = account_of(settings)
    try:
        hint = _look_into(account)
    except MailboxError as error:
        hint = _HINTS.get(error.code, _OTHER_HINT)
        return Found(subject="mailbox", state="failed", hint=hint)
    except RefusedError:
        return Found(subject="mailbox", state="failed", hint=_OTHER_HINT)
    subject = f"mailbox at {settings.imap}, folder {account.folder}"
    hint = hint or _left(settings, account)
    return Found(subject=subject, state="warning" if hint else "ok", hint=hint)


def _look_into(account: Account) -> str:
    """Open the folder; what else is to be done, or nothing."""
    from ingest.imap_session import open_session  # noqa: PLC0415 - only those who have a mailbox wait for it

    session = open_session(account)
    try:
        session.select()
        target = account.moves_to
        if target is not None and not session.has_folder(target):
            return f"ACSG_IMAP_AFTER: there is no folder {target} yet; the program will make it"
    finally:
        session.close()
    return ""


def _left(settings: Settings, account: Account) -> str:
    """Which mails wait there for a person."""
    try:
        with opened_database(settings) as database, database.reading() as session:
            left = mailboxes.count_left(session, account.name)
    except CommandError:
        return ""  # the check of the database says it
    if not left:
        return ""
    too_large = left.pop("too_large", 0)
    parts = [f"{too_large} over ACSG_MAX_MESSAGE_MB (raise it)"] if too_large else []
    if left:
        parts.append(f"{sum(left.values())} that could not be taken in (save them as files)")
    return f"mails still in the mailbox: {', '.join(parts)}"


def watched(settings: Settings) -> Found:
    """Whether the watched folder can be read and written."""
    folder = settings.watch_dir
    if folder is None:
        return Found(subject="no watched folder (ACSG_WATCH_DIR)", state="ok")
    if folder.is_dir() and os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return Found(subject=f"watched folder {folder}", state="ok")
    hint = "ACSG_WATCH_DIR: make this folder, and let the program's user read and write it"
    return Found(subject="watched folder", state="failed", hint=hint)
