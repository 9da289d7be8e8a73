"""Lines of a page that recognition passed over: ink with no word on it.

Tesseract's search for the layout of a page drops short lines that stand alone, of Arabic above all.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from PIL import Image, ImageOps

from ingest.doubt import UNSURE
from ingest.recognised import mean_confidence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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
#: a white gap so wide parts the line from what lies beside the sheet, in inches; a share of
#: columns that are ink from top to bottom, which capitals have not
_BESIDE: Final = 0.3
_SOLID: Final = 0.8
_DARK: Final = 0.5
#: length in inches, and gaps between letters, of a line that holds words
_LONG: Final = 1.0
_GAPS: Final = 6
#: of a line by itself: thinner strokes are told better from a picture
DPI: Final = 180
_FRAME: Final = 40
_AIR: Final = 0.05


def complete(
    page: Sheet, words: Sequence[Found], read: Callable[[Image.Image, float], list[Found]]
) -> tuple[list[Found], int]:
    """The words of a page with those of lines that were passed over.

    Args:
        page: that was read.
        words: that were found on it.
        read: reads the picture of a line, of so many dpi.

    Returns:
        Besides, how many lines of letters still have no word.

    """
    found, unread = list(words), 0
    for box in lines(page, words):
        line = read(alone(page, box), DPI)
        if mean_confidence(line) >= UNSURE and _is_written(line):
            found = put_in(found, line, box, page.dpi)
        elif looks_like_letters(page, box):
            unread += 1
    return found, unread


def lines(page: Sheet, words: Sequence[Found]) -> list[Box]:
    """Boxes, in pixels and with some air, of lines across the page on which no word was found."""
    side = round(_MARGIN * page.picture.width)
    ink = np.asarray(page.picture) < _INK
    ink = np.pad(ink[:, side : page.picture.width - side], ((0, 0), (side, side)))
    # what is dark for most of the height is no writing: a border, the table below the sheet
    ink[:, ink.mean(axis=0) > _DARK] = False
    count = ink.sum(axis=1)
    for word in words:
        air = (word.box[3] - word.box[1]) / 3
        count[max(round(word.box[1] - air), 0) : round(word.box[3] + air)] = 0
    rows = np.flatnonzero(count > 1)
    if not len(rows):
        return []
    parts = np.split(rows, np.flatnonzero(np.diff(rows) > _GAP * page.dpi) + 1)
    found = [
        _box(ink, part, page.dpi)
        for part in parts
        if _LOW * page.dpi <= part[-1] - part[0] <= _HIGH * page.dpi
        and count[part].sum() >= _LEAST * page.dpi**2
    ]
    boxes = [box for box in found if box is not None]
    # many are a picture or a pattern, not lines that were passed over
    return boxes if len(boxes) <= _MOST else []


def looks_like_letters(page: Sheet, box: Box) -> bool:
    """Whether a line has the length and the many gaps of words; a rule or a signature has not."""
    ink = (np.asarray(page.picture.crop(box)) < _INK).any(axis=0)
    columns = np.flatnonzero(ink)
    if not len(columns) or columns[-1] - columns[0] < _LONG * page.dpi:
        return False
    return int((np.diff(columns) > 1).sum()) >= _GAPS


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


def _is_written(line: Sequence[Found]) -> bool:
    """Whether it holds a figure or two letters: one is what a stroke is taken for."""
    text = "".join(word.text for word in line)
    return any(map(str.isdigit, text)) or sum(map(str.isalpha, text)) > 1


def _box(ink: NDArray[np.bool_], rows: NDArray[Any], dpi: float) -> Box | None:
    """Where on these rows letters stand; None where all ink is of what lies beside the sheet."""
    air = round(_AIR * dpi)
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    band = ink[top:bottom]
    columns = np.flatnonzero(band.any(axis=0))
    parts = np.split(columns, np.flatnonzero(np.diff(columns) > _BESIDE * dpi) + 1)
    # the table below a photographed sheet is dark from top to bottom of any line
    letters = [part for part in parts if band[:, part].all(axis=0).mean() < _SOLID]
    if not letters:
        return None
    height, width = ink.shape
    return (
        max(int(letters[0][0]) - 2 * air, 0),
        max(top - air, 0),
        min(int(letters[-1][-1]) + 2 * air, width),
        min(bottom + air, height),
    )
