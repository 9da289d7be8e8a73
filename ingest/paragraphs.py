"""Where paragraphs begin among the lines of a page, told by how the lines lie.

Pure: lines at their places, an answer out. A line that fills its column and ends no sentence goes
on in the next, however wide the gap between them looks.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from ingest.glyph import ARABIC
from nlp.blocks import is_point

if TYPE_CHECKING:
    from collections.abc import Sequence

#: a gap between lines, or another size of type, by this factor begins a paragraph
_GAP: Final = 1.22
_SIZE: Final = 1.15
#: so many usual steps further down no sentence goes on
_FAR: Final = 1.8
#: so many lines that end at one place show where a column ends; and how far it may be off
_LEAST: Final = 3
_EVEN: Final = 0.75
#: lines before and after that show how wide a column is
_NEAR: Final = 8
#: a blank between words, as a share of the height of a line
_BLANK: Final = 0.25
#: steps below this share of a line's height are none
_LOW: Final = 0.8
_ENDED: Final = re.compile(r"[.!?\u061f\u2026:;\u061b]['\")\u00bb\u201d\u2019]*\s*$")


class Extent(NamedTuple):
    """A line: its words, the sides of its box in points or pixels, y upwards."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    #: how wide its first word is
    first: float

    @property
    def level(self) -> float:
        """Its middle: boxes that are as high as their ink have no common foot."""
        return (self.y0 + self.y1) / 2

    @property
    def height(self) -> float:
        """From its foot to its top."""
        return self.y1 - self.y0


def begin(lines: Sequence[Extent]) -> list[bool]:
    """Of each line but the first, whether a paragraph begins with it."""
    page = _Page(lines)
    # boxes of other scripts have a common foot, and their gaps can be believed
    return [
        page.is_apart(at) and not (page.is_arabic(at) and page.goes_on(at))
        for at in range(len(lines) - 1)
    ]


def go_on(lines: Sequence[Extent]) -> list[bool]:
    """Of each line but the last, whether it plainly goes on in the next."""
    page = _Page(lines)
    return [page.goes_on(at) for at in range(len(lines) - 1)]


class _Page:
    """Lines in reading order, and what is usual among them."""

    def __init__(self, lines: Sequence[Extent]) -> None:
        self._lines = lines
        self._arabic = _scripts(lines)
        # one script may be set wider than the other on one page
        self._usual = {script: self._step(script) for script in (False, True)}

    def _step(self, script: bool) -> float:  # noqa: FBT001 - Arabic or not
        """The usual step between lines of a script."""
        steps = sorted(
            step
            for at, (above, below) in enumerate(itertools.pairwise(self._lines))
            if self._arabic[at] == self._arabic[at + 1] == script
            if (step := above.level - below.level) > 0
        )
        # where most paragraphs have one line, the median step is the one between paragraphs
        return steps[len(steps) // 4] if steps else 0.0

    def is_arabic(self, at: int) -> bool:
        """Whether a line is of Arabic, or between lines of it without a letter of its own."""
        return self._arabic[at]

    def is_apart(self, at: int) -> bool:
        """Whether the gap after a line, or the size of the next, is not that of one paragraph."""
        above, below = self._lines[at], self._lines[at + 1]
        low, high = sorted((above.height, below.height))
        if low <= 0:
            return False
        if high > low * _SIZE and not (self._arabic[at] and self._arabic[at + 1]):
            return True
        # a step upwards is the next column, mostly in the middle of a sentence
        usual = self._usual[self._arabic[at + 1]]
        return above.level - below.level > max(usual, _LOW * low) * _GAP

    def goes_on(self, at: int) -> bool:
        """Whether a line is full, ends no sentence, and the next is near and no point of a list."""
        above, below = self._lines[at], self._lines[at + 1]
        if self._arabic[at] != self._arabic[at + 1]:
            return False
        if _ENDED.search(above.text) or is_point(below.text):
            return False
        low, high = sorted((above.height, below.height))
        if high > low * _SIZE and not self._arabic[at]:
            return False
        down = above.level - below.level
        is_near = 0 < down < _FAR * max(self._usual[self._arabic[at]], _LOW * above.height)
        return (is_near or _is_next_column(above, below)) and self._is_full(at)

    def _is_full(self, at: int) -> bool:
        """Whether a line ends where others of its column do, with no room for the next word."""
        line, is_arabic = self._lines[at], self._arabic[at]
        near = self._lines[max(at - _NEAR, 0) : at + _NEAR + 1]
        #: how far each of its column ends before the line does
        short = [
            other.x0 - line.x0 if is_arabic else line.x1 - other.x1
            for other in near
            if _share_a_column(line, other)
        ]
        # one line alone may be of something wider
        room = -sorted(short)[1] if len(short) > 1 else 0.0
        if room >= self._lines[at + 1].first + _BLANK * line.height:
            return False
        return sum(abs(one) <= _EVEN * line.height for one in short) >= _LEAST


def _scripts(lines: Sequence[Extent]) -> list[bool]:
    """Whether each line is Arabic; figures, and names in a paragraph of it, are what is above."""
    out: list[bool] = []
    for line in lines:
        letters, arabic = sum(map(str.isalpha, line.text)), len(ARABIC.findall(line.text))
        is_after_arabic = bool(out) and out[-1]
        out.append(arabic * 2 > letters or (is_after_arabic and (arabic > 0 or not letters)))
    return out


def _is_next_column(above: Extent, below: Extent) -> bool:
    is_beside = above.x1 <= below.x0 or below.x1 <= above.x0
    return is_beside and below.level - above.level > above.height + below.height


def _share_a_column(one: Extent, other: Extent) -> bool:
    narrower = min(one.x1 - one.x0, other.x1 - other.x0)
    return min(one.x1, other.x1) - max(one.x0, other.x0) > narrower / 2
