"""Which mailbox is emptied, how it is opened, and what becomes of its mails: a plain value."""

from __future__ import annotations

import shlex
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from ingest.imap_errors import MailboxError

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

_TOKEN_SECONDS: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One folder of one user on one mail server."""

    host: str
    port: int
    #: from the first byte, by STARTTLS, or not at all
    tls: Literal["tls", "starttls", "none"] = "tls"
    #: certificates to trust instead of the system's
    ca_file: Path | None = None
    user: str
    password: str | None = field(default=None, repr=False)
    #: prints an OAuth 2.0 access token; goes before a password
    token_command: str | None = field(default=None, repr=False)
    folder: str = "INBOX"
    #: of a mail that is safe: mark it as read
    marks_seen: bool = False
    #: of a mail that is safe: the folder to move it to
    moves_to: str | None = None
    #: older mails stay as they are, by the server's date of receipt
    since: date | None = None

    @property
    def name(self) -> str:
        """By which the place in it is kept."""
        return f"{self.user}@{self.host}:{self.port}/{self.folder}"

    def token(self) -> str:
        """A fresh access token.

        Raises:
            MailboxError: the command gave none.

        """
        try:
            done = subprocess.run(  # noqa: S603 - the operator's own command
                shlex.split(self.token_command or ""),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=_TOKEN_SECONDS,
                check=True,
            )
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            raise MailboxError("no_token") from error
        token = done.stdout.strip()
        if not token or not token.isascii() or not token.isprintable():
            raise MailboxError("no_token")
        return token
