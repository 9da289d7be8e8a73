"""Numbers in the margin of a page's picture, each led to the line in which its mark begins."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PIL import ImageDraw, ImageFont

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL import Image

    from ingest.page_marks import Mark
    from ingest.places import Box

    Colour = tuple[int, int, int]

_RADIUS: Final = 14
_GAP: Final = 3
#: between a number and its line, in pixels
_APART: Final = 16
#: a line that begins beyond this share of the width is of another column
_MIDDLE: Final = 0.4
_LEADER: Final = 2


@dataclass(slots=True, kw_only=True)
class _Badge:
    mark: Mark
    #: where its line ends on that side
    x: float
    y: float
    #: where the number goes
    at: float


def in_margin(page: Image.Image, marks: Sequence[Mark], *, colours: tuple[Colour, Colour]) -> None:
    """Write the numbers down the outer margins, in the order of their lines.

    Args:
        page: written on.
        marks: with boxes.
        colours: of marks that are sure, and of the others.

    """
    left = [mark for mark in marks if not _is_right(mark)]
    right = [mark for mark in marks if _is_right(mark)]
    for side, on_right in ((left, False), (right, True)):
        badges = [_badge(page.size, mark, on_right=on_right) for mark in side]
        if badges:
            _spread(badges, page.height)
            _write(page, badges, colours, on_right=on_right)


def pixels(size: tuple[int, int], box: Box) -> tuple[float, float, float, float]:
    """A box in pixels of a picture of this size."""
    width, height = size
    left, top, right, bottom = box
    return left * width, top * height, right * width, bottom * height


def _is_right(mark: Mark) -> bool:
    """Where it begins, unless another column lies there: no number stands between columns."""
    left, _, right, _ = mark.line or mark.boxes[0]
    if mark.from_right:
        return right > 1 - _MIDDLE
    return left > _MIDDLE


def _badge(size: tuple[int, int], mark: Mark, *, on_right: bool) -> _Badge:
    left, top, right, bottom = pixels(size, mark.line or mark.boxes[0])
    y = (top + bottom) / 2
    return _Badge(mark=mark, x=right if on_right else left, y=y, at=y)


def _spread(badges: list[_Badge], height: int) -> None:
    """Move numbers down, then up from the foot of the page, until none lies on another."""
    badges.sort(key=lambda one: (one.y, one.mark.number))
    step = min(2 * _RADIUS + _GAP, height / len(badges))
    for before, one in pairwise(badges):
        one.at = max(one.at, before.at + step)
    lowest = float(height - _RADIUS)
    for one in reversed(badges):
        one.at = min(one.at, lowest)
        lowest = one.at - step


def _write(
    page: Image.Image, badges: Sequence[_Badge], colours: tuple[Colour, Colour], *, on_right: bool
) -> None:
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(size=_RADIUS * 1.3)
    away = _APART + _RADIUS
    edge = max(one.x for one in badges) + away if on_right else min(one.x for one in badges) - away
    x = min(max(edge, _RADIUS), page.width - _RADIUS)
    for one in badges:
        colour = colours[1] if one.mark.is_unsure else colours[0]
        line = one.x + 4 if on_right else one.x - 4
        pen.line((x, one.at, line, one.y), fill=colour, width=_LEADER)
        pen.circle((x, one.at), _RADIUS, fill=colour)
        pen.text((x, one.at), str(one.mark.number), fill="white", font=font, anchor="mm")
