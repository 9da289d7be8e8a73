"""Lines of a page that recognition passed over: ink with no word on it.

Tesseract's search for the layout of a page drops short lines that stand alone, of Arabic above all.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from PIL import Image, ImageOps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ingest.recognised import Found
    from ingest.sheet import Sheet

Box = tuple[int, int, int, int]

#: darker is ink
_INK: Final = 128
#: height of a line, and the gap within one between its letters and their dots, in inches
_LOW: Final = 0.05
_HIGH: Final = 0.4
_GAP: Final = 0.025
#: ink of the shortest line worth reading, in square inches: three letters
_LEAST: Final = 0.003
#: at the sides, a scan shows its own border
_MARGIN: Final = 0.03
_MOST: Final = 8
#: of a line by itself: thinner strokes are told better from a picture
DPI: Final = 180
_FRAME: Final = 40
_AIR: Final = 0.05


def lines(page: Sheet, words: Sequence[Found]) -> list[Box]:
    """Boxes, in pixels and with some air, of lines across the page on which no word was found."""
    side = round(_MARGIN * page.picture.width)
    ink = np.asarray(page.picture) < _INK
    ink = np.pad(ink[:, side : page.picture.width - side], ((0, 0), (side, side)))
    count = ink.sum(axis=1)
    for word in words:
        air = (word.box[3] - word.box[1]) / 3
        count[max(round(word.box[1] - air), 0) : round(word.box[3] + air)] = 0
    rows = np.flatnonzero(count > 1)
    if not len(rows):
        return []
    parts = np.split(rows, np.flatnonzero(np.diff(rows) > _GAP * page.dpi) + 1)
    found = [
        _box(ink, part, round(_AIR * page.dpi))
        for part in parts
        if _LOW * page.dpi <= part[-1] - part[0] <= _HIGH * page.dpi
        and count[part].sum() >= _LEAST * page.dpi**2
    ]
    # many are a picture or a pattern, not lines that were passed over
    return found if len(found) <= _MOST else []


def alone(page: Sheet, box: Box) -> Image.Image:
    """A line by itself, as it is found best: small, with white around it."""
    part = page.cropped(box).with_scale(DPI).picture
    return ImageOps.expand(part, _FRAME, fill=255)


def put_in(words: Sequence[Found], line: Sequence[Found], box: Box, dpi: float) -> list[Found]:
    """The words of such a picture among those of the page, before what stands below them.

    Args:
        words: of the page.
        line: in pixels of what `alone` gave.
        box: where that was taken from.
        dpi: of the page.

    """
    factor = dpi / DPI
    moved = []
    for word in line:
        left, top, right, bottom = ((edge - _FRAME) * factor for edge in word.box)
        place = (box[0] + left, box[1] + top, box[0] + right, box[1] + bottom)
        moved.append(replace(word, box=place, paragraph=(-1, box[1])))
    at = next((at for at, word in enumerate(words) if word.box[1] >= box[1]), len(words))
    return [*words[:at], *moved, *words[at:]]


def _box(ink: NDArray[np.bool_], rows: NDArray[Any], air: int) -> Box:
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    columns = np.flatnonzero(ink[top:bottom].any(axis=0))
    height, width = ink.shape
    return (
        max(int(columns[0]) - 2 * air, 0),
        max(top - air, 0),
        min(int(columns[-1]) + 2 * air, width),
        min(bottom + air, height),
    )
