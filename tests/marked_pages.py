"""A page with marks on it, and what of its picture they colour; for tests."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from ingest import places
from ingest.page_marks import Mark
from ingest.page_picture import drawn
from tests.sheets import a_sheet

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tests.sheets import Sheet

MANY = a_sheet(
    tuple(f"Sentence {number} of this letter asks for something else." for number in range(30))
)


def a_mark(sheet: Sheet, quote: str, number: int = 1) -> Mark:
    held = places.within(sheet.words, *sheet.span(quote))
    return Mark(number=number, boxes=places.runs(held))


def opened(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture)).convert("RGB")


def yellow(picture: Image.Image) -> NDArray[np.bool_]:
    """Which pixels are marked: red and green light, blue not."""
    shades = np.asarray(picture).astype(int)
    return (shades[..., 0] > 200) & (shades[..., 1] > 150) & (shades[..., 2] < 190)


def whole(sheet: Sheet, *marks: Mark, content: bytes = b"", turn: int = 0) -> Image.Image:
    """The page with marks at both ends, so that nothing of it is cut off."""
    ends = Mark(number=9, boxes=((0.95, 0.01, 0.951, 0.011), (0.95, 0.97, 0.951, 0.971)))
    return opened(drawn(content or sheet.content, 1, turn, (*marks, ends)))


def cut(picture: Image.Image, box: places.Box) -> Image.Image:
    left, top, right, bottom = box
    width, height = picture.size
    return picture.crop(
        (round(left * width), round(top * height), round(right * width), round(bottom * height))
    )


def is_red(picture: Image.Image) -> NDArray[np.bool_]:
    shades = np.asarray(picture).astype(int)
    return (shades[..., 0] > 140) & (shades[..., 1] < 90)
