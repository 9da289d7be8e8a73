"""States by a name that stands alone, as people type it; in a text `countries` finds them."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import Final

from nlp.countries import Sort, codes, mentions
from nlp.words import words

_MARKS: Final = "!?~="
#: short names that more than one State has
_SHARED: Final = {"CG": ("CG", "CD"), "KR": ("KR", "KP")}
_NAMES: Final = (Sort.NAME, Sort.FLAG)
_ARTICLES: Final = frozenset({"the", "la", "le", "les", "l", "el", "los", "o", "a", "os", "as"})


def named(name: str) -> tuple[str, ...]:
    """Codes of the States that a name or a two-letter code may mean; none where it is neither."""
    bare = name.strip(" .'\"“”«»")
    if bare.upper() in codes() and bare.isascii():
        return (bare.upper(),)
    key = _key(bare)
    # the table writes `&` where many write `and`
    ways = (key, _without_article(key), key.replace(" and ", " "))
    found = next((_table()[way] for way in ways if way in _table()), ()) or _mentioned(bare)
    return tuple(dict.fromkeys(other for code in found for other in _shared(code, key)))


def _shared(code: str, key: str) -> tuple[str, ...]:
    """Congo alone may be either; its full names are not one word."""
    return _SHARED.get(code, (code,)) if " " not in _without_article(key) else (code,)


def _mentioned(name: str) -> tuple[str, ...]:
    """A name in another case or with an ending, where nothing else is said."""
    for written in (name, name.title(), name.upper()):
        row = words(written)
        found = [one for one in mentions(written, row) if one.sort in _NAMES]
        left = [
            word
            for word in row
            if word.key not in _ARTICLES
            and not any(one.start <= word.start < one.end for one in found)
        ]
        if found and not left:
            return tuple(dict.fromkeys(one.code for one in found)) if len(found) == 1 else ()
    return ()


@cache
def _table() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    with files("nlp").joinpath("countries.csv").open(encoding="utf-8") as source:
        for line in csv.DictReader(source):
            for written in filter(None, line["names"].split("; ")):
                key = _key(written.rstrip(_MARKS).replace("*", ""))
                found[key] = tuple(dict.fromkeys((*found.get(key, ()), line["code"])))
    return found


def _key(name: str) -> str:
    return " ".join(word.key for word in words(name))


def _without_article(key: str) -> str:
    first, _, rest = key.partition(" ")
    return rest if rest and first in _ARTICLES else key
