"""The setting of the translator: a command on this machine, or the address of a service."""

from __future__ import annotations

import ipaddress
import re
import shlex
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, field_validator

_SERVICE: Final = re.compile(r"https?://[^/\s?#@]+(/[^\s?#]*)?", re.IGNORECASE)
_OFF: Final = "off"
_PORTS: Final = {"http": 80, "https": 443}
_LOCAL: Final = "localhost"


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslatorCommand:
    """A program that gets a text, and the two languages as its last arguments."""

    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslatorService:
    """A service that speaks LibreTranslate's protocol."""

    #: what answers `POST`
    url: str
    host: str
    is_tls: bool

    @property
    def is_here(self) -> bool:
        """Whether it runs on this machine, as far as its address tells."""
        if self.host == _LOCAL:
            return True
        address = literal(self.host)
        return address is not None and address.is_loopback


def parse_translator(value: str) -> TranslatorCommand | TranslatorService | None:
    """What translates; None for `off`.

    Raises:
        ValueError: it is neither, or an address to which letters must not go.

    """
    if value.lower() == _OFF:
        return None
    if "://" in value:
        return _service(value)
    try:
        arguments = tuple(shlex.split(value))
    except ValueError:
        raise ValueError("give a command whose quotation marks are closed") from None
    if not arguments:
        raise ValueError("give a command, or an address such as http://127.0.0.1:5000")
    return TranslatorCommand(arguments=arguments)


def literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address that a host is written as; None for a name."""
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def is_near(host: str) -> bool:
    """Whether an address is of this machine or of a network of one's own."""
    found = literal(host)
    return (
        found is not None and (found.is_private or found.is_loopback) and not found.is_unspecified
    )


def _service(value: str) -> TranslatorService:
    if not _SERVICE.fullmatch(value):
        raise ValueError("give an http(s) address without a user, ? and #")
    parts = urlsplit(value)
    try:
        host, port = (parts.hostname or "").lower(), parts.port or _PORTS[parts.scheme]
    except ValueError:
        raise ValueError("give a port between 1 and 65535") from None
    is_tls = parts.scheme == "https"
    if not is_tls and literal(host) is not None and not is_near(host):
        raise ValueError("give https://, or an address of this machine or of your own network")
    shown = f"[{host}]" if ":" in host else host
    path = parts.path.rstrip("/").removesuffix("/translate")
    url = f"{parts.scheme}://{shown}:{port}{path}/translate"
    return TranslatorService(url=url, host=host, is_tls=is_tls)


class TranslatorSettings(BaseModel):
    """What translates quotes for officers. A part of `bot.settings.Settings`."""

    model_config = ConfigDict(frozen=True)

    translator: TranslatorCommand | TranslatorService | None = None

    @field_validator("translator", mode="before")
    @classmethod
    def _translator(cls, value: object) -> object:
        return parse_translator(value) if isinstance(value, str) else value
