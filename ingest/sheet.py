"""A picture of a page on its way to recognition, which remembers where its pixels came from.

Whatever is done to the picture, turned, scaled, flattened, a place on it can be told as shares of
the page as it came. Knows nothing of ink or letters.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

Transpose = Image.Transpose
#: degrees clockwise -> Pillow's name for it, which counts the other way round
_QUARTERS: Final = {90: Transpose.ROTATE_270, 180: Transpose.ROTATE_180, 270: Transpose.ROTATE_90}
_PAPER: Final = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page in shades of grey."""

    picture: Image.Image
    dpi: float
    #: 3 x 3: pixels of this picture (x, y, 1) to shares of the page as it came
    back: NDArray[Any]
    #: degrees clockwise by which the page as it came was turned: 0, 90, 180, 270
    turn: int = 0

    def with_picture(self, picture: Image.Image) -> Sheet:
        """The same page with other shades, pixel by pixel."""
        return replace(self, picture=picture)

    def turned(self, degrees: int) -> Sheet:
        """Turned clockwise by quarters."""
        if degrees % 360 == 0:
            return self
        width, height = self.picture.size
        ours = {
            90: [[0, 1, 0], [-1, 0, height], [0, 0, 1]],
            180: [[-1, 0, width], [0, -1, height], [0, 0, 1]],
            270: [[0, -1, width], [1, 0, 0], [0, 0, 1]],
        }[degrees]
        return replace(
            self,
            picture=self.picture.transpose(_QUARTERS[degrees]),
            back=self.back @ np.array(ours, dtype=np.float64),
            turn=(self.turn + degrees) % 360,
        )

    def levelled(self, degrees: float, dpi: float) -> Sheet:
        """Turned by a few degrees against the clock and scaled, in one step to blur it once."""
        factor = dpi / self.dpi
        radians = np.radians(degrees)
        cos, sin = float(np.cos(radians)), float(np.sin(radians))
        width, height = self.picture.size
        wide = (abs(width * cos) + abs(height * sin)) * factor
        high = (abs(width * sin) + abs(height * cos)) * factor
        size = (max(round(wide), 1), max(round(high), 1))
        turn = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, factor]]) / factor
        centre = _shift(width / 2, height / 2) @ turn @ _shift(-size[0] / 2, -size[1] / 2)
        return self._warped(size, centre, dpi)

    def with_scale(self, dpi: float) -> Sheet:
        """The same at another resolution, smaller ones without grain."""
        factor = dpi / self.dpi
        width, height = self.picture.size
        size = (max(round(width * factor), 1), max(round(height * factor), 1))
        ours = np.diag([width / size[0], height / size[1], 1.0])
        picture = self.picture.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)
        return replace(self, picture=picture, dpi=dpi, back=self.back @ ours)

    def cropped(self, box: tuple[int, int, int, int]) -> Sheet:
        """What lies in a box of pixels."""
        ours = _shift(box[0], box[1])
        return replace(self, picture=self.picture.crop(box), back=self.back @ ours)

    def flattened(self, corners: Sequence[tuple[float, float]], dpi: float) -> Sheet:
        """What lies between four corners (from top left, clockwise) as a rectangle.

        Args:
            corners: pixels of this picture; may lie a little outside.
            dpi: of the rectangle, whose size is that of the longer sides.

        """
        nw, ne, se, sw = (np.array(corner) for corner in corners)
        width = max(np.linalg.norm(ne - nw), np.linalg.norm(se - sw))
        height = max(np.linalg.norm(sw - nw), np.linalg.norm(se - ne))
        size = (max(round(float(width)), 1), max(round(float(height)), 1))
        flat = ((0, 0), (size[0], 0), size, (0, size[1]))
        return self._warped(size, _homography(flat, corners), dpi)

    def shares(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """A box in pixels (left, top, right, bottom) as shares of the page held upright."""
        left, top, right, bottom = box
        points = np.array([[left, right, right, left], [top, top, bottom, bottom], [1, 1, 1, 1]])
        x, y, scale = self.back @ points
        across, down = np.clip(x / scale, 0, 1), np.clip(y / scale, 0, 1)
        across, down = {
            0: (across, down),
            90: (1 - down, across),
            180: (1 - across, 1 - down),
            270: (down, 1 - across),
        }[self.turn]
        return float(across.min()), float(down.min()), float(across.max()), float(down.max())

    def _warped(self, size: tuple[int, int], matrix: NDArray[Any], dpi: float) -> Sheet:
        """Another picture, whose pixels the matrix takes to pixels of this one."""
        rows = (matrix / matrix[2, 2]).reshape(9).tolist()
        affine = abs(rows[6]) + abs(rows[7]) < 1e-12  # noqa: PLR2004 - next to nothing
        picture = self.picture.transform(
            size,
            Image.Transform.AFFINE if affine else Image.Transform.PERSPECTIVE,
            rows[:6] if affine else rows[:8],
            Image.Resampling.BICUBIC,
            fillcolor=_PAPER,
        )
        return replace(self, picture=picture, dpi=dpi, back=self.back @ matrix)


def sheet(picture: Image.Image, dpi: float) -> Sheet:
    """A page as it came."""
    grey = picture if picture.mode == "L" else picture.convert("L")
    back = np.diag([1 / max(grey.width, 1), 1 / max(grey.height, 1), 1.0])
    return Sheet(picture=grey, dpi=dpi, back=back)


def _shift(across: float, down: float) -> NDArray[Any]:
    return np.array([[1, 0, across], [0, 1, down], [0, 0, 1]], dtype=np.float64)


def _homography(
    ours: Sequence[tuple[float, float]], theirs: Sequence[tuple[float, float]]
) -> NDArray[Any]:
    """The 3 x 3 matrix that takes four points to four others."""
    rows, targets = [], []
    for (x, y), (u, v) in zip(ours, theirs, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        targets += [u, v]
    found = np.linalg.solve(np.array(rows, dtype=np.float64), np.array(targets, dtype=np.float64))
    return np.append(found, 1.0).reshape(3, 3)
