"""Scanners, a fax and a phone as they treat a clean page: a page in, a file of a picture out.

The same page always gives the same picture.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: dots per inch across and down of a fax in its usual, coarse quality (ITU-T T.4)
FAX_DPI: Final = (204, 98)
#: pixels of a photo, and where the corners of the sheet lie on it: top left, bottom left,
#: bottom right, top right
_PHOTO: Final = (1900, 2600)
_CORNERS: Final = ((190, 215), (95, 2480), (1790, 2440), (1665, 165))


def fair(page: Image.Image, *, skew: float = 0.8, turn: int = 0) -> bytes:
    """A page at 200 dpi with noise, specks, uneven light and a skew; turned by quarters."""
    sheet = _askew(page, skew).filter(ImageFilter.GaussianBlur(0.6))
    shades = _grainy(_values(sheet) * np.linspace(0.78, 0.95, page.width), 14.0, specks=0.0015)
    picture = _picture(shades).rotate(turn, expand=True)
    return _file(picture, "PNG", dpi=(200, 200))


def bad(page: Image.Image, *, skew: float = 1.2) -> bytes:
    """A page at 144 dpi with little contrast, noise and the blocks of a JPEG of quality 35."""
    sheet = _askew(page, skew).filter(ImageFilter.GaussianBlur(0.5))
    shades = _grainy(_values(sheet) * 0.7 + 60, 6.0)
    return _file(_picture(shades), "JPEG", dpi=(144, 144), quality=35)


def fax(page: Image.Image) -> bytes:
    """A page at 204 x 98 dpi in black and white."""
    size = (page.width, round(page.height * FAX_DPI[1] / FAX_DPI[0]))
    lines = _askew(page, 0.4).resize(size, Image.Resampling.BOX)
    bits = _picture(_grainy(_values(lines), 10.0)).point(lambda shade: 255 * (shade > 150))
    return _file(bits.convert("1"), "TIFF", dpi=FAX_DPI, compression="group4")


def photo(page: Image.Image) -> bytes:
    """A sheet on a dark table, seen from the side, under a lamp, the phone's shadow on it."""
    table = _table()
    sheet = _laid(page)
    table.paste(sheet, mask=_laid(Image.new("L", page.size, 255)))
    down, across = np.mgrid[0:1:2600j, 0:1:1900j]
    lamp = 1.0 - 0.45 * np.hypot(down - 0.2, across - 0.75)
    shadow = 1.0 - 0.35 / (1.0 + np.exp((across + 0.6 * down - 0.75) * 30))
    shades = _grainy(_values(table.filter(ImageFilter.GaussianBlur(0.9))) * lamp * shadow, 5.0)
    return _file(_picture(shades), "JPEG", quality=80)


def _laid(page: Image.Image) -> Image.Image:
    """The page where it lies on the photo; nothing around it."""
    width, height = page.size
    ours = ((0, 0), (0, height), (width, height), (width, 0))
    rows, targets = [], []
    for (x, y), (u, v) in zip(_CORNERS, ours, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        targets += [u, v]
    map_back = np.linalg.solve(np.array(rows, dtype=float), np.array(targets, dtype=float))
    return page.transform(
        _PHOTO, Image.Transform.PERSPECTIVE, map_back.tolist(), Image.Resampling.BICUBIC
    )


def _table() -> Image.Image:
    """Dark wood: streaks along the picture."""
    streaks = np.random.default_rng(5).normal(70, 12, (_PHOTO[1] // 20, _PHOTO[0]))
    table = _picture(streaks).filter(ImageFilter.GaussianBlur(2)).resize(_PHOTO)
    ImageDraw.Draw(table).line((0, 60, _PHOTO[0], 20), fill=40, width=6)
    return table


def _askew(page: Image.Image, degrees: float) -> Image.Image:
    return page.rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor=252)


def _grainy(shades: NDArray[Any], sigma: float, *, specks: float = 0.0) -> NDArray[Any]:
    chance = np.random.default_rng(20260303)
    grainy = shades + chance.normal(0, sigma, shades.shape)
    grainy[chance.random(shades.shape) < specks] = 30
    return np.asarray(grainy)


def _values(picture: Image.Image) -> NDArray[Any]:
    return np.asarray(picture, dtype=np.float64)


def _picture(shades: NDArray[Any]) -> Image.Image:
    return Image.fromarray(np.clip(shades, 0, 255).astype(np.uint8))


def _file(picture: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()
