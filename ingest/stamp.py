"""Coloured ink of stamps taken off what is printed in black: a coloured picture to a grey one.

In the channel in which a colour is lightest, a stamp of that colour is nearly paper, and black is
black. The page as a whole is never treated so: an address in blue would go as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from PIL import Image, ImageFilter

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ingest.doubt import Box
    from ingest.sheet import Sheet

#: the strongest channel is above the weakest by so much of 255 where there is colour
_COLOURED: Final = 60.0
#: pixels of a stamp, as a share of the page
_LEAST: Final = 0.0003
#: what is so dark in every channel is black ink
_BLACK: Final = 0.45


def has_colour(picture: Image.Image) -> bool:
    """Whether there is coloured ink on a page; tinted paper and a warm lamp are none."""
    if picture.mode != "RGB":
        return False
    small = np.asarray(picture.reduce(4), dtype=np.float32)
    return bool((_chroma(_on_white(small)) > _COLOURED).mean() > _LEAST)


def without(picture: Image.Image, page: Sheet, box: Box) -> Image.Image:
    """A box of the page, cut from the coloured picture it came in, as if no stamp were on it.

    Args:
        picture: as it came, in colour.
        page: which knows where its pixels were.
        box: in pixels of that.

    """
    part = page.cropped((round(box[0]), round(box[1]), round(box[2]), round(box[3])))
    matrix = np.diag([picture.width, picture.height, 1.0]) @ part.back
    rows = (matrix / matrix[2, 2]).reshape(9)[:8].tolist()
    cut = picture.transform(
        part.picture.size,
        Image.Transform.PERSPECTIVE,
        rows,
        Image.Resampling.BICUBIC,
        fillcolor=(255, 255, 255),
    ).filter(ImageFilter.MedianFilter(3))
    shades = _on_white(np.asarray(cut, dtype=np.float32))
    lightest = shades.max(axis=2)
    coloured = (_chroma(shades) > _COLOURED) & (lightest > _BLACK * 255)
    grey = np.where(coloured, 255.0, lightest)
    # ink to black and grain to white, as `prepare` does with the page
    black = min(float(np.percentile(grey, 2)), 150.0)
    level = np.clip((grey - black) / (215.0 - black), 0.0, 1.0)
    return Image.fromarray((level * 255).astype(np.uint8))


def _on_white(shades: NDArray[Any]) -> NDArray[Any]:
    """As if the paper were white: each channel against its own light places."""
    paper = np.percentile(shades.reshape(-1, 3), 80, axis=0)
    white: NDArray[Any] = np.minimum(shades * (255.0 / np.maximum(paper, 60.0)), 255.0)
    return white


def _chroma(shades: NDArray[Any]) -> NDArray[Any]:
    found: NDArray[Any] = shades.max(axis=2) - shades.min(axis=2)
    return found
