"""The way out for mail: a relay by SMTP, or files in a folder where there is none."""

from __future__ import annotations

import os
from dataclasses import dataclass
from email.policy import SMTP
from typing import TYPE_CHECKING, Protocol

from bot.delivery_errors import NotDeliveredError
from bot.relay import Relay

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

    from bot.settings import Settings


class Outgoing(Protocol):
    """Takes a mail or raises `NotDeliveredError`."""

    def send(self, mail: EmailMessage, *, sender: str, to: str, name: str) -> None:
        """Send a mail; `name` tells it from others where it becomes a file."""

    def cut(self) -> None:
        """Wait no longer for an answer to what is being sent."""


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
            raise NotDeliveredError("folder_not_writable", of_relay=True) from error

    def cut(self) -> None:
        """Nothing is waited for here."""


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
