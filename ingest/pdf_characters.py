"""The characters of a PDF page's text layer at their places, the page upright."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np
from pypdfium2 import raw as pdfium

from ingest import pdf_calls
from ingest.charset import clean
from ingest.frame import Frame
from ingest.glyph import ARABIC, HYPHEN
from ingest.placed import Placed

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pypdfium2
    from numpy.typing import NDArray

    from ingest.glyph import Glyph

#: characters of one page that are looked at
MAX_CHARACTERS: Final = 100_000
#: so many of them tell how the letters of a page are turned
_SAMPLE: Final = 60
#: signs that `clean` would change, and pairs of UTF-16 that are one character in Python
_UNCLEAN: Final = re.compile("[^\n\r\t -~\xa0-\ud7ff\ue000-\uffff]")
_TATWEEL: Final = "\u0640"
#: NULs stand for glyphs that the font gives no letter; kept as U+FFFD to be counted
_SHOWN: Final = {"\0": "\ufffd", HYPHEN: HYPHEN}
_BREAKS: Final = frozenset("\r\n")
#: stands for a control character until its shape was looked at
_GONE: Final = "\x7f"
#: what is never a low stroke, or has no ink at all
_TALL: Final = re.compile(r"[\x7f 0-9A-Za-z\u00c0-\u024f\[\](){}|/\\]")
#: points: a blank has less
_SOME_INK: Final = 0.05
#: ink of a stretched line of Arabic, as a share of the height of a letter
_STROKE: Final = 0.25


def frame(page: pypdfium2.PdfPage, turn: int = 0) -> Frame:
    """The page as shown, turned by so many degrees clockwise more than the file says."""
    left, bottom, right, top = page.get_bbox()
    return Frame(left, bottom, right, top, (page.get_rotation() + turn) // 90 % 4)


def turn(layer: pypdfium2.PdfTextPage, rotation: int) -> int:
    """Degrees clockwise by which the page as shown is turned so that most letters are upright.

    Args:
        layer: the page's text.
        rotation: by which the file says that the page is turned.

    """
    count = min(layer.count_chars(), MAX_CHARACTERS)
    # pdfium counts the angle of letters clockwise
    angles = Counter(
        round(math.degrees(pdfium.FPDFText_GetCharAngle(layer, at)) / 90) % 4
        for at in range(0, count, max(count // _SAMPLE, 1))
        if pdfium.FPDFText_GetUnicode(layer, at) > ord(" ")
    )
    if not angles:
        return 0
    most, times = angles.most_common(1)[0]
    if times * 2 <= angles.total():
        return 0
    return (-most * 90 - rotation) % 360


def glyphs(layer: pypdfium2.PdfTextPage, where: Frame) -> tuple[Sequence[Glyph], list[int]]:
    """Characters in the order of the text layer, and the number of each in it."""
    count = min(layer.count_chars(), MAX_CHARACTERS)
    text = layer.get_text_range(0, count) if count else ""
    if _UNCLEAN.search(text):
        text = "".join([_SHOWN.get(char) or clean(char)[:1] or _GONE for char in text])
    numbers = list(range(len(text)))
    if len(text) != count:
        numbers = [pdfium.FPDFText_GetCharIndexFromTextIndex(layer, at) for at in numbers]
    page = Placed(text, _sides(layer, text, numbers, where))
    if ARABIC.search(text):
        text = _without_strokes(layer, page, numbers, where)
        page = Placed(text, page.sides)
    if _GONE not in text:
        return page, numbers
    kept = [at for at, char in enumerate(text) if char != _GONE]
    return (
        Placed("".join([text[at] for at in kept]), page.sides[:, kept]),
        [numbers[at] for at in kept],
    )


def _sides(
    layer: pypdfium2.PdfTextPage, text: str, numbers: list[int], where: Frame
) -> NDArray[np.float64]:
    """Left, lower, right and upper side of each character, the page upright; 0 without a place."""
    sides, known = pdf_calls.boxes(layer, numbers)
    left, top, right, bottom = sides.T
    placed = np.stack(where.upright(left, bottom, right, top))
    is_break = np.fromiter(map(_BREAKS.__contains__, text), np.bool_, len(text))
    placed[:, is_break | ~known] = 0.0
    return placed


def _without_strokes(
    layer: pypdfium2.PdfTextPage, page: Placed, numbers: list[int], where: Frame
) -> str:
    """Name the strokes that stretch Arabic words: fonts give them the code of anything."""
    asked = [found.start() for found in _TALL.finditer(page.text)]
    _, low, _, high = page.sides[:, asked]
    left, right, bottom, top = pdf_calls.inks(layer, [numbers[at] for at in asked]).T
    x0, y0, x1, y1 = where.upright(left, bottom, right, top)
    ink = y1 - y0
    is_stroke = (ink > _SOME_INK) & (ink < np.minimum(_STROKE * (high - low), x1 - x0))
    out = list(page.text)
    for at in np.flatnonzero(is_stroke & (high > low)).tolist():
        out[asked[at]] = _TATWEEL
    return "".join(out)
