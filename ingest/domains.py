"""Domain names as they are compared: lower case, in their ASCII form (RFC 5890), without a root."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Final

#: of a name and of one of its labels (RFC 1035, 2.3.4)
_LONGEST: Final = 253
_LABEL: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
#: of nobody for good (RFC 2606, RFC 6761, RFC 6762): asking DNS for them tells nothing
_RESERVED: Final = re.compile(
    r"(?:^|\.)(?:example(?:\.(?:com|net|org))?|invalid|test|localhost|local|onion)$"
)


def plain_domain(name: str) -> str | None:
    """A domain in the form that is compared; None for what is none."""
    bare = name.strip().rstrip(".").lower()
    if not bare.isascii():
        try:
            bare = bare.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    labels = bare.split(".")
    if len(bare) > _LONGEST or not all(_LABEL.fullmatch(label) for label in labels):
        return None
    return bare


def domain_of(address: str) -> str | None:
    """The domain of a mail address; None where it has none."""
    return plain_domain(address.rpartition("@")[2]) if "@" in address else None


def shown_domain(domain: str) -> str:
    """A domain as people read it, its letters beyond ASCII included."""
    try:
        return domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain


def is_within(domain: str, above: str) -> bool:
    """Whether a domain is another or lies below it."""
    return domain == above or domain.endswith(f".{above}")


def are_related(one: str, other: str) -> bool:
    """Whether one of two domains is the other, or lies below it."""
    return is_within(one, other) or is_within(other, one)


def is_reserved(domain: str) -> bool:
    """Whether a name is set apart for examples, tests and one's own network."""
    return _RESERVED.search(domain) is not None


def is_free_mail(domain: str) -> bool:
    """Whether anybody can get an address there; it says nothing of who somebody is."""
    exact, families = _free_mail()
    return domain in exact or any(
        domain.startswith(f"{family}.") and domain.count(".") <= _MOST_DOTS for family in families
    )


#: of a family's name in a country: yahoo.co.uk
_MOST_DOTS: Final = 2


@cache
def _free_mail() -> tuple[frozenset[str], tuple[str, ...]]:
    data = tomllib.loads(Path(__file__).with_name("free_mail.toml").read_text(encoding="utf-8"))
    exact = frozenset(name for group in data["domains"].values() for name in group)
    return exact, tuple(data["families"])
