"""How the words of a page lean, and where to draw a line under them: in the gap below, as level.

Boxes alone do not say it. Those of a skewed line reach into the next one, and those of Arabic
letters do so on any page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import ImageChops, ImageFilter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from PIL import Image

    Pixels = tuple[float, float, float, float]

#: how far a line may lean, and in which steps, as height by width
_LEAN: Final = 0.045
_STEP: Final = 0.0025
#: where below the middle of its words the gap is looked for, in heights of a line
_FIRST, _LAST = 0.2, 0.85
#: what a lean of _LEAN costs, as share of how well it parts
_LEVEL: Final = 0.02
#: paper is the brightest around, of so many pixels on a page so many times smaller
_COARSE: Final = 4
_PAPER: Final = 9
#: columns that are looked at, at most
_COLUMNS: Final = 400
_TYPICAL: Final = 25
#: how far into a wide gap, in heights of a line
_CLOSE: Final = 0.12


class Underlines:
    """Finds lines on one page."""

    def __init__(self, page: Image.Image, boxes: Sequence[Pixels]) -> None:
        """Look at a page before anything is drawn on it."""
        grey = page.convert("L")
        # shadows of a photo are paper
        small = grey.resize((max(page.width // _COARSE, 1), max(page.height // _COARSE, 1)))
        paper = small.filter(ImageFilter.MaxFilter(_PAPER)).filter(ImageFilter.GaussianBlur(2))
        self._ink = np.asarray(ImageChops.subtract(paper.resize(page.size), grey), np.float32)
        # a short run is hardly higher by its lean
        heights = [bottom - top for _, top, _, bottom in boxes]
        self._height = max(float(np.percentile(heights, _TYPICAL)), 4.0)

    def below(self, box: Pixels) -> Pixels:
        """The line below a run of words: x and y of its left end, then of its right end."""
        left, top, right, bottom = box
        columns = self._columns(box)
        if columns is None:
            return left, bottom, right, bottom
        lean = self._lean(columns, box)
        y = self._gap(columns, self._rows((top + bottom) / 2, _FIRST, _LAST), lean)
        rise = lean * (right - left) / 2
        return left, y - rise, right, y + rise

    def lean(self, box: Pixels) -> float:
        """How far a run of words goes down on its way to the right, as height by width."""
        columns = self._columns(box)
        return 0.0 if columns is None else self._lean(columns, box)

    def _columns(self, box: Pixels) -> NDArray[np.int_] | None:
        """Where a run is looked at; None where it is too short to lean."""
        first, last = max(round(box[0]), 0), min(round(box[2]), self._ink.shape[1])
        if last - first < 2 * self._height:
            return None
        return np.linspace(first, last - 1, min(last - first, _COLUMNS)).astype(int)

    def _lean(self, columns: NDArray[np.int_], box: Pixels) -> float:
        around = self._rows((box[1] + box[3]) / 2, -_LAST, _LAST)
        leans = np.arange(-_LEAN, _LEAN + _STEP / 2, _STEP)
        # lines and gaps part best where rows lean as they do
        parted = [float(self._profile(columns, around, lean).std()) for lean in leans]
        return float(leans[int(np.argmax(parted - abs(leans) / _LEAN * _LEVEL * max(parted)))])

    def _rows(self, middle: float, first: float, last: float) -> NDArray[np.int_]:
        start, end = (round(middle + share * self._height) for share in (first, last))
        return np.arange(start, end)

    def _gap(self, columns: NDArray[np.int_], rows: NDArray[np.int_], lean: float) -> float:
        """The middle of the first gap, or the upper part of a wide one."""
        ink = self._profile(columns, rows, lean)
        empty = np.nonzero(ink <= ink.min() + 2)[0]
        run = empty[: int(np.argmax(np.diff(empty, append=empty[-1] + 2) > 1)) + 1]
        return float(rows[run[0]] + min(len(run) / 2, self._height * _CLOSE))

    def _profile(
        self, columns: NDArray[np.int_], rows: NDArray[np.int_], lean: float
    ) -> NDArray[np.float32]:
        """The mean ink of each row that leans like this."""
        shift = np.round((columns - columns.mean()) * lean).astype(int)
        at = np.clip(rows[:, None] + shift[None, :], 0, len(self._ink) - 1)
        found: NDArray[np.float32] = self._ink[at, columns[None, :]].mean(axis=1)
        return found
