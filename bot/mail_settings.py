"""Settings of how mail comes in and goes out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator

from bot.listen import Listen, parse_listen
from bot.mailbox_settings import MailboxSettings
from ingest.peers import Network, parse_networks

_ADDRESS = re.compile(r"[^@\s,<>]+@[^@\s,<>]+")


class MailSettings(MailboxSettings):
    """The doors that mail comes in by, and the relay that it leaves by.

    A part of `bot.settings.Settings`. Durations are seconds, sizes are megabytes of 1,000,000
    bytes.
    """

    smtp_listen: Listen | None = Listen("127.0.0.1", 8025)
    lmtp_listen: Listen | None = None
    smtp_peers: tuple[Network, ...] = ()
    tls_cert: Path | None = None
    tls_key: Path | None = None
    smtp_tls: Literal["offer", "require"] = "offer"
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    addresses: tuple[str, ...] = ("requests@localhost", "offers@localhost")
    max_message_mb: int = Field(default=40, ge=1, le=500)
    max_connections: int = Field(default=200, ge=1, le=10_000)
    relay: Listen | None = None
    relay_tls: Literal["none", "starttls", "tls"] = "none"
    relay_user: str | None = None
    relay_password: SecretStr | None = None
    relay_token_command: str | None = None
    relay_per_hour: int = Field(default=500, ge=1)
    relay_per_address: int = Field(default=20, ge=1)
    return_path: str = ""
    from_address: str = Field(default="", validation_alias="ACSG_FROM")

    @field_validator("smtp_listen", "lmtp_listen", "relay", mode="before")
    @classmethod
    def _mail_listen(cls, value: object) -> object:
        return parse_listen(value) if isinstance(value, str) else value

    @field_validator("smtp_peers", mode="before")
    @classmethod
    def _peers(cls, value: object) -> object:
        return parse_networks(value) if isinstance(value, str) else value

    @field_validator("addresses", mode="before")
    @classmethod
    def _addresses(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        found = tuple(part.strip().lower() for part in value.split(",") if part.strip())
        if not found or not all(_ADDRESS.fullmatch(part) for part in found):
            raise ValueError("give mail addresses, separated by commas")
        return found

    @field_validator("return_path")
    @classmethod
    def _return_path(cls, value: str) -> str:
        if value and value.lower() != "off" and not _ADDRESS.fullmatch(value):
            raise ValueError("give one of ACSG_ADDRESSES, or off")
        return value.lower()

    @field_validator("from_address")
    @classmethod
    def _from(cls, value: str) -> str:
        if value and not _ADDRESS.fullmatch(value):
            raise ValueError("give one mail address")
        return value

    @model_validator(mode="after")
    def _doors_possible(self) -> Self:
        if (self.tls_cert is None) != (self.tls_key is None):
            lacking = "KEY" if self.tls_key is None else "CERT"
            raise ValueError(f"ACSG_TLS_{lacking}: missing, a certificate and its key go together")
        if self.tls_cert is None and self.smtp_tls == "require":
            raise ValueError("ACSG_TLS_CERT: missing, ACSG_SMTP_TLS=require needs a certificate")
        if (self.smtp_user is None) != (self.smtp_password is None):
            lacking = "PASSWORD" if self.smtp_password is None else "USER"
            raise ValueError(f"ACSG_SMTP_{lacking}: missing, a name and a password go together")
        if self.smtp_user is not None and self.tls_cert is None:
            raise ValueError("ACSG_TLS_CERT: missing, a login is taken over TLS alone")
        return self

    @model_validator(mode="after")
    def _returns_possible(self) -> Self:
        if self.return_path not in {"", "off", *self.addresses}:
            raise ValueError("ACSG_RETURN_PATH: give one of ACSG_ADDRESSES, or off")
        return self

    @property
    def returns_to(self) -> str | None:
        """Address of ours that reports on outgoing mail come to; None: as the sender says."""
        if self.return_path:
            return None if self.return_path == "off" else self.return_path
        return self.sender.lower() if self.sender.lower() in self.addresses else None

    @property
    def sender(self) -> str:
        """Address that outgoing mail comes from."""
        return self.from_address or self.addresses[0]
