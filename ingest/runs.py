"""Lines of an ordinary page measured all at once: most pages need no look at single letters.

What is found is what `ingest/glyphs.py` finds letter by letter, and in a tenth of the time. Where
a line is not ordinary it says so, and where the page is not, it gives nothing.
"""

from __future__ import annotations

import re
import statistics
from bisect import bisect_right
from itertools import repeat
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from ingest import columns
from ingest.glyph import HYPHEN, Spot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from ingest.placed import Placed

_PIECE: Final = re.compile(f"[^\r\n{HYPHEN}]+{HYPHEN}?|{HYPHEN}")
#: whether a code is a blank, up to the last one that is
_IS_SPACE: Final = np.array([chr(code).isspace() for code in range(0x3002)])


class Run(NamedTuple):
    """A line of the page: characters from start to end, and where they stand."""

    start: int
    end: int
    y0: float = 0.0
    y1: float = 0.0
    #: None where the line has to be looked at letter by letter
    spots: tuple[Spot, ...] | None = None


def measured(page: Placed, special: re.Pattern[str]) -> list[Run] | None:
    """All lines in their order; None where columns may have been written across the page.

    Args:
        page: without Arabic.
        special: characters with which a line is not ordinary.

    """
    pieces = [found.span() for found in _PIECE.finditer(page.text)]
    x0, y0, x1, y1 = page.sides
    codes = np.frombuffer(page.text.encode("utf-32-le", "surrogatepass"), np.uint32)
    is_word = ~_IS_SPACE[np.minimum(codes, len(_IS_SPACE) - 1)]
    seen = np.flatnonzero(is_word & (y1 > y0))
    if not len(seen):
        return [Run(start, end) for start, end in pieces]
    begins = [start for start, _ in pieces]
    starts = np.array(begins)
    owner = np.searchsorted(starts, seen, "right") - 1
    first = np.flatnonzero(np.diff(owner, prepend=-1))
    letters = columns.Letters(x0[seen], x1[seen], (y1 - y0)[seen], first, owner[first])
    if not np.isfinite(page.sides).all() or columns.may_be_across(letters):
        return None
    spots = _spots(page, np.flatnonzero(is_word), starts)
    odd = {bisect_right(begins, at) - 1 for at in _odd_signs(page.text, special)}
    runs = [Run(start, end) for start, end in pieces]
    low, high = _levels(y0[seen], first), _levels(y1[seen], first)
    for at, level, top in zip(owner[first].tolist(), low, high, strict=True):
        if at not in odd and at in spots:
            runs[at] = Run(runs[at].start, runs[at].end, level, top, spots[at])
    return runs


def _odd_signs(text: str, special: re.Pattern[str]) -> Iterator[int]:
    """Where a sign stands with which a line is not ordinary, or two blanks do."""
    for found in special.finditer(text):
        yield found.start()
    at = text.find("  ")
    while at >= 0:
        yield at
        at = text.find("  ", at + 1)


def _levels(values: NDArray[np.float64], first: NDArray[np.intp]) -> list[float]:
    """The median of each group: of most lines all values are one."""
    least, most = np.minimum.reduceat(values, first), np.maximum.reduceat(values, first)
    levels: list[float] = least.tolist()
    ends = [*first[1:].tolist(), len(values)]
    for at in np.flatnonzero(least != most).tolist():
        levels[at] = statistics.median(values[first[at] : ends[at]].tolist())
    return levels


def _spots(
    page: Placed, letters: NDArray[np.intp], starts: NDArray[np.intp]
) -> dict[int, tuple[Spot, ...]]:
    """The places of the words of each line; lines are left out that have a word without height."""
    owner = np.searchsorted(starts, letters, "right") - 1
    is_new = (np.diff(letters, prepend=-2) != 1) | (np.diff(owner, prepend=-1) != 0)
    words = np.flatnonzero(is_new)
    x0, y0, x1, y1 = page.sides[:, letters]
    boxes = [
        np.minimum.reduceat(x0, words), np.minimum.reduceat(y0, words),
        np.maximum.reduceat(x1, words), np.maximum.reduceat(y1, words),
    ]  # fmt: skip
    is_high = np.minimum.reduceat(y1, words) > boxes[1]
    lengths = np.diff(words, append=len(letters))
    owners = owner[words]
    lines = np.flatnonzero(np.diff(owners, prepend=-1))
    begins = letters[words]
    inside = begins - np.repeat(begins[lines], np.diff(lines, append=len(words)))
    columns_ = [inside, inside + lengths, *boxes]
    made = list(
        map(tuple.__new__, repeat(Spot), zip(*(one.tolist() for one in columns_), strict=True))
    )
    whole = np.logical_and.reduceat(is_high, lines).tolist()
    ends = [*lines[1:].tolist(), len(words)]
    return {
        line: tuple(made[start:end])
        for line, start, end, good in zip(
            owners[lines].tolist(), lines.tolist(), ends, whole, strict=True
        )
        if good
    }
