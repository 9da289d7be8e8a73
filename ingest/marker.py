"""Sentences marked on the picture of a page, and their numbers beside it.

A few are filled as with a marker. Where many stand on one page, that would be a yellow page: they
are underlined, begin and end in a corner, and their numbers stand in the margin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PIL import Image, ImageChops, ImageDraw, ImageFont

from ingest.margin import in_margin, pixels
from ingest.underline import Underlines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.page_marks import Mark
    from ingest.places import Box

    Point = tuple[float, float]

#: marker colours; multiplied with the page, so that black letters stay black
_SURE: Final = (255, 238, 98)
_UNSURE: Final = (255, 205, 130)
#: of numbers and lines
_RED: Final = (176, 42, 48)
_ORANGE: Final = (214, 100, 0)
#: of a badge with a number, in pixels
_RADIUS: Final = 15
#: a marker reaches beyond its letters, in shares of a line's height
_REACH: Final = 0.12
#: of the height of a leaning run's box, what its line has at least
_LEAST: Final = 0.4
#: marks, and lines that they run over, up to which all are filled
_FEW: Final = 3
_FEW_LINES: Final = 12
#: of an underline, in pixels; one that would lie on another goes below it
_STROKE: Final = 3
_BELOW: Final = 5
#: of a corner, in pixels
_CORNER: Final = 11
_DASH: Final = (14.0, 8.0)


def marked(page: Image.Image, marks: Sequence[Mark]) -> Image.Image:
    """The page with its marks: what is asked for filled, and all else where that is not much."""
    shown = [mark for mark in marks if mark.boxes]
    lines = sum(len(mark.boxes) for mark in shown)
    if not shown:
        return page
    found = Underlines(page, [pixels(page.size, box) for mark in shown for box in mark.boxes])
    if len(shown) <= _FEW and lines <= _FEW_LINES:
        page = _filled(page, shown, found)
        _number(page, shown, found)
        return page
    page = _filled(page, [mark for mark in shown if mark.is_asked], found)
    _underline(page, [mark for mark in shown if not mark.is_asked], found)
    in_margin(page, shown, colours=(_RED, _ORANGE))
    return page


def _filled(page: Image.Image, marks: Sequence[Mark], lines: Underlines) -> Image.Image:
    layer = Image.new("RGB", page.size, "white")
    pen = ImageDraw.Draw(layer)
    for mark in marks:
        for box in mark.boxes:
            placed = pixels(page.size, box)
            _fill(pen, placed, lines.lean(placed), _UNSURE if mark.is_unsure else _SURE)
    return ImageChops.multiply(page, layer)


def _fill(pen: ImageDraw.ImageDraw, box: Box, lean: float, colour: tuple[int, int, int]) -> None:
    """A stripe with round corners over a line; it leans as the line does."""
    left, top, right, bottom = box
    rise = lean * (right - left) / 2
    # the box of a leaning line is higher than the line by what it rises
    half = max((bottom - top) / 2 - abs(rise), _LEAST * (bottom - top) / 2)
    reach = max(2 * half * _REACH, 2.0)
    radius, middle = round(2 * reach), (top + bottom) / 2
    inner = max(half + reach - radius, 0.0)
    first, last = middle - rise, middle + rise
    corners = [
        (left, first - inner), (right, last - inner), (right, last + inner), (left, first + inner),
    ]  # fmt: skip
    pen.polygon(corners, fill=colour)
    pen.line([*corners, corners[0]], fill=colour, width=2 * radius)
    for corner in corners:
        pen.circle(corner, radius - 0.5, fill=colour)


def _underline(page: Image.Image, marks: Sequence[Mark], lines: Underlines) -> None:
    pen = ImageDraw.Draw(page)
    drawn: list[tuple[int, Box]] = []
    for mark in marks:
        colour = _ORANGE if mark.is_unsure else _RED
        level = _level(mark, drawn)
        drawn += [(level, box) for box in mark.boxes]
        for number, box in enumerate(mark.boxes):
            left, first, right, last = lines.below(pixels(page.size, box))
            down = level * _BELOW
            ends = ((left - 1, first + down), (right + 1, last + down))
            _stroke(pen, ends, colour, dashed=mark.is_unsure)
            begins, closes = reversed(ends) if mark.from_right else ends
            corners = [begins] * (number == 0) + [closes] * (number == len(mark.boxes) - 1)
            for x, y in corners:
                pen.line((x, y + 1, x, y - _CORNER), fill=colour, width=_STROKE)


def _stroke(
    pen: ImageDraw.ImageDraw,
    ends: tuple[Point, Point],
    colour: tuple[int, int, int],
    *,
    dashed: bool,
) -> None:
    (left, first), (right, last) = ends
    dash, gap = _DASH if dashed else (right - left, 0.0)
    lean = (last - first) / max(right - left, 1.0)
    at = left
    while at < right:
        to = min(at + dash, right)
        y, end = first + (at - left) * lean, first + (to - left) * lean
        pen.line((at, y, to, end), fill=colour, width=_STROKE)
        at = to + max(gap, 1.0)


def _level(mark: Mark, drawn: Sequence[tuple[int, Box]]) -> int:
    """The first line below the words that no other mark has taken there."""
    taken = {level for level, other in drawn for box in mark.boxes if _meet(box, other)}
    return next(level for level in range(len(taken) + 1) if level not in taken)


def _meet(one: Box, other: Box) -> bool:
    middle = (one[1] + one[3]) / 2
    return one[0] < other[2] and other[0] < one[2] and other[1] <= middle <= other[3]


def _number(page: Image.Image, marks: Sequence[Mark], lines: Underlines) -> None:
    """Put each mark's number at the edge of the line in which it begins, none over another."""
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(size=_RADIUS * 1.3)
    taken: list[tuple[float, float]] = []
    for mark in marks:
        line = pixels(page.size, mark.line or mark.boxes[0])
        left, top, right, bottom = line
        step = _RADIUS if mark.from_right else -_RADIUS
        x = (right if mark.from_right else left) + 1.6 * step
        y = (top + bottom) / 2 + lines.lean(line) * (x - (left + right) / 2)
        while any(abs(x - a) < 2 * _RADIUS and abs(y - b) < 2 * _RADIUS for a, b in taken):
            x += step
        # a mark at the edge of the sheet still has its number on it
        x = min(max(x, _RADIUS), page.width - _RADIUS)
        taken.append((x, y))
        pen.circle((x, y), _RADIUS, fill=_RED)
        pen.text((x, y), str(mark.number), fill="white", font=font, anchor="mm")
