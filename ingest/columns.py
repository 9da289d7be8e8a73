"""Columns whose lines were written across the page, one beside the other, set apart again.

Most programs write a column to its end, and nothing is done here. Printer drivers write the page
line by line; the gutter then shows as a gap at the same place in line after line of prose. Labels
with values beside them show one as well, and stay rows: their lines do not run on.
"""

from __future__ import annotations

import itertools
import statistics
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Final

import numpy as np

from ingest.glyph import ARABIC

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ingest.glyph import Glyph

Gap = tuple[float, float]

#: so many lines in a row must show the gutter
_LEAST: Final = 4
#: a gap wider than this share of the height of a line may be a gutter
_WIDE: Final = 0.9
#: points that are left of a gutter by the lines together
_NARROW: Final = 4.0
#: prose fills its column: median letters and share of the column's width
_LETTERS: Final = 14
_FILLED: Final = 0.7
#: lines that begin with a capital or a figure, or had room for the first word of the next one:
#: from this share on they are items, each by itself; a blank between words, in heights of a line
_ITEMS: Final = 0.9
_ROOM: Final = 0.5
_BLANK: Final = 0.4
#: points by which lines of prose that is set to both edges end alike, and the share that do
_ALIKE: Final = 1.5
_JUSTIFIED: Final = 0.6
#: a line further down than so many lines belongs to something else
_FAR: Final = 2.2


def parted(pieces: Sequence[list[Glyph]]) -> list[list[Glyph]]:
    """Lines of the page in the order of its columns; all others as they came."""
    gaps = [_gap(piece) for piece in pieces]
    if sum(gap is not None for gap in gaps) < _LEAST:
        return list(pieces)
    out: list[list[Glyph]] = []
    at = 0
    while at < len(pieces):
        end, gutter = _run(gaps, at)
        halves = [_halves(piece, gutter) for piece in pieces[at:end]] if gutter else []
        if len(halves) >= _LEAST and _are_prose(halves):
            more = _rest(pieces, end, halves, gutter or (0.0, 0.0))
            out += _in_order(halves, pieces[end : end + more], gutter or (0.0, 0.0))
            at = end + more
        else:
            out += pieces[at : max(end, at + 1)]
            at = max(end, at + 1)
    return out


@dataclass(frozen=True, slots=True)
class Letters:
    """All letters of a page that are seen, line after line."""

    x0: NDArray[np.float64]
    x1: NDArray[np.float64]
    heights: NDArray[np.float64]
    #: where each line begins among them, and its number on the page
    first: NDArray[np.intp]
    lines: NDArray[np.intp]


def may_be_across(letters: Letters) -> bool:
    """Whether enough lines share a gap for `parted` to look at them; quick, and of all at once."""
    x0, x1, first = letters.x0, letters.x1, letters.first
    lengths = np.diff(first, append=len(x0))
    lowest = np.repeat(np.minimum.reduceat(letters.heights, first), lengths)
    is_gap = np.zeros(len(x0), np.bool_)
    # after a letter that goes to the left a gap is not known like this
    is_gap[1:] = (x0[1:] - x1[:-1] > _WIDE * lowest[1:]) | (x0[1:] < x0[:-1])
    is_gap[first] = False
    asked = np.logical_or.reduceat(is_gap, first) & (lengths >= 2 * _LETTERS)
    if asked.sum() < _LEAST:
        return False
    gaps: list[Gap | None] = [None] * (int(letters.lines[-1]) + 1)
    for at in np.flatnonzero(asked).tolist():
        part = slice(int(first[at]), int(first[at] + lengths[at]))
        gaps[letters.lines[at]] = _gap_among(x0[part], x1[part], letters.heights[part])
    at = 0
    while at < len(gaps):
        end, gutter = _run(gaps, at)
        if gutter is not None and end - at >= _LEAST:
            return True
        at = max(end, at + 1)
    return False


def _gap_among(
    x0: NDArray[np.float64], x1: NDArray[np.float64], heights: NDArray[np.float64]
) -> Gap | None:
    """As `_gap`, of letters in columns."""
    order = np.argsort(x0, kind="stable")
    begins, reach = x0[order], np.maximum.accumulate(x1[order])
    wide = np.flatnonzero(begins[1:] - reach[:-1] > _WIDE * heights[order[0]])
    if len(wide) != 1:
        return None
    return float(reach[wide[0]]), float(begins[wide[0] + 1])


def _gap(piece: Sequence[Glyph]) -> Gap | None:
    """The one wide gap of a line; None where there is none, or several as in a table."""
    seen = [glyph for glyph in piece if glyph.y1 > glyph.y0 and not glyph.char.isspace()]
    if len(seen) < 2 * _LETTERS:
        return None
    seen.sort(key=attrgetter("x0"))
    wide = _WIDE * (seen[0].y1 - seen[0].y0)
    found: list[Gap] = []
    reach = seen[0].x1
    for glyph in seen[1:]:
        if glyph.x0 - reach > wide:
            found.append((reach, glyph.x0))
        reach = max(reach, glyph.x1)
    return found[0] if len(found) == 1 else None


def _run(gaps: Sequence[Gap | None], start: int) -> tuple[int, Gap | None]:
    """How far the lines from here on share a gap, and that gap."""
    shared = gaps[start]
    end = start
    for gap in gaps[start:]:
        if gap is None or shared is None:
            break
        narrower = (max(shared[0], gap[0]), min(shared[1], gap[1]))
        if narrower[1] - narrower[0] < _NARROW:
            break
        shared, end = narrower, end + 1
    return end, shared


def _halves(piece: Sequence[Glyph], gutter: Gap) -> tuple[list[Glyph], list[Glyph]]:
    middle = sum(gutter) / 2
    left = [glyph for glyph in piece if glyph.x1 <= middle]
    return left, [glyph for glyph in piece if glyph.x1 > middle]


def _are_prose(halves: Sequence[tuple[list[Glyph], list[Glyph]]]) -> bool:
    return all(_is_prose([half[side] for half in halves]) for side in (0, 1))


def _is_prose(lines: Sequence[Sequence[Glyph]]) -> bool:
    stand = [[glyph for glyph in line if glyph.y1 > glyph.y0] for line in lines]
    if not all(stand):
        return False
    left = min(glyph.x0 for line in stand for glyph in line)
    right = max(glyph.x1 for line in stand for glyph in line)
    widths = [_width(line) for line in stand]
    letters = statistics.median(sum(g.char.isalpha() for g in line) for line in stand)
    fills = letters >= _LETTERS and statistics.median(widths) > _FILLED * (right - left)
    return fills and not _are_items(stand, widths, right - left)


def _are_items(lines: Sequence[Sequence[Glyph]], widths: Sequence[float], column: float) -> bool:
    """Whether the lines of a column do not run on, as labels and their values do not."""
    if sum(column - width < _ALIKE for width in widths) > _JUSTIFIED * len(widths):
        return False
    begins = [_first_word(line) for line in lines[1:]]
    own = sum(word[0].char.isupper() or word[0].char.isdigit() for word in begins)
    room = sum(
        column - width > _width(word) + _BLANK * (word[0].y1 - word[0].y0)
        for width, word in zip(widths, begins, strict=False)
    )
    return own >= _ITEMS * len(begins) or room > _ROOM * len(begins)


def _first_word(line: Sequence[Glyph]) -> list[Glyph]:
    words = itertools.dropwhile(lambda glyph: glyph.char.isspace(), line)
    return list(itertools.takewhile(lambda glyph: not glyph.char.isspace(), words)) or [line[0]]


def _width(line: Sequence[Glyph]) -> float:
    return max(glyph.x1 for glyph in line) - min(glyph.x0 for glyph in line)


def _rest(
    pieces: Sequence[list[Glyph]],
    end: int,
    halves: Sequence[tuple[list[Glyph], list[Glyph]]],
    gutter: Gap,
) -> int:
    """How many lines after the run lie in one of its columns: one column is longer."""
    levels = [_level(left) for left, _ in halves]
    step = max(statistics.median(a - b for a, b in itertools.pairwise(levels)), 1.0)
    last = levels[-1]
    more = 0
    for piece in pieces[end:]:
        stand = [glyph for glyph in piece if glyph.y1 > glyph.y0]
        if not stand or not 0 <= last - _level(piece) < _FAR * step:
            break
        if min(g.x0 for g in stand) < gutter[0] and max(g.x1 for g in stand) > gutter[1]:
            break
        last = _level(piece)
        more += 1
    return more


def _level(line: Sequence[Glyph]) -> float:
    return statistics.median(glyph.y0 for glyph in line if glyph.y1 > glyph.y0)


def _in_order(
    halves: Sequence[tuple[list[Glyph], list[Glyph]]], more: Sequence[list[Glyph]], gutter: Gap
) -> list[list[Glyph]]:
    left = [half[0] for half in halves]
    right = [half[1] for half in halves]
    for piece in more:
        is_left = all(glyph.x1 <= gutter[1] for glyph in piece)
        (left if is_left else right).append(piece)
    if _is_arabic(left) and _is_arabic(right):
        return right + left
    return left + right


def _is_arabic(lines: Sequence[Sequence[Glyph]]) -> bool:
    letters = [glyph.char for line in lines for glyph in line if glyph.char.isalpha()]
    return sum(bool(ARABIC.match(char)) for char in letters) * 2 > len(letters)
