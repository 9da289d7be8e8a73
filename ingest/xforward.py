"""What a trusted mail server says of the client before it: Postfix's XFORWARD.

The command and its values are described in Postfix's XFORWARD_README; values are xtext
(RFC 3461, 4), `[UNAVAILABLE]` stands for what the server does not know.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final

NAMES: Final = ("NAME", "ADDR", "PORT", "PROTO", "HELO", "IDENT", "SOURCE")
_UNKNOWN: Final = frozenset({"[UNAVAILABLE]", "[TEMPUNAVAIL]"})
_ENCODED: Final = re.compile(r"\+([0-9A-F]{2})")
_LONGEST: Final = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """Who gave a mail to our mail server; None for what is not known."""

    address: str | None = None
    helo: str | None = None


def parse(arg: str | None, before: Client) -> Client | None:
    """The client after one XFORWARD command, which may add to earlier ones; None: no such syntax.

    Args:
        arg: `NAME=value` pairs.
        before: what was said in this transaction so far.

    """
    address, helo = before.address, before.helo
    pairs = (arg or "").split()
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or name.upper() not in NAMES or len(value) > _LONGEST:
            return None
        known = None if value.upper() in _UNKNOWN else _decoded(value)
        if name.upper() == "ADDR":
            address = known and _address(known)
            if known and address is None:
                return None
        elif name.upper() == "HELO":
            helo = known
    return Client(address=address, helo=helo) if pairs else None


def _decoded(value: str) -> str:
    text = _ENCODED.sub(lambda found: chr(int(found[1], 16)), value)
    return "".join(ch for ch in text if ch.isprintable())


def _address(text: str) -> str | None:
    bare = text[5:] if text.upper().startswith("IPV6:") else text
    try:
        return str(ip_address(bare))
    except ValueError:
        return None
