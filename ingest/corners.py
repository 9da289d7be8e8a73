"""Where a sheet of paper lies on a photo of it: bright, four straight sides, dark around.

Without a library of vision: the first and last bright pixels of rows and columns lie on four
lines, or this is no such photo.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from PIL import Image, ImageFilter

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: pixels of the longer side of the picture that is looked at
_SIZE: Final = 400
#: shades between the mean of the paper and that of what it lies on
_APART: Final = 45.0
#: share of a row's or column's pixels that are bright where it crosses the sheet
_CROSSES: Final = 0.3
#: a side may be so many pixels off its line, and so many of its points may lie further off
_OFF: Final = 2.0
_STRAIGHT: Final = 0.7
#: a side this near to the picture's border is cut off by it
_BORDER: Final = 0.012
#: a shadow darkens one side or two, a table shows on more
_SIDES: Final = 3
#: the sheet's least share of the picture
_LEAST: Final = 0.25

Point = tuple[float, float]


def corners(grey: Image.Image) -> tuple[Point, Point, Point, Point] | None:
    """Corners of the sheet in pixels, from top left, clockwise; None where none is to be seen."""
    factor = max(max(grey.size) // _SIZE, 1)
    small = grey.reduce(factor).filter(ImageFilter.MedianFilter(3))
    # letters are no holes in the paper
    shades = np.asarray(
        small.filter(ImageFilter.MaxFilter(7)).filter(ImageFilter.MinFilter(7)), dtype=np.float32
    )
    paper = _bright(shades)
    if paper is None:
        return None
    sides = (*_sides(paper), *_sides(paper.T))
    if None in sides:
        return None
    west, east, north, south = (side for side in sides if side is not None)
    height, width = shades.shape
    off = [
        abs(_middle(side, across) - border) > _BORDER * along
        for side, across, border, along in (
            (west, height, 0, width),
            (east, height, width, width),
            (north, width, 0, height),
            (south, width, height, height),
        )
    ]
    found = [_crossing(side, level) for level in (north, south) for side in (west, east)]
    if sum(off) < _SIDES or not _is_page(found, width, height):
        return None
    nw, ne, sw, se = ((x * factor, y * factor) for x, y in found)
    return nw, ne, se, sw


def _bright(shades: NDArray[Any]) -> NDArray[np.bool_] | None:
    """Which pixels are paper; None where all are about as bright."""
    cut = _otsu(shades)
    paper: NDArray[np.bool_] = shades > cut
    if not _LEAST < paper.mean() < 1 - 2 * _BORDER:
        return None
    apart = float(shades[paper].mean() - shades[~paper].mean())
    return paper if apart >= _APART else None


def _otsu(shades: NDArray[Any]) -> float:
    """The shade that parts dark from bright with the greatest variance between them."""
    counts = np.bincount(shades.astype(np.uint8).ravel(), minlength=256).astype(np.float64)
    below = np.cumsum(counts)
    above = below[-1] - below
    weight = np.cumsum(counts * np.arange(256))
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = weight / below - (weight[-1] - weight) / above
        return float(np.nanargmax(np.nan_to_num(below * above * apart * apart)))


def _sides(paper: NDArray[np.bool_]) -> tuple[tuple[float, float] | None, ...]:
    """The lines of the first and the last bright pixels of the rows, as (at 0, step a row)."""
    rows = np.flatnonzero(paper.mean(axis=1) > _CROSSES)
    if len(rows) < paper.shape[0] * _CROSSES:
        return None, None
    first = np.argmax(paper[rows], axis=1)
    last = paper.shape[1] - np.argmax(paper[rows][:, ::-1], axis=1)
    return _line(rows, first), _line(rows, last)


def _line(rows: NDArray[Any], found: NDArray[Any]) -> tuple[float, float] | None:
    """The line through most of the points; None where they lie on no line."""
    # near the corners, the next side is met first: the middle tells where to begin
    inner = slice(len(rows) // 5, len(rows) - len(rows) // 5)
    step, start = np.polyfit(rows[inner], found[inner], 1)
    for _ in range(5):
        near = np.abs(start + step * rows - found) <= 2 * _OFF
        if near.sum() < _STRAIGHT / 2 * len(rows):
            return None
        step, start = np.polyfit(rows[near], found[near], 1)
    straight = (np.abs(start + step * rows - found) <= _OFF).mean()
    return (float(start), float(step)) if straight >= _STRAIGHT else None


def _middle(side: tuple[float, float], across: int) -> float:
    return side[0] + side[1] * across / 2


def _crossing(upright: tuple[float, float], level: tuple[float, float]) -> Point:
    """Where x = a + b * y meets y = c + d * x."""
    (a, b), (c, d) = upright, level
    x = (a + b * c) / (1 - b * d)
    return x, c + d * x


def _is_page(found: list[Point], width: int, height: int) -> bool:
    """Whether four corners (nw, ne, sw, se) are those of a sheet that lies on the picture."""
    nw, ne, sw, se = (np.array(point) for point in found)
    area = _area(nw, ne, se, sw)
    inside = all(
        -0.1 * width <= x <= 1.1 * width and -0.1 * height <= y <= 1.1 * height for x, y in found
    )
    across = sorted((float(np.linalg.norm(ne - nw)), float(np.linalg.norm(se - sw))))
    down = sorted((float(np.linalg.norm(sw - nw)), float(np.linalg.norm(se - ne))))
    alike = across[1] < 2 * across[0] and down[1] < 2 * down[0]
    return inside and alike and area > _LEAST * width * height


def _area(*points: NDArray[Any]) -> float:
    """By the shoelace formula."""
    x, y = np.array(points).T
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2)
