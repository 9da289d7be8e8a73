"""Text of a PDF page that nobody sees: told by drawing the page with it and without it.

White on white, without ink, under a box, outside the page, too small to read: whatever the trick,
the picture does not change when the text is taken away.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ingest import pdf_calls
from ingest.glyph import Glyph
from ingest.pdf_objects import without
from ingest.placed import Placed

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pypdfium2
    from numpy.typing import NDArray

    from ingest.frame import Box, Frame
    from ingest.pdf_objects import Drawn

#: points: nobody reads letters of which even a line with its gaps is lower
_TINY: Final = 2.5
#: of 255: so much darker or lighter than what is behind it must a word be somewhere
_CONTRAST: Final = 20
_SCALE: Final = 2.0
_MAX_PIXELS: Final = 6_000_000
_BLANK: Final = Glyph(" ")


@dataclass(frozen=True, slots=True)
class Seen:
    """The characters of a page, sorted by whether a reader of the page sees them."""

    shown: Sequence[Glyph]
    #: not seen, but where a picture is: most likely what an earlier recognition read in it
    layer: list[Glyph]
    #: how many letters are hidden
    hidden_letters: int = 0


def sort(
    page: pypdfium2.PdfPage,
    layer: pypdfium2.PdfTextPage,
    where: Frame,
    found: tuple[Sequence[Glyph], list[int]],
    drawn: Drawn,
) -> Seen:
    """Tell what is seen; a page without anything doubtful is not drawn at all."""
    glyphs, numbers = found
    doubtful = drawn.doubtful or drawn.is_covered or drawn.pictures
    if not doubtful and _is_all_in_sight(glyphs, where):
        return Seen(glyphs, [])
    runs = _runs(glyphs)
    hidden = [_is_out_of_sight(glyphs[start:end], where) for start, end in runs]
    if doubtful:
        owners = [pdf_calls.text_of(layer, numbers[start]) for start, _ in runs]
        boxes = [_box(glyphs[start:end]) for start, end in runs]
        doubted = [owner in drawn.doubtful for owner in owners]
        if any(doubted):
            texts = [one for one in drawn.texts if one in drawn.doubtful]
            _judge(hidden, boxes, doubted, _change(page, where, texts), where)
        others = [not one for one in doubted]
        if (drawn.is_covered or drawn.pictures) and any(others):
            _judge(hidden, boxes, others, _change(page, where, drawn.texts), where)
            _acquit(hidden, boxes, others, page=page, drawn=drawn, where=where)
    if not any(hidden):
        return Seen(glyphs, [])
    return _parted(glyphs, runs, hidden, drawn.pictures)


def _judge(
    hidden: list[bool],
    boxes: Sequence[Box],
    asked: Sequence[bool],
    change: NDArray[np.int16],
    where: Frame,
) -> None:
    for at, box in enumerate(boxes):
        if asked[at]:
            hidden[at] = hidden[at] or not _differs(change, box, where)


def _acquit(
    hidden: list[bool],
    boxes: Sequence[Box],
    asked: Sequence[bool],
    *,
    page: pypdfium2.PdfPage,
    drawn: Drawn,
    where: Frame,
) -> None:
    """Words that would have no ink on an empty page either: a font is missing here, no trick."""
    if not any(one and was for one, was in zip(hidden, asked, strict=True)):
        return
    with without(drawn.others):
        alone = _change(page, where, drawn.texts)
    for at, box in enumerate(boxes):
        if asked[at] and hidden[at] and not _is_outside(box, where):
            hidden[at] = _differs(alone, box, where)


def _runs(glyphs: Sequence[Glyph]) -> list[tuple[int, int]]:
    """Words: runs without blanks, as half-open numbers of glyphs."""
    out, start = [], None
    for at, glyph in enumerate(glyphs):
        if glyph.y1 > glyph.y0 and not glyph.char.isspace():
            start = at if start is None else start
        elif start is not None:
            out.append((start, at))
            start = None
    return [*out, (start, len(glyphs))] if start is not None else out


def _box(glyphs: Sequence[Glyph]) -> Box:
    return (
        min(glyph.x0 for glyph in glyphs),
        min(glyph.y0 for glyph in glyphs),
        max(glyph.x1 for glyph in glyphs),
        max(glyph.y1 for glyph in glyphs),
    )


def _is_all_in_sight(glyphs: Sequence[Glyph], where: Frame) -> bool:
    """A quick look: nothing is low, nothing stands outside the page."""
    width, height = where.width, where.height
    if isinstance(glyphs, Placed):
        left, low, right, top = glyphs.sides
        high = top - low
        out = (high < _TINY) | (left < 0) | (low < 0) | (right > width) | (top > height)
        return not bool(((high > 0) & out).any())
    return not any(
        y1 > y0 and (y1 - y0 < _TINY or x0 < 0 or y0 < 0 or x1 > width or y1 > height)
        for _, x0, y0, x1, y1 in glyphs
    )


def _is_out_of_sight(glyphs: Sequence[Glyph], where: Frame) -> bool:
    if glyphs[0].y1 - glyphs[0].y0 < _TINY and max(g.y1 - g.y0 for g in glyphs) < _TINY:
        # marks and dashes of fonts that give no height are low as well
        return any(glyph.char.isalnum() for glyph in glyphs)
    return _is_outside(_box(glyphs), where)


def _is_outside(box: Box, where: Frame) -> bool:
    return not (box[0] < where.width and box[1] < where.height and box[2] > 0 and box[3] > 0)


def _change(page: pypdfium2.PdfPage, where: Frame, texts: Sequence[int]) -> NDArray[np.int16]:
    """How the picture of the page changes without these texts, 0 to 255."""
    before = _picture(page, where)
    with without(texts):
        after = _picture(page, where)
    change: NDArray[np.int16] = np.abs(before - after)
    return change


def _picture(page: pypdfium2.PdfPage, where: Frame) -> NDArray[np.int16]:
    scale = min(_SCALE, math.sqrt(_MAX_PIXELS / (where.width * where.height)))
    picture: Any = page.render(scale=scale, grayscale=True, may_draw_forms=False)
    shades: NDArray[np.int16] = (
        picture.to_numpy().reshape(picture.height, picture.width).astype(np.int16)
    )
    # the page as the file turns it; text that lies on its side is looked at upright
    return np.rot90(shades, (page.get_rotation() // 90 - where.turns) % 4)


def _differs(change: NDArray[np.int16], box: Box, where: Frame) -> bool:
    high, wide = change.shape
    across, down = wide / where.width, high / where.height
    left, right = int(box[0] * across), math.ceil(box[2] * across)
    top, bottom = int(high - box[3] * down), math.ceil(high - box[1] * down)
    part = change[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)]
    return bool(part.size and part.max() >= _CONTRAST)


def _parted(
    glyphs: Sequence[Glyph],
    runs: Sequence[tuple[int, int]],
    hidden: Sequence[bool],
    pictures: Sequence[Box],
) -> Seen:
    """Breaks and blanks go with both; a hidden word leaves a blank where it was."""
    shown = list(glyphs)
    layer = [glyph if glyph.y1 <= glyph.y0 or glyph.char.isspace() else None for glyph in glyphs]
    letters = 0
    for (start, end), is_hidden in zip(runs, hidden, strict=True):
        if not is_hidden:
            continue
        box = _box(glyphs[start:end])
        if any(_lies_in(box, picture) for picture in pictures):
            layer[start:end] = glyphs[start:end]
        else:
            letters += end - start
        shown[start:end] = [_BLANK] * (end - start)
    return Seen(shown, [glyph for glyph in layer if glyph is not None], letters)


def _lies_in(box: Box, picture: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return picture[0] <= x <= picture[2] and picture[1] <= y <= picture[3]
