"""Values of a workbook's cells as they are shown: dates, percentages; and which show nothing.

ECMA-376 part 1, 18.8.30 has the numbers of the formats that are not written out in the file.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, TypeVar

from ingest.concealed import LEAST_POINTS, WHITE, from_hex, is_faint
from ingest.xmltree import attribute, below, child, local

if TYPE_CHECKING:
    from ingest.xmltree import Element

T = TypeVar("T")

_DATES: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_PERCENT: Final = frozenset({9, 10})
#: what is no sign for a date or time in a format: quoted text, colours and locales, escapes
_LITERAL: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_DATE: Final = re.compile(r"[ymdhs]", re.IGNORECASE)
#: days from 30 December 1899 reach to the end of year 9999
_LAST_DAY: Final = 2_958_465
_MAX_FORMATS: Final = 65_000


class Formats:
    """How the cells of one workbook show their values."""

    def __init__(self, workbook: Element | None, styles: Element | None) -> None:
        told = child(workbook, "workbookPr")
        is_1904 = told is not None and told.get("date1904") in {"1", "true"}
        self._first = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - days without a zone
        own = {
            one.get("numFmtId") or "": one.get("formatCode") or ""
            for one in (below(styles, "numFmt") if styles is not None else ())
        }
        faint = [_is_faint(one) for one in _list(styles, "fonts")]
        filled = [_is_filled(one) for one in _list(styles, "fills")]
        self._kinds: list[str] = []
        for one in _list(styles, "cellXfs")[:_MAX_FORMATS]:
            kind = _kind(one.get("numFmtId") or "0", own)
            bare = not _at(filled, one.get("fillId"))
            self._kinds.append("hidden" if bare and _at(faint, one.get("fontId")) else kind)

    def hides(self, style: str | None) -> bool:
        """Whether a cell of this style shows nothing."""
        return self._of(style) == "hidden"

    def shown(self, value: str, style: str | None) -> str:
        """A number as the cell shows it, near enough for a reader: 45658 as 2025-01-01."""
        try:
            number = float(value)
        except ValueError:
            return value
        kind = self._of(style)
        if kind == "date" and 0 <= number <= _LAST_DAY:
            return self._date(number)
        if kind == "percent":
            return f"{number * 100:.10g} %"
        return f"{number:.15g}" if abs(number) < 1e15 else value  # noqa: PLR2004 - what a float holds

    def _date(self, days: float) -> str:
        # 1900 counts as a leap year in workbooks: until its end of February they are a day ahead
        ahead = 0 < days < 60 and self._first.year == 1899  # noqa: PLR2004 - 29 February 1900
        moment = self._first + timedelta(seconds=round((days + ahead) * 86_400))
        if days < 1:
            return moment.strftime("%H:%M")
        at_midnight = moment.hour == moment.minute == 0
        return f"{moment:%Y-%m-%d}" if at_midnight else f"{moment:%Y-%m-%d %H:%M}"

    def _of(self, style: str | None) -> str:
        return _at(self._kinds, style) or "number"


def _kind(number: str, own: dict[str, str]) -> str:
    code = own.get(number)
    if code is None:
        at = int(number) if number.isdecimal() else 0
        return "date" if at in _DATES else "percent" if at in _PERCENT else "number"
    if code.strip() in {";;", ";;;"}:
        return "hidden"
    bare = _LITERAL.sub("", code)
    if _DATE.search(bare):
        return "date"
    return "percent" if "%" in bare else "number"


def _is_faint(font: Element) -> bool:
    size = child(font, "sz")
    if size is not None and (attribute(size, "val") or "")[:4] in {"1", "1.0", "0.5"}:
        return LEAST_POINTS > 1
    colour = child(font, "color")
    if colour is None:
        return False
    # the first colour of a theme is its paper; alpha stands before RRGGBB
    letters = from_hex((colour.get("rgb") or "")[-6:])
    return colour.get("theme") == "0" or (letters is not None and is_faint(letters, WHITE))


def _is_filled(fill: Element) -> bool:
    pattern = child(fill, "patternFill")
    if pattern is None:
        return len(fill) > 0
    colour = child(pattern, "fgColor")
    white = colour is not None and from_hex((colour.get("rgb") or "")[-6:]) == WHITE
    return pattern.get("patternType") not in {None, "none"} and not white


def _list(root: Element | None, name: str) -> list[Element]:
    found = child(root, name)
    return [] if found is None else [one for one in found if local(one)]


def _at(found: list[T], place: str | None) -> T | None:
    at = int(place) if place and place.isdecimal() and len(place) < 7 else 0  # noqa: PLR2004 - a longer number is no index
    return found[at] if at < len(found) else None
