"""Pictures of pages made ready for recognition: clean ground, straight lines, 300 dots per inch.

Knows nothing of languages or letters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from PIL import Image, ImageChops, ImageFilter, ImageOps

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: what Tesseract reads best
DPI: Final = 300
#: width of a page that is held upright, in inches: what claims another is mistaken about its dpi
_NARROW: Final = 5.0
_WIDE: Final = 17.0
_A4_INCHES: Final = (8.27, 11.69)
_MAX_PIXELS: Final = 30_000_000
#: share of the sheet that the smallest note on it covers
_BLANK: Final = 0.0002
#: the ground is looked at in squares of so many pixels
_GROUND: Final = 16
#: skew is measured on a picture of about this width
_SKEW_WIDTH: Final = 700
_MAX_SKEW: Final = 6.0


def cleaned(picture: Image.Image, dpi: float) -> Image.Image:
    """A page in grey at 300 dpi, its noise and shadows taken off; it may still lie askew."""
    grey = picture if picture.mode == "L" else picture.convert("L")
    # noise and shadows first: at the scan's own size that costs a quarter of what it costs at 300
    return scaled(_without_ground(grey.filter(ImageFilter.MedianFilter(3))), dpi)


def levelled(grey: Image.Image) -> Image.Image:
    """The page turned by the few degrees that its lines are off."""
    angle = skew(grey)
    if abs(angle) < 0.1:  # noqa: PLR2004 - no gain
        return grey
    return grey.rotate(angle, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=255)


def densest(grey: Image.Image, height: int) -> Image.Image:
    """The strip of this height that holds the most ink."""
    if grey.height <= height:
        return grey
    ink = 255.0 - np.asarray(grey.reduce(4), dtype=np.float32).mean(axis=1)
    summed = np.cumsum(np.concatenate([[0.0], ink]))
    window = height // 4
    top = int(np.argmax(summed[window:] - summed[:-window])) * 4
    return grey.crop((0, top, grey.width, top + height))


def scaled(picture: Image.Image, dpi: float) -> Image.Image:
    """The picture at 300 dpi, as far as the limit of pixels allows."""
    width, height = picture.size
    factor = min(DPI / dpi, (_MAX_PIXELS / max(width * height, 1)) ** 0.5)
    if 0.9 < factor < 1.1:  # noqa: PLR2004 - not worth the blur
        return picture
    size = (max(round(width * factor), 1), max(round(height * factor), 1))
    return picture.resize(size, Image.Resampling.LANCZOS)


def resolution(picture: Image.Image) -> float:
    """Dots per inch: as the file says if that makes a page, else as if it were a sheet of A4."""
    width, height = sorted(picture.size)
    told = picture.info.get("dpi", (0, 0))
    dpi = float(told[0]) if isinstance(told, tuple) and told else 0.0
    if dpi > 0 and _NARROW <= width / dpi <= _WIDE:
        return min(max(dpi, 50.0), 1200.0)
    return min(max(width / _A4_INCHES[0], height / _A4_INCHES[1], 70.0), 1200.0)


def is_blank(picture: Image.Image) -> bool:
    """Whether next to nothing is drawn on it; faint letters count, shadows and grain do not."""
    small = picture.convert("L").reduce(4)
    ground = np.asarray(small.filter(ImageFilter.MaxFilter(9)), dtype=np.float64)
    depth = ground - np.asarray(small, dtype=np.float64)
    usual = float(np.median(depth))
    grain = float(np.median(np.abs(depth - usual)))
    return bool((depth > usual + max(15.0, 7.0 * grain)).mean() < _BLANK)


def _without_ground(grey: Image.Image) -> Image.Image:
    """Divide by the paper's own shade, so that shadows and tints become white."""
    small = grey.resize(
        (max(grey.width // _GROUND, 1), max(grey.height // _GROUND, 1)), Image.Resampling.BOX
    )
    ground = small.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(3))
    paper = np.asarray(ground.resize(grey.size, Image.Resampling.BILINEAR), dtype=np.float32)
    shades = np.asarray(grey, dtype=np.float32)
    if (paper < 60).mean() > 0.5:  # noqa: PLR2004 - light letters on a dark ground
        return ImageOps.autocontrast(ImageChops.invert(grey), cutoff=1)
    return Image.fromarray(_stretched(shades / np.maximum(paper, 1.0) * 255.0))


def _stretched(shades: NDArray[Any]) -> NDArray[np.uint8]:
    """Ink to black and all that may be grain of the paper to white.

    The scale is taken from the paper, not from shares of pixels: a page with two lines of ink
    would otherwise have its grain stretched to specks.
    """
    sample = shades[::7, ::7]
    paper = float(np.median(sample))
    grain = 1.5 * float(np.median(np.abs(sample - paper)))
    white = paper - min(max(2.0 * grain, 5.0), 60.0)
    black = min(float(np.percentile(sample, 0.5)), white - 60.0)
    level: NDArray[Any] = np.clip((shades - black) / (white - black), 0.0, 1.0)
    return (level * 255.0).astype(np.uint8)


def skew(grey: Image.Image) -> float:
    """Degrees to turn so that lines are level: the turn that sets off lines from gaps best."""
    factor = -(-grey.width // _SKEW_WIDTH)
    small = ImageChops.invert(grey.reduce(factor) if factor > 1 else grey)
    coarse = max(np.arange(-_MAX_SKEW, _MAX_SKEW + 0.1, 0.5), key=lambda a: _contrast(small, a))
    return float(
        max(np.arange(coarse - 0.4, coarse + 0.41, 0.1), key=lambda a: _contrast(small, a))
    )


def _contrast(ink: Image.Image, angle: float) -> float:
    turned = ink.rotate(float(angle), resample=Image.Resampling.BILINEAR, fillcolor=0)
    rows = np.asarray(turned, dtype=np.float32).sum(axis=1)
    return float(np.square(np.diff(rows)).sum())
