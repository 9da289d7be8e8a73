"""What `check` says of a mailbox on a real server, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.boxes import account_of
from bot.mail_checks import mailbox, watched
from bot.records import opened_database
from bot.settings import Settings, load_settings
from store import mailboxes
from store.mailboxes import LeftMail
from tests.dovecot import PASSWORD, USER, MailServer, mail_server
from tests.factories import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def server() -> Iterator[MailServer]:
    with mail_server() as one:
        yield one


def settings_of(server: MailServer, folder: Path, **changes: str) -> Settings:
    return load_settings(
        {
            "ACSG_DATA_DIR": str(folder),
            "ACSG_IMAP": f"localhost:{server.tls_port}",
            "ACSG_IMAP_CA": str(server.ca_file),
            "ACSG_IMAP_USER": USER,
            "ACSG_IMAP_PASSWORD": PASSWORD,
            **changes,
        }
    )


def test_without_a_mailbox_there_is_nothing_to_do() -> None:
    assert mailbox(load_settings({})).state == "ok"


def test_a_mailbox_that_opens_is_named(server: MailServer, tmp_path: Path) -> None:
    found = mailbox(settings_of(server, tmp_path))

    assert (found.state, found.hint) == ("ok", "")
    assert found.subject == f"mailbox at localhost:{server.tls_port}, folder INBOX"


@pytest.mark.parametrize(
    ("changes", "setting"),
    [
        ({"ACSG_IMAP": "localhost:1"}, "ACSG_IMAP"),
        ({"ACSG_IMAP_PASSWORD": "wrong"}, "ACSG_IMAP_USER"),
        ({"ACSG_IMAP_FOLDER": "Nowhere"}, "ACSG_IMAP_FOLDER"),
        ({"ACSG_IMAP_TOKEN_COMMAND": "false"}, "ACSG_IMAP_TOKEN_COMMAND"),
    ],
)
@pytest.mark.timeout(120)
def test_what_fails_names_the_setting_to_look_at(
    changes: dict[str, str], setting: str, server: MailServer, tmp_path: Path
) -> None:
    found = mailbox(settings_of(server, tmp_path, **changes))

    assert found.state == "failed"
    assert found.hint.startswith(f"{setting}: ")


def test_a_certificate_of_nobody_trusted_is_told(server: MailServer, tmp_path: Path) -> None:
    found = mailbox(settings_of(server, tmp_path, ACSG_IMAP_CA=""))

    assert found.state == "failed"
    assert "ACSG_IMAP_CA" in found.hint


def test_a_folder_to_move_to_may_come_later(server: MailServer, tmp_path: Path) -> None:
    found = mailbox(settings_of(server, tmp_path, ACSG_IMAP_AFTER="move:Later"))

    assert found.state == "warning"
    assert found.hint.startswith("ACSG_IMAP_AFTER: ")


def test_mails_that_wait_there_for_a_person_are_counted(server: MailServer, tmp_path: Path) -> None:
    settings = settings_of(server, tmp_path)
    large = LeftMail(uid=7, code="too_large", size_bytes=50_000_000)
    with opened_database(settings) as database, database.begin() as session:
        mailboxes.leave(session, account_of(settings).name, 1, large, now=NOW)

    found = mailbox(settings)

    assert found.state == "warning"
    assert found.hint == "mails still in the mailbox: 1 over ACSG_MAX_MESSAGE_MB (raise it)"


def test_a_watched_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    there = load_settings({"ACSG_WATCH_DIR": str(tmp_path)})
    missing = load_settings({"ACSG_WATCH_DIR": str(tmp_path / "in")})

    assert (watched(there).state, watched(missing).state) == ("ok", "failed")
