"""Finds sums of money with their currency in six languages and several ways to write numbers."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from nlp.numerals import number, western
from nlp.reading import Amount, Evidence
from nlp.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp.view import View

_MOST = 20
#: characters before a number in which its currency may stand
_WIDEST = 24
_NUMBER = re.compile(
    r"(?<![\d.,])(?:\d{1,3}(?:[ \u00a0\u202f.,'’٬]\d{3})+(?:[.,٫]\d{1,2})?"
    r"|\d{1,15}(?:[.,٫]\d{1,2})?)(?!\d)"
)


def amounts(view: View) -> tuple[Amount, ...]:
    """Sums in the order of the text."""
    found: list[Amount] = []
    for leaf in view.own():
        for start, end, value, currency in sums(leaf.text):
            shown: Evidence = leaf.evidence(start, end)
            found.append(Amount(text=shown.quote, value=value, currency=currency, evidence=shown))
            if len(found) == _MOST:
                return tuple(found)
    return tuple(found)


def sums(text: str) -> Iterator[tuple[int, int, float | None, str]]:
    """Start, end, value and currency of each sum; a number without currency is none."""
    plain = western(text)
    for match in _NUMBER.finditer(plain):
        start, end = match.span()
        scale = _after("scales").match(plain, end)
        value = number(match.group())
        if scale is not None:
            end = scale.end()
            value = None if value is None else value * _scales()[_key(scale["word"])]
        unit = _after("words").match(plain, end)
        if unit is not None:
            yield start, unit.end(), value, _code(unit["word"])
            continue
        before = plain[max(start - _WIDEST, 0) : start].rstrip(" \u00a0")
        if not before or before[-1].isdigit() or before[-1] in ",;.:(":
            continue
        sign = _before().search(plain[max(start - _WIDEST, 0) : start])
        if sign is not None:
            first = max(start - _WIDEST, 0) + sign.start()
            yield first, end, value, _code(sign["word"])


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    source = files("nlp").joinpath("money.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def _scales() -> dict[str, int]:
    return {_key(word): int(scale) for scale, row in _table()["scales"].items() for word in row}


@cache
def _units() -> dict[str, str]:
    return {_key(word): code for code, row in _table()["words"].items() for word in row}


def _key(word: str) -> str:
    return fold(re.sub(r"\s+", " ", word).rstrip("*."))


def _code(unit: str) -> str:
    key = _key(unit)
    while key and key not in _units():
        key = key[:-1]
    return _units().get(key, "")


@cache
def _after(name: str) -> re.Pattern[str]:
    options = _either([word for row in _table()[name].values() for word in row])
    return re.compile(rf"[ \u00a0]?(?:(?:de|من)\s|d['’])?(?P<word>{options})(?!\w)", re.IGNORECASE)


@cache
def _before() -> re.Pattern[str]:
    options = _either([word for row in _table()["words"].values() for word in row])
    return re.compile(rf"(?<!\w)(?P<word>{options})[ \u00a0]?$")


def _either(options: list[str]) -> str:
    ordered = sorted(set(options), key=len, reverse=True)
    return "|".join(
        re.escape(word.rstrip("*")).replace(r"\ ", r"\s")
        + (r"[^\W\d]{0,4}" if word.endswith("*") else "")
        for word in ordered
    )
