"""Settings of the ways in for mail beside SMTP: a mailbox on another server, a watched folder."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Final, Literal, NamedTuple, Self

from pydantic import Field, SecretStr, field_validator, model_validator

from bot.listen import Listen, parse_listen
from bot.sender_settings import SenderSettings

_SCHEME: Final = re.compile(r"(imaps?)://([^/@\s]+)/?", re.IGNORECASE)
_PORTS: Final = {"imap": 143, "imaps": 993}
_HAS_PORT: Final = re.compile(r".*(\]|[^:\]]):\d+|[^:]+:\d+")
_MOVE: Final = "move:"


class ImapServer(NamedTuple):
    """Where a mailbox is, and whether its address said that it speaks TLS."""

    address: Listen
    speaks_tls: bool | None

    def __str__(self) -> str:
        return str(self.address)


class AfterTaking(NamedTuple):
    """What becomes of a mail in the mailbox once it is safe here."""

    marks_seen: bool = False
    moves_to: str | None = None


class MailboxSettings(SenderSettings):
    """The ways in for mail beside SMTP; a part of `bot.settings.Settings`.

    Durations are seconds.
    """

    imap: ImapServer | None = None
    imap_tls: Literal["tls", "starttls", "none"] | None = None
    imap_ca: Path | None = None
    imap_user: str | None = None
    imap_password: SecretStr | None = None
    imap_token_command: str | None = None
    imap_folder: str = "INBOX"
    imap_after: AfterTaking = AfterTaking(marks_seen=True)
    imap_since: date | None = None
    imap_poll_seconds: float = Field(default=60, ge=1, le=3_600)
    watch_dir: Path | None = None

    @field_validator("imap", mode="before")
    @classmethod
    def _imap(cls, value: object) -> object:
        return _server(value) if isinstance(value, str) else value

    @field_validator("imap_after", mode="before")
    @classmethod
    def _after(cls, value: object) -> object:
        return _after_taking(value) if isinstance(value, str) else value

    @field_validator("imap_folder", "imap_user")
    @classmethod
    def _printable(cls, value: str | None) -> str | None:
        if value is not None and not value.isprintable():
            raise ValueError("give it on one line, without control characters")
        return value

    @field_validator("imap_ca")
    @classmethod
    def _certificates(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_file():
            raise ValueError("give the path of a file with certificates (PEM)")
        return value

    @model_validator(mode="after")
    def _mailbox_possible(self) -> Self:
        if self.imap is None:
            return self
        if not self.imap_user:
            raise ValueError("ACSG_IMAP_USER: missing, ACSG_IMAP is set")
        if not (self.imap_password or self.imap_token_command):
            raise ValueError(
                "ACSG_IMAP_PASSWORD: missing, ACSG_IMAP is set; or give ACSG_IMAP_TOKEN_COMMAND"
            )
        if self.imap_security == "none" and not self.imap.address.is_loopback:
            raise ValueError(
                "ACSG_IMAP_TLS: none is for a server on this machine only; give starttls or tls"
            )
        if self.imap_after.moves_to == self.imap_folder:
            raise ValueError("ACSG_IMAP_AFTER: give another folder than that of ACSG_IMAP_FOLDER")
        return self

    @property
    def imap_security(self) -> Literal["tls", "starttls", "none"]:
        """How the connection to the mailbox is protected; TLS from the start unless said."""
        if self.imap_tls is not None:
            return self.imap_tls
        return "starttls" if self.imap is not None and self.imap.speaks_tls is False else "tls"


def _server(text: str) -> ImapServer | None:
    """Read `imaps://host:port`, `imap://host:port`, `host:port` or `off`.

    Raises:
        ValueError: With a sentence that says what to give.

    """
    found = _SCHEME.fullmatch(text.strip())
    scheme = found[1].lower() if found else None
    address = found[2] if found else text
    if scheme is not None and not _HAS_PORT.fullmatch(address):
        address = f"{address}:{_PORTS[scheme]}"
    try:
        listen = parse_listen(address)
    except ValueError:
        raise ValueError(
            "give imaps://host, imaps://host:port, host:port, or off; folder and user have "
            "settings of their own"
        ) from None
    if listen is None:
        return None
    if "/" in listen.host or listen.port == 0:
        raise ValueError("give imaps://host, imaps://host:port, host:port, or off")
    return ImapServer(listen, None if scheme is None else scheme == "imaps")


def _after_taking(text: str) -> AfterTaking:
    """Read `seen`, `nothing` or `move:Folder`.

    Raises:
        ValueError: With a sentence that says what to give.

    """
    if text == "seen":
        return AfterTaking(marks_seen=True)
    if text == "nothing":
        return AfterTaking()
    folder = text.removeprefix(_MOVE).strip()
    if not text.startswith(_MOVE) or not folder or not folder.isprintable():
        raise ValueError("give seen, nothing, or move: and the name of a folder")
    return AfterTaking(moves_to=folder)
