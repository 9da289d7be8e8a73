"""The way out for mail: a relay by SMTP, or files in a folder where there is none."""

from __future__ import annotations

import os
import shlex
import smtplib
import ssl
import subprocess
from dataclasses import dataclass
from email.policy import SMTP
from typing import TYPE_CHECKING, Final, Literal, Protocol

from bot.delivery_errors import NotDeliveredError

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

    from bot.settings import Settings

_TIMEOUT_S: Final = 30
#: first digit of an SMTP code that means "never"
_NEVER: Final = 5


class Outgoing(Protocol):
    """Takes a mail or raises `NotDeliveredError`."""

    def send(self, mail: EmailMessage, *, sender: str, to: str, name: str) -> None:
        """Send a mail; `name` tells it from others where it becomes a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """A mail server that takes our mail."""

    host: str
    port: int
    tls: Literal["none", "starttls", "tls"] = "none"
    user: str | None = None
    password: str | None = None
    #: prints an OAuth access token
    token_command: str | None = None

    def send(self, mail: EmailMessage, *, sender: str, to: str, name: str) -> None:  # noqa: ARG002
        """Hand over a mail; once the connection is lost in the middle its fate is unknown."""
        try:
            with self._connected() as server:
                self._log_in(server)
                self._send(server, mail, sender, to)
        except smtplib.SMTPException as error:
            raise _decision(error) from error
        except (OSError, subprocess.SubprocessError) as error:
            raise NotDeliveredError("relay_unreachable") from error

    def _connected(self) -> smtplib.SMTP:
        if self.tls == "tls":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self.host, self.port, timeout=_TIMEOUT_S, context=context)
        server = smtplib.SMTP(self.host, self.port, timeout=_TIMEOUT_S)
        if self.tls == "starttls":
            server.starttls(context=ssl.create_default_context())
        return server

    def _log_in(self, server: smtplib.SMTP) -> None:
        if self.user is None:
            return
        if self.token_command is not None:
            token = _printed(self.token_command)
            answer = f"user={self.user}\x01auth=Bearer {token}\x01\x01"
            server.ehlo_or_helo_if_needed()
            server.auth("XOAUTH2", lambda challenge=None: "" if challenge else answer)
        else:
            server.login(self.user, self.password or "")

    def _send(self, server: smtplib.SMTP, mail: EmailMessage, sender: str, to: str) -> None:
        try:
            server.send_message(mail, from_addr=sender, to_addrs=[to])
        except smtplib.SMTPServerDisconnected as error:
            raise NotDeliveredError("relay_lost", unknown=True) from error
        except smtplib.SMTPException:
            raise
        except OSError as error:
            raise NotDeliveredError("relay_lost", unknown=True) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """Mail as files, for whoever has no relay."""

    path: Path

    def send(self, mail: EmailMessage, *, sender: str, to: str, name: str) -> None:  # noqa: ARG002
        """Write a mail as `<name>.eml`; the same again replaces it."""
        target = self.path / f"{name}.eml"
        draft = self.path / f".{name}.part"
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            private = os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
            with os.fdopen(private, "wb") as file:
                file.write(mail.as_bytes(policy=SMTP))
                file.flush()
                os.fsync(file.fileno())
            draft.replace(target)
        except OSError as error:
            raise NotDeliveredError("folder_not_writable") from error


def outgoing_of(settings: Settings) -> Outgoing:
    """The way out for mail that the settings name."""
    if settings.relay is None:
        return Folder(path=settings.data_dir / "outgoing")
    secret = settings.relay_password
    return Relay(
        host=settings.relay.host,
        port=settings.relay.port,
        tls=settings.relay_tls,
        user=settings.relay_user,
        password=secret.get_secret_value() if secret else None,
        token_command=settings.relay_token_command,
    )


def _printed(command: str) -> str:
    done = subprocess.run(  # noqa: S603 - the operator's own command
        shlex.split(command), capture_output=True, text=True, timeout=_TIMEOUT_S, check=True
    )
    return done.stdout.strip()


def _decision(error: smtplib.SMTPException) -> NotDeliveredError:
    """What follows from an answer: 5xx to the address or the mail is for good, else later."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return NotDeliveredError("relay_login_refused", retry_after=300)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return NotDeliveredError("relay_lacks_feature", permanent=True)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
        return NotDeliveredError("recipient_refused", permanent=all(map(_is_never, codes)))
    if isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPDataError):
        return NotDeliveredError("mail_refused", permanent=_is_never(error.smtp_code))
    return NotDeliveredError("relay_error")


def _is_never(code: int) -> bool:
    return code // 100 == _NEVER
