"""The picture of a page with sentences marked on it, drawn in a guarded process.

To render a stranger's page is to parse it, so nothing here runs beside a door or the records.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageOps

from ingest import images, pdf_page, prepare, sniff
from ingest.marker import marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.page_marks import Mark
    from ingest.places import Box

#: pixels of the page's width: 155 dots per inch of A4, where small print can be read on a phone
_WIDTH: Final = 1280
_WIDE: Final = 1800
#: pixels of the height of what is no sheet of paper but a tower, and how much higher than wide
_HIGHEST: Final = 4000
_STEEPEST: Final = 15
#: what is left above and below the marks of a page that is cut, and the least that is shown, in
#: shares of the page
_AROUND: Final = 0.09
_LEAST: Final = 0.4
#: marks that reach over more than this share show the whole page
_MOST: Final = 0.62
_QUALITY: Final = 85


def drawn(
    content: bytes,
    number: int,
    turn: int,
    marks: Sequence[Mark],
    *,
    pixels: int = images.USUAL.pixels,
) -> bytes:
    """The page, or the part of it around the marks, as JPEG.

    Args:
        content: of the document.
        number: of the page, from 1.
        turn: degrees clockwise that set the page upright.
        marks: in the order of their numbers; without any the whole page is shown.
        pixels: of the largest picture that is opened.

    Raises:
        LookupError: the document has no such page, or no pages at all.
        Exception: whatever a damaged document makes its parser raise.

    """
    page = _page(content, number, turn, pixels)
    boxes = [box for mark in marks for box in mark.boxes]
    page = marked(page, marks)
    if boxes:
        page = page.crop(_part(page.size, boxes))
    out = io.BytesIO()
    _broad(page).save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()


def _page(content: bytes, number: int, turn: int, pixels: int) -> Image.Image:
    kind = sniff.media_type(content)
    if kind == sniff.PDF:
        # a page on its side is rendered as wide as it will be high
        page = pdf_page.rendered(content, number, _WIDE if turn % 180 else _WIDTH)
    elif kind in images.FORMATS:
        page = _frame(content, number, images.FORMATS[kind], pixels)
    else:
        raise LookupError(number)
    return _scaled(page.rotate(-turn, expand=True) if turn else page)


def _frame(content: bytes, number: int, form: str, pixels: int) -> Image.Image:
    with Image.open(io.BytesIO(content), formats=[form]) as picture:
        if picture.width * picture.height > pixels:
            raise LookupError(number)
        try:
            picture.seek(number - 1)
        except EOFError:
            raise LookupError(number) from None
        # a fax has twice as many dots across as down
        frame = ImageOps.exif_transpose(prepare.equalled(picture))
        if frame.mode.startswith("I"):
            # 16 bits of grey: convert() would cut them off at 255
            return frame.point(lambda shade: shade / 256).convert("RGB")
        layer = frame.convert("RGBA")
        white = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(white, layer).convert("RGB")


def _scaled(page: Image.Image) -> Image.Image:
    """As wide as pages are shown; a small picture is not blown up beyond twice its size."""
    width = _WIDE if page.width > page.height else _WIDTH
    factor = min(width / page.width, 2.0, _HIGHEST / page.height)
    size = (max(round(page.width * factor), 1), max(round(page.height * factor), 1))
    return page if size == page.size else page.resize(size, Image.Resampling.LANCZOS)


def _broad(page: Image.Image) -> Image.Image:
    """A tower with white beside it: no chat takes a picture that is all height, or all width."""
    least = max(page.size) // _STEEPEST
    if min(page.size) >= least:
        return page
    ground = Image.new("RGB", (max(page.width, least), max(page.height, least)), "white")
    ground.paste(page)
    return ground


def _part(size: tuple[int, int], boxes: Sequence[Box]) -> tuple[int, int, int, int]:
    """The band of the page to show, in pixels: all of its width, and what lies around the marks."""
    width, height = size
    top = min(box[1] for box in boxes)
    bottom = max(box[3] for box in boxes)
    if bottom - top > _MOST:
        return 0, 0, width, height
    wanted = max(bottom - top + 2 * _AROUND, _LEAST)
    middle = (top + bottom) / 2
    first = min(max(middle - wanted / 2, 0.0), max(1.0 - wanted, 0.0))
    return 0, round(first * height), width, min(round((first + wanted) * height), height)
