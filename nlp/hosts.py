"""What the host of a mail address says of its State and of the kind of body behind it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlp.countries import Sort, codes, mentions
from nlp.phrases import phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

_ADDRESS = re.compile(r"@([^\s>@]{1,255})")
#: endings sold to everybody: a State's own only under its `gov`
_SOLD = frozenset({"io", "ai", "co", "me", "tv"})
_GOVERNMENT = frozenset({"gov", "gob", "gouv", "go", "gouvernement", "government"})
_RESERVED = frozenset({"example", "test", "localhost", "invalid"})
#: two letters at the end of a label that are more often a word than a State
_WORDS = frozenset({"it", "io", "ai", "co", "me", "tv", "to", "is", "gb", "id", "ad", "pm"})
#: as the first label, more often the language of an office than a State: `ru.office.example`
_LANGUAGES = frozenset({"ar", "en", "es", "fr", "pt", "ru"})
_CODE_LENGTH = 2
_RELAY = re.compile(r"unhcr|hcr|acnur")
#: a piece of a host this long is looked for anywhere in it
_CLEAR_PIECE = 5


def host_states(address: str | None) -> Iterator[str]:
    """States in the host of an address: `gov.td`, `interieur-td.example`, `gov.td.example`."""
    match = _ADDRESS.search(address or "")
    if match is None:
        return
    labels = match.group(1).lower().rstrip(".").split(".")
    top = labels.pop()
    if top not in _RESERVED:
        code = _code(top)
        if code and (top not in _SOLD or (labels and labels[-1] in _GOVERNMENT)):
            yield code
            return
    for place, label in reversed(list(enumerate(labels))):
        last = label.rsplit("-", 1)[-1]
        if place == 0 and label in _LANGUAGES:
            continue
        code = _code(last)
        if code and last not in _WORDS:
            yield code
            return
    found = mentions(" ".join(labels).replace("-", " "))
    # an embassy's host names its State and the town where it stands
    named = [mention for mention in found if mention.sort is not Sort.PLACE]
    yield from {mention.code for mention in named or found}


def host_kind(address: str) -> str:
    """What kind of body: relay (UNHCR), apart (lawyers, NGOs, firms), official or plain."""
    host = address.rpartition("@")[2].lower()
    if _RELAY.search(host):
        return "relay"
    parts = re.split(r"[.\-_]", host)
    for kind in ("apart", "official"):
        pieces = phrases(f"bodies.{kind}_host")
        if any(part.startswith(pieces) for part in parts) or any(
            piece in host for piece in pieces if len(piece) >= _CLEAR_PIECE
        ):
            return kind
    return "plain"


def _code(label: str) -> str | None:
    if label == "uk":
        return "GB"
    code = label.upper()
    return code if len(label) == _CODE_LENGTH and code in codes() else None
