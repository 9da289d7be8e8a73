"""Settings of how it is found out where a mail comes from."""

from __future__ import annotations

import ipaddress
import re
from typing import Final, Literal

from pydantic import Field, field_validator

from bot.document_settings import DocumentSettings
from bot.listen import Listen, parse_listen
from ingest.domains import plain_domain

#: a name, mostly that of a host (RFC 8601, 2.5)
_AUTHSERV_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,253}")


class SenderSettings(DocumentSettings):
    """Who is asked about a mail's sender: DNS, or our own mail server.

    A part of `bot.settings.Settings`.
    """

    #: None: the system's resolver, except in the rehearsal, where nobody is asked
    dns: Listen | Literal["system", "off"] | None = None
    authserv_id: str = Field(default="")
    #: who may vouch for mail that they pass on (ARC, RFC 8617)
    arc_trust: tuple[str, ...] = ()

    @field_validator("dns", mode="before")
    @classmethod
    def _dns(cls, value: object) -> object:
        if not isinstance(value, str) or value.lower() in {"system", "off"}:
            return value.lower() if isinstance(value, str) else value
        try:
            found = parse_listen(value if value.rpartition(":")[2].isdigit() else f"{value}:53")
            if found is not None:
                ipaddress.ip_address(found.host)
        except ValueError:
            found = None
        if found is None:
            raise ValueError("give system, off, or the IP address of a name server")
        return found

    @field_validator("authserv_id")
    @classmethod
    def _authserv_id(cls, value: str) -> str:
        if value and not _AUTHSERV_ID.fullmatch(value):
            raise ValueError("give the name that your mail server writes, such as mx.example.org")
        return value

    @field_validator("arc_trust", mode="before")
    @classmethod
    def _arc_trust(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        found = [plain_domain(part) for part in value.split(",") if part.strip()]
        if not all(one is not None and "." in one for one in found):
            raise ValueError("give domains, separated by commas, such as google.com,microsoft.com")
        return tuple(dict.fromkeys(found))
