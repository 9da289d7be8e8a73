"""How sharp a photo of a page is, measured in a guarded process: the picture is a stranger's.

A picture that is blurred once more loses most of its steep edges if it was sharp, and hardly any
if it was blurred before (Crete and others, 2007). What is lost is measured along rows and columns
by themselves, so that a hand that moved in one direction is seen too, and only where letters are.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image, ImageFilter, ImageOps

from ingest import images

#: pixels of a square that is looked at by itself
_SQUARE: Final = 32
#: grey values by which a square with letters differs in itself
_INK: Final = 10.0
#: squares with letters, below which nothing can be said
_FEWEST: Final = 12
#: pixels over which it is blurred once more
_REACH: Final = 9
#: every photo is looked at in this size: what counts is the page, not the camera
_LONGEST: Final = 1280
#: grey values that one pixel may differ from the next by noise
_NOISE: Final = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What can be seen of a photo without reading it."""

    width: int
    height: int
    #: share of its edges that a further blur takes; None where too few letters are seen
    sharpness: float | None


def looked_at(content: bytes) -> Look:
    """Measure a photo.

    Raises:
        Exception: whatever a damaged picture makes its decoder raise.

    """
    formats = list(images.FORMATS.values())
    with Image.open(io.BytesIO(content), formats=formats) as picture:
        width, height = picture.size
        if width * height > images.USUAL.pixels:
            return Look(width=width, height=height, sharpness=None)
        picture.draft("L", (_LONGEST, _LONGEST))
        upright = ImageOps.exif_transpose(picture).convert("L")
    upright.thumbnail((_LONGEST, _LONGEST))
    smooth = upright.filter(ImageFilter.GaussianBlur(0.7))
    return Look(width=width, height=height, sharpness=_sharpness(np.asarray(smooth, np.float32)))


def _sharpness(grey: np.ndarray) -> float | None:
    inked = _inked(grey)
    if inked is None:
        return None
    return min(_lost(grey, inked), _lost(grey.T, inked.T))


def _inked(grey: np.ndarray) -> np.ndarray | None:
    """Which pixels lie in squares with letters; None where these are too few."""
    rows, columns = (side // _SQUARE for side in grey.shape)
    if not rows or not columns:
        return None
    cut = grey[: rows * _SQUARE, : columns * _SQUARE]
    spread = cut.reshape(rows, _SQUARE, columns, _SQUARE).std(axis=(1, 3))
    inked = spread > _INK
    if int(inked.sum()) < _FEWEST:
        return None
    full = np.zeros(grey.shape, dtype=bool)
    full[: rows * _SQUARE, : columns * _SQUARE] = inked.repeat(_SQUARE, 0).repeat(_SQUARE, 1)
    return full


def _lost(grey: np.ndarray, inked: np.ndarray) -> float:
    """The share of the edges along the rows that goes when they are blurred once more."""
    sums = np.cumsum(np.pad(grey, ((0, 0), (_REACH // 2 + 1, _REACH // 2)), mode="edge"), axis=1)
    blurred = (sums[:, _REACH:] - sums[:, :-_REACH]) / _REACH
    before = np.abs(np.diff(grey, axis=1)) - _NOISE
    after = np.abs(np.diff(blurred, axis=1))
    seen = inked[:, 1 : before.shape[1] + 1] & (before > 0)
    kept = np.minimum(before[:, : after.shape[1]], after)
    seen = seen[:, : after.shape[1]]
    total = float(before[:, : after.shape[1]][seen].sum())
    return 0.0 if not total else 1 - float(kept[seen].sum()) / total
