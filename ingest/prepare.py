"""Pictures of pages made ready for recognition: clean ground, straight lines, 300 dots per inch.

Knows nothing of languages or letters.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from PIL import Image, ImageChops, ImageFilter, ImageOps

from ingest.corners import corners
from ingest.sheet import Sheet, sheet

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: what Tesseract reads best
DPI: Final = 300
#: width of a page that is held upright, in inches: what claims another is mistaken about its dpi
_NARROW: Final = 5.0
_WIDE: Final = 17.0
_LONG: Final = 40.0
_FAX_WIDTHS: Final = frozenset({1728, 2048, 2432})
_FAX_DPI: Final = (204.0, 98.0)
#: more tells nothing about letters
_MOST_DPI: Final = 330
_A4_INCHES: Final = (8.27, 11.69)
_MAX_PIXELS: Final = 30_000_000
#: share of the sheet that the smallest note on it covers
_BLANK: Final = 0.0002
#: the ground is looked at in squares of so many pixels
_GROUND: Final = 16
#: the darkest shadow on paper, as a share of its bright places
_DARKEST: Final = 0.3
#: skew is measured on a picture of about this width
_SKEW_WIDTH: Final = 700
_MAX_SKEW: Final = 6.0


def cleaned(picture: Image.Image, dpi: float) -> Sheet:
    """A page in grey, flat, its noise and shadows taken off; it may still lie askew."""
    page = sheet(picture, dpi)
    if page.dpi > _MOST_DPI:
        page = page.with_scale(_MOST_DPI)
    found = corners(page.picture)
    if found is not None:
        page = page.flattened(found, dpi)
        page = replace(page, dpi=_as_a4(page.picture))
    # at the scan's own size that costs a quarter of what it costs at 300 dpi
    grey = page.picture.filter(ImageFilter.MedianFilter(3))
    return page.with_picture(_without_ground(grey))


def levelled(page: Sheet) -> Sheet:
    """The page at 300 dpi, turned by the few degrees that its lines are off."""
    angle = skew(page.picture)
    width, height = page.picture.size
    dpi = min(DPI, page.dpi * (_MAX_PIXELS / max(width * height, 1)) ** 0.5)
    if abs(angle) < 0.1 and 0.9 < dpi / page.dpi < 1.1:  # noqa: PLR2004 - not worth the blur
        return page
    return page.levelled(angle, dpi)


def densest(page: Sheet, height: int) -> Sheet:
    """The strip of this height that holds the most ink."""
    grey = page.picture
    if grey.height <= height:
        return page
    ink = 255.0 - np.asarray(grey.reduce(4), dtype=np.float32).mean(axis=1)
    summed = np.cumsum(np.concatenate([[0.0], ink]))
    window = height // 4
    top = int(np.argmax(summed[window:] - summed[:-window])) * 4
    return page.cropped((0, top, grey.width, top + height))


def equalled(picture: Image.Image, *, by: tuple[float, float] | None = None) -> Image.Image:
    """A picture whose dots are as high as wide: faxes have twice as many across as down."""
    across, down = by or resolutions(picture)
    if 0.9 < across / down < 1.1:  # noqa: PLR2004 - as good as square
        return picture
    most = max(across, down)
    size = round(picture.width * most / across), round(picture.height * most / down)
    grey = picture.convert("L") if picture.mode in {"1", "P"} else picture
    return grey.resize(size, Image.Resampling.BICUBIC)


def resolutions(picture: Image.Image) -> tuple[float, float]:
    """Dots per inch across and down, as the file says if that makes a page.

    Else as if it were a sheet of A4, or a fax in coarse quality, which is known by its width of
    1,728 dots (ITU-T T.4).
    """
    told = picture.info.get("dpi")
    across, down = map(float, told) if isinstance(told, tuple) and len(told) == 2 else (0.0, 0.0)  # noqa: PLR2004 - a pair
    if across > 0 and down > 0:
        narrow, wide = sorted((picture.width / across, picture.height / down))
        if _NARROW <= narrow <= _WIDE and wide <= _LONG:
            return min(max(across, 50.0), 1200.0), min(max(down, 50.0), 1200.0)
    if picture.width in _FAX_WIDTHS and picture.height < picture.width:
        return _FAX_DPI
    return _as_a4(picture), _as_a4(picture)


def _as_a4(picture: Image.Image) -> float:
    width, height = sorted(picture.size)
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
    usual = np.percentile(np.asarray(ground), (50, 90))
    if usual[0] < 60:  # noqa: PLR2004 - light letters on a dark ground
        return ImageOps.autocontrast(ImageChops.invert(grey), cutoff=1)
    paper = np.asarray(ground.resize(grey.size, Image.Resampling.BILINEAR), dtype=np.float32)
    # what is darker than any shadow is no paper: a border, a table; it stays dark
    np.maximum(paper, max(_DARKEST * usual[1], 1.0), out=paper)
    return Image.fromarray(_stretched(np.asarray(grey) * (255.0 / paper)))


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
