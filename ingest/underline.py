"""Where to draw a line under words of a page: in the gap below them, as level as they are.

Boxes alone do not say it. Those of a skewed line reach into the next one, and those of Arabic
letters do so on any page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

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
#: what a lean of _LEAN costs, as share of the ink
_LEVEL: Final = 0.02
#: columns that are looked at, at most
_COLUMNS: Final = 400
_TYPICAL: Final = 25
#: how far into a wide gap, in heights of a line
_CLOSE: Final = 0.12


class Underlines:
    """Finds lines on one page."""

    def __init__(self, page: Image.Image, boxes: Sequence[Pixels]) -> None:
        """Look at a page before anything is drawn on it."""
        self._ink = 255 - np.asarray(page.convert("L"), np.float32)
        # a short run is hardly higher by its lean
        heights = [bottom - top for _, top, _, bottom in boxes]
        self._height = max(float(np.percentile(heights, _TYPICAL)), 4.0)

    def below(self, box: Pixels) -> Pixels:
        """The line below a run of words: x and y of its left end, then of its right end."""
        left, top, right, bottom = box
        height, width = self._ink.shape
        first, last = max(round(left), 0), min(round(right), width)
        if last - first < 2 * self._height:
            return left, bottom, right, bottom
        columns = np.linspace(first, last - 1, min(last - first, _COLUMNS)).astype(int)
        middle = (top + bottom) / 2
        reach = [round(middle + share * self._height) for share in (_FIRST, _LAST)]
        rows = np.arange(*reach)
        most = min(_LEAN, max(bottom - top - self._height, 0.0) / (right - left) + _STEP)
        leans = np.arange(-most, most + _STEP / 2, _STEP)
        found = [self._least(columns, rows, lean, height) for lean in leans]
        ink = np.array([one for one, _ in found]) + abs(leans) / _LEAN * _LEVEL * 255
        best = int(ink.argmin())
        y, rise = found[best][1], leans[best] * (right - left) / 2
        return left, y - rise, right, y + rise

    def _least(
        self, columns: NDArray[np.int_], rows: NDArray[np.int_], lean: float, height: int
    ) -> tuple[float, float]:
        """The mean ink of the emptiest row of this lean, and where in its gap to draw."""
        shift = np.round((columns - columns.mean()) * lean).astype(int)
        at = np.clip(rows[:, None] + shift[None, :], 0, height - 1)
        ink = self._ink[at, columns[None, :]].mean(axis=1)
        empty = np.nonzero(ink <= ink.min() + 2)[0]
        # the first gap, should there be two
        run = empty[: int(np.argmax(np.diff(empty, append=empty[-1] + 2) > 1)) + 1]
        return float(ink.min()), float(rows[run[0]] + min(len(run) / 2, self._height * _CLOSE))
