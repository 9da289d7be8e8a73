"""Coloured ink of stamps taken off what is printed in black: a coloured picture to a grey one.

In the channel in which a colour is lightest, a stamp of that colour is nearly paper, and black is
black. An address in blue would go as well: words that were sure before are kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from PIL import Image, ImageFilter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ingest.doubt import Box
    from ingest.sheet import Sheet

#: the strongest channel is above the weakest by so much of 255 where there is colour
_COLOURED: Final = 60.0
#: pixels of a stamp, as a share of the page
_LEAST: Final = 0.0003
#: the page is looked at for colour at a fourth of its size
_SMALL: Final = 4
#: share of a word's box
_TOUCHED: Final = 0.01
#: at which colour is taken off
_DPI: Final = 200.0
#: what is so dark in every channel is black ink
_BLACK: Final = 0.45


def lies_on(picture: Image.Image, page: Sheet, boxes: Sequence[Box]) -> bool:
    """Whether there is coloured ink on some of these words; tinted paper and a warm lamp are none.

    Args:
        picture: as it came, in colour if it is.
        page: which knows where its pixels were.
        boxes: in pixels of that.

    """
    if picture.mode != "RGB":
        return False
    small = np.asarray(picture.reduce(_SMALL), dtype=np.float32)
    is_coloured = _chroma(_on_white(small)) > _COLOURED
    if is_coloured.mean() < _LEAST:
        return False
    size = np.array([[picture.width], [picture.height]]) / _SMALL
    for left, top, right, bottom in boxes:
        points = page.back @ np.array(
            [[left, right, right, left], [top, top, bottom, bottom], [1, 1, 1, 1]]
        )
        across, down = np.clip(points[:2] / points[2], 0, 1) * size
        part = is_coloured[int(down.min()) : int(down.max()) + 1,
                           int(across.min()) : int(across.max()) + 1]  # fmt: skip
        if part.mean() > _TOUCHED:
            return True
    return False


def without(picture: Image.Image, page: Sheet) -> Image.Image:
    """The page, taken from the coloured picture it came in, as if no stamp were on it."""
    small = page.with_scale(min(_DPI, page.dpi))
    matrix = np.diag([picture.width, picture.height, 1.0]) @ small.back
    cut = picture.transform(
        small.picture.size,
        Image.Transform.PERSPECTIVE,
        (matrix / matrix[2, 2]).reshape(9)[:8].tolist(),
        Image.Resampling.BICUBIC,
        fillcolor=(255, 255, 255),
    ).filter(ImageFilter.MedianFilter(3))
    shades = _on_white(np.asarray(cut, dtype=np.float32))
    lightest = shades.max(axis=2)
    is_stamp = (_chroma(shades) > _COLOURED) & (lightest > _BLACK * 255)
    grey = np.where(is_stamp, 255.0, lightest)
    # ink to black and grain to white, as `prepare` does with the page
    black = min(float(np.percentile(grey, 2)), 150.0)
    level = np.clip((grey - black) / (215.0 - black), 0.0, 1.0)
    clean = Image.fromarray((level * 255).astype(np.uint8))
    return clean.resize(page.picture.size, Image.Resampling.BICUBIC)


def _on_white(shades: NDArray[Any]) -> NDArray[Any]:
    """As if the paper were white: each channel against its own light places."""
    paper = np.percentile(shades.reshape(-1, 3), 80, axis=0)
    white: NDArray[Any] = np.minimum(shades * (255.0 / np.maximum(paper, 60.0)), 255.0)
    return white


def _chroma(shades: NDArray[Any]) -> NDArray[Any]:
    found: NDArray[Any] = shades.max(axis=2) - shades.min(axis=2)
    return found
