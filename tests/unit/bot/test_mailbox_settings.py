"""Settings of the ways in for mail beside SMTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.boxes import account_of, may_empty, names_of
from bot.mailbox_settings import AfterTaking
from bot.setting_errors import SettingsError
from bot.settings import load_settings

if TYPE_CHECKING:
    from pathlib import Path

MAILBOX = {
    "ACSG_IMAP": "imaps://mail.example.org",
    "ACSG_IMAP_USER": "intake@example.org",
    "ACSG_IMAP_PASSWORD": "secret",
}


@pytest.mark.parametrize(
    ("written", "address", "security"),
    [
        ("imaps://mail.example.org", "mail.example.org:993", "tls"),
        ("IMAPS://mail.example.org:1993/", "mail.example.org:1993", "tls"),
        ("imap://mail.example.org", "mail.example.org:143", "starttls"),
        ("mail.example.org:993", "mail.example.org:993", "tls"),
        ("imaps://[2001:db8::1]", "[2001:db8::1]:993", "tls"),
        ("imaps://[2001:db8::1]:1993", "[2001:db8::1]:1993", "tls"),
    ],
)
def test_a_mail_server_is_written_as_an_address(written: str, address: str, security: str) -> None:
    settings = load_settings(MAILBOX | {"ACSG_IMAP": written})

    assert str(settings.imap) == address
    assert settings.imap_security == security


def test_without_a_mail_server_nothing_of_it_is_needed() -> None:
    assert load_settings({}).imap is None
    assert load_settings({"ACSG_IMAP": "off"}).imap is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ACSG_IMAP", "mail.example.org"),
        ("ACSG_IMAP", "pop3://mail.example.org"),
        ("ACSG_IMAP", "imaps://user@mail.example.org"),
        ("ACSG_IMAP", "imaps://mail.example.org/INBOX"),
        ("ACSG_IMAP_TLS", "ssl"),
        ("ACSG_IMAP_TLS", "none"),
        ("ACSG_IMAP_AFTER", "delete"),
        ("ACSG_IMAP_AFTER", "move:"),
        ("ACSG_IMAP_AFTER", "move:INBOX"),
        ("ACSG_IMAP_SINCE", "yesterday"),
        ("ACSG_IMAP_POLL_SECONDS", "0"),
        ("ACSG_IMAP_CA", "/no/such/file"),
        ("ACSG_IMAP_USER", ""),
        ("ACSG_IMAP_PASSWORD", ""),
    ],
)
def test_what_cannot_be_used_is_one_line_that_names_the_setting(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(MAILBOX | {name: value})

    line = str(caught.value)
    assert line.startswith(f"{name}: ")
    assert "\n" not in line
    assert "secret" not in line


@pytest.mark.parametrize(
    ("written", "after"),
    [
        ("seen", AfterTaking(marks_seen=True)),
        ("nothing", AfterTaking()),
        ("move:Letters taken", AfterTaking(moves_to="Letters taken")),
    ],
)
def test_what_becomes_of_a_mail_is_a_word(written: str, after: AfterTaking) -> None:
    assert load_settings(MAILBOX | {"ACSG_IMAP_AFTER": written}).imap_after == after


def test_the_password_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("of the file\n")
    env = {name: value for name, value in MAILBOX.items() if name != "ACSG_IMAP_PASSWORD"}

    settings = load_settings(env | {"ACSG_IMAP_PASSWORD_FILE": str(tmp_path / "password")})

    assert account_of(settings).password == "of the file"
    assert "of the file" not in repr(settings)


def test_a_place_is_kept_for_each_user_server_and_folder() -> None:
    settings = load_settings(MAILBOX | {"ACSG_IMAP_FOLDER": "Letters"})

    assert account_of(settings).name == "intake@example.org@mail.example.org:993/Letters"


@pytest.mark.parametrize(
    ("chat", "address", "may"),
    [
        ("sandbox", "imaps://mail.example.org", False),
        ("sandbox", "imaps://localhost", True),
        ("off", "imaps://mail.example.org", True),
    ],
)
def test_a_rehearsal_takes_no_real_letters(chat: str, address: str, may: bool) -> None:  # noqa: FBT001 - a row of the table
    settings = load_settings(MAILBOX | {"ACSG_CHAT": chat, "ACSG_IMAP": address})

    assert may_empty(settings) is may


def test_a_rehearsal_knows_of_no_far_mailbox() -> None:
    settings = {"ACSG_IMAP": "imaps://mail.example.org", "ACSG_IMAP_USER": "u"}
    settings |= {"ACSG_IMAP_PASSWORD": "p", "ACSG_CHAT": "sandbox"}

    assert names_of(load_settings(settings)) == {"imap": None, "watch": None}
