"""A page as it is shown: its size, and where a box of the file stands on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ingest.glyph import Spot

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """The box of a page in points as stored, and its quarter turns clockwise to be upright."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int = 0

    @property
    def width(self) -> float:
        """Of the page upright, in points."""
        size = self.top - self.bottom if self.turns % 2 else self.right - self.left
        return max(size, 1.0)

    @property
    def height(self) -> float:
        """Of the page upright, in points."""
        size = self.right - self.left if self.turns % 2 else self.top - self.bottom
        return max(size, 1.0)

    def upright(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """A box of the page as stored to one with its origin at the lower left, upright."""
        if self.turns == 0:
            return (x0 - self.left, y0 - self.bottom, x1 - self.left, y1 - self.bottom)
        if self.turns == 1:
            return (y0 - self.bottom, self.right - x1, y1 - self.bottom, self.right - x0)
        if self.turns == 2:  # noqa: PLR2004 - upside down
            return (self.right - x1, self.top - y1, self.right - x0, self.top - y0)
        return (self.top - y1, x0 - self.left, self.top - y0, x1 - self.left)

    def shares(self, spots: Iterable[Spot]) -> Iterator[tuple[int, int, Box]]:
        """Places as characters, and left, top, right, bottom as shares of the page, 0 to 1."""
        width, height = self.width, self.height
        for start, end, x0, y0, x1, y1 in spots:
            box = (x0 / width, 1.0 - y1 / height, x1 / width, 1.0 - y0 / height)
            if not (box[0] >= 0.0 and box[1] >= 0.0 and box[2] <= 1.0 and box[3] <= 1.0):
                box = (_within(box[0]), _within(box[1]), _within(box[2]), _within(box[3]))
            yield start, end, box


def _within(share: float) -> float:
    # a page may be of any size and its letters anywhere; what is no number is at its edge
    return min(max(share, 0.0), 1.0) if share == share else 0.0  # noqa: PLR0124 - tells NaN
