"""Addresses to listen on or connect to, as settings write them."""

from __future__ import annotations

import errno
import ipaddress
import os
from typing import NamedTuple

LAST_PORT = 65_535


class Listen(NamedTuple):
    """A host and a port."""

    host: str
    port: int

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach it."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def parse_listen(text: str) -> Listen | None:
    """Read `host:port`, `[v6]:port` or `off`.

    Raises:
        ValueError: With a sentence that says what to give.

    """
    if text.strip().lower() == "off":
        return None
    host, _, port = text.strip().rpartition(":")
    if not host or not port.isdigit() or int(port) > LAST_PORT:
        raise ValueError("give host:port, such as 127.0.0.1:8025, or off")
    return Listen(host.strip("[]"), int(port))


def not_listening(name: str, listen: Listen, error: OSError) -> str:
    """Say in one line why an address cannot be listened on, and what to do.

    Args:
        name: of the setting.
        listen: its value.
        error: what the system said; asyncio's own words for it are long.

    """
    number = error.errno or 0
    reason = os.strerror(number) if number > 0 else error.strerror
    hint = {
        errno.EADDRINUSE: "; stop what listens there, or give another port",
        errno.EACCES: "; ports below 1024 are for root, give a higher one",
        errno.EADDRNOTAVAIL: "; give an address of this machine, or 0.0.0.0 for all",
    }.get(number, "")
    return f"{name}: cannot listen on {listen} ({reason}){hint}"
