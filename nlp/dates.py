"""Finds dates and spans in a text; words without a year give no day."""

from __future__ import annotations

import calendar
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from nlp.numerals import western
from nlp.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

#: characters before a date in which the word stands that makes it a start or an end
_LEAD = 24
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A date in a text. `first` and `last` differ where only a month is named."""

    start: int
    end: int
    first: date
    last: date
    #: start, end or empty: what the words before it make of it
    lead: str


def days(text: str) -> Iterator[Day]:
    """All dates with a year, in the order of the text."""
    plain = western(text)
    for match in _pattern().finditer(plain):
        parts = _parts(match)
        if parts is None:
            continue
        year, month, day = parts
        longest = calendar.monthrange(year, month)[1]
        yield Day(
            start=match.start(),
            end=match.end(),
            first=date(year, month, day or 1),
            last=date(year, month, day or longest),
            lead=_lead(plain, match.start()),
        )


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Places of durations such as `for six months`, without the word before them."""
    for match in _span().finditer(western(text)):
        yield match.start("what"), match.end("what")


def _parts(match: re.Match[str]) -> tuple[int, int, int | None] | None:
    found = {name: value for name, value in match.groupdict().items() if value}
    year = int(next(value for name, value in found.items() if name.startswith("year")))
    name = next((value for key, value in found.items() if key.startswith("name")), None)
    if name is not None:
        month = _months()[_key(name)]
    else:
        month = int(found.get("month") or found["month2"])
    written = next((value for key, value in found.items() if key.startswith("day")), None)
    day = int(written) if written else None
    if not (_FIRST_YEAR <= year <= _LAST_YEAR and 1 <= month <= _MONTHS):
        return None
    if day is not None and not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return year, month, day


def _lead(text: str, start: int) -> str:
    before = text[max(start - _LEAD, 0) : start]
    for name in ("start", "end"):
        if _leads(name).search(before):
            return name
    return ""


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    source = files("nlp").joinpath("months.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _key(name: str) -> str:
    return fold(re.sub(r"\s+", " ", name))


@cache
def _months() -> dict[str, int]:
    return {_key(name): int(month) for month, row in _table()["months"].items() for name in row}


@cache
def _leads(name: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:{_either(_table()['leads'][name])})\s*(?:the|le|el|o|dia|día|شهر)?\s*$",
        re.IGNORECASE,
    )


def _either(options: list[str]) -> str:
    ordered = sorted(set(options), key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s").replace("'", "['’]") for word in ordered)


@cache
def _pattern() -> re.Pattern[str]:
    names = _either([name for row in _table()["months"].values() for name in row])
    year = r"(?:19|20)\d{2}"
    return re.compile(
        rf"(?<![\d./-])(?:(?P<year1>{year})-(?P<month>\d{{2}})-(?P<day1>\d{{2}})"
        rf"|(?P<day2>\d{{1,2}})[./](?P<month2>\d{{1,2}})[./](?P<year2>{year})"
        rf"|(?P<day3>\d{{1,2}})(?:er|st|nd|rd|th|º|°|ª)?\.?(?:\s(?:de|of|du))?\s"
        rf"(?P<name1>{names})\.?,?(?:\s(?:de|del|من|عام))?\s(?P<year3>{year}))(?![\d-])"
        rf"|(?<!\w)(?P<name2>{names})\.?\s(?:(?P<day4>\d{{1,2}})(?:st|nd|rd|th)?,\s)?"
        rf"(?:(?:de|del|of|عام|سنة)\s)?(?P<year4>{year})(?![\d-])",
        re.IGNORECASE,
    )


@cache
def _span() -> re.Pattern[str]:
    table = _table()
    units = _either([unit for row in table["units"].values() for unit in row])
    numbers = _either(table["numbers"]["any"])
    amount = rf"(?:\d{{1,3}}(?:\s?(?:-|–|to|à|a|до|или|ou|o)\s?\d{{1,3}})?|{numbers})"
    leads = _either(table["leads"]["span"])
    return re.compile(
        rf"(?<!\w)(?:{leads})\s(?P<what>{amount}(?:\s(?:to|à|a|до|or|ou|o|или|e|y)\s{amount})?"
        rf"\s(?:full\s|whole\s|consecutive\s)?(?:{units})(?!\w))",
        re.IGNORECASE,
    )
