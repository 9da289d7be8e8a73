"""Domains that pass for a known one: other letters, a letter more or less, another ending.

Registrable names are not told by a list of suffixes: of a domain as many labels are compared as
the known one has. After Unicode Technical Standard 39, with the letters of `look_alike.toml`.
"""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ingest.domains import is_within, shown_domain

if TYPE_CHECKING:
    from collections.abc import Iterable

#: names this short are near to too many others
_SHORT: Final = 6
#: from this length on two letters may differ
_LONG: Final = 10
#: of a country
_COUNTRY: Final = 2


class Trick(StrEnum):
    """How a domain passes for another."""

    LETTERS = "letters"  #: of another alphabet, or digits
    ONE_LETTER = "one_letter"
    TWO_LETTERS = "two_letters"
    ENDING = "ending"  #: the name, below another end
    INSIDE = "inside"  #: the name as a part of a longer one


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What a domain passes for."""

    domain: str
    trick: Trick
    #: alphabet of its strange letters, such as Cyrillic; "" where all are of ours
    alphabet: str = ""


def likeness(domain: str, known: Iterable[str]) -> Likeness | None:
    """What a domain passes for among known ones; None for those themselves and what is below them.

    Args:
        domain: in ASCII form, like all known ones.
        known: the domains of organisations.

    """
    names = sorted(known)
    if any(is_within(domain, name) for name in names):
        return None
    found = [one for name in names for one in [_passes_for(domain, name)] if one is not None]
    return min(found, key=lambda one: _ORDER.index(one.trick), default=None)


_ORDER: Final = (Trick.LETTERS, Trick.INSIDE, Trick.ONE_LETTER, Trick.ENDING, Trick.TWO_LETTERS)


def alphabets(domain: str) -> frozenset[str]:
    """The alphabets of a domain's letters, as Unicode begins their names: Latin, Cyrillic."""
    return frozenset(
        unicodedata.name(letter, "?").partition(" ")[0].capitalize()
        for letter in shown_domain(domain)
        if letter.isalpha()
    )


def mixes_alphabets(domain: str) -> bool:
    """Whether one label has letters of two alphabets, which no honest name has (UTS 39, 5.2)."""
    return any(
        len(alphabets(label) & {"Latin", "Cyrillic", "Greek", "Armenian"}) > 1
        for label in domain.split(".")
    )


def _passes_for(domain: str, known: str) -> Likeness | None:
    labels, wanted = domain.split("."), known.split(".")
    tail = ".".join(labels[-len(wanted) :])
    trick = None
    if _skeleton(tail) == _skeleton(known):
        trick = Trick.LETTERS
    elif _holds(domain, known):
        trick = Trick.INSIDE
    elif len(labels) >= len(wanted):
        trick = _near(tail.split("."), wanted)
    if trick is None:
        return None
    strange = sorted(alphabets(tail) - {"Latin"}) if trick is Trick.LETTERS else []
    return Likeness(domain=known, trick=trick, alphabet=strange[0] if strange else "")


def _holds(domain: str, known: str) -> bool:
    """Whether the known name is a part of another: interior.gouv.td.x.com, interior-gouv-td.com."""
    if f".{known}." in f".{domain}":
        return True
    squeezed = known.replace(".", "").replace("-", "")
    return len(squeezed) >= _SHORT and any(
        label.replace("-", "") == squeezed for label in domain.split(".")
    )


def _near(labels: list[str], wanted: list[str]) -> Trick | None:
    if labels[-1] != wanted[-1]:
        return Trick.ENDING if _is_other_ending(labels, wanted) else None
    if _is_government(labels) and labels[-2:] == wanted[-2:]:
        return None
    name, known = ".".join(labels[:-1]), ".".join(wanted[:-1])
    if len(known) < _SHORT:
        return None
    most = 2 if len(known) >= _LONG else 1
    differ = _distance(name, known, most)
    return (None, Trick.ONE_LETTER, Trick.TWO_LETTERS)[differ] if differ <= most else None


def _is_other_ending(labels: list[str], wanted: list[str]) -> bool:
    """The same name elsewhere; not that of another country, where the same office has it."""
    both_countries = len(labels[-1]) == _COUNTRY == len(wanted[-1])
    name = ".".join(wanted[:-1])
    return labels[:-1] == wanted[:-1] and len(name) >= _SHORT - 1 and not both_countries


def _is_government(labels: list[str]) -> bool:
    return len(labels) > _COUNTRY and labels[-2] in _data()["government"]["labels"]


@lru_cache(maxsize=20_000)
def _skeleton(domain: str) -> str:
    """The domain in the letters that people would say they see."""
    data = _data()
    bare = unicodedata.normalize("NFKD", shown_domain(domain).lower())
    letters = (letter for letter in bare if not unicodedata.combining(letter))
    seen = "".join(data["letters"].get(letter, letter) for letter in letters)
    for pair, one in data["pairs"].items():
        seen = seen.replace(pair, one)
    return seen


def _distance(one: str, other: str, most: int) -> int:
    """Letters that were put in, left out, changed or swapped; more than `most` as one more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        two_before, before, row = before, row, [at]
        for place, wanted in enumerate(other, 1):
            cost = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != wanted))
            is_swap = at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == wanted
            row.append(min(cost, two_before[place - 2] + 1) if is_swap else cost)
        if min(row) > most:
            return most + 1
    return row[-1]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("look_alike.toml").read_text(encoding="utf-8"))
