"""Whether two addresses are one sender's, as far as addresses tell; `shared_domains.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from store.addressee import plain_address


def is_same_sender(one: str, other: str) -> bool:
    """The same address, or two of one domain that nobody shares with strangers.

    Addresses can be forged: what this tells is who claims to write, not who does.
    """
    one, other = _plain(one), _plain(other)
    if not one or not other:
        return False
    if one == other:
        return True
    domain = one.rpartition("@")[2]
    return domain == other.rpartition("@")[2] and bool(domain) and not is_shared(domain)


def is_shared(domain: str) -> bool:
    """Whether people write from this domain who have nothing to do with each other."""
    known = _domains()
    if "." not in domain or domain in known["mailboxes"] or domain in known["organisations"]:
        return True
    labels = domain.split(".")
    # gov.example, gouv.example, gov.uk: the whole State; interior.gov.example is one ministry
    return labels[0] in known["governments"]


def _plain(address: str) -> str:
    """In lower case and without its tag; accounts of a chat have no domain."""
    address = address.strip().lower()
    return plain_address(address) if "@" in address else address


@cache
def _domains() -> dict[str, Any]:
    path = Path(__file__).with_name("shared_domains.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
