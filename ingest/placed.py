"""The characters of a page in columns: one text, one row of places for each side of their boxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from typing import TYPE_CHECKING, overload

import numpy as np

from ingest.glyph import Glyph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Placed(Sequence[Glyph]):
    """Glyphs that are made one by one only for whoever asks for them: most pages never do."""

    #: a character for each
    text: str
    #: left, lower, right and upper sides in points, the page upright; 0 for what has no place
    sides: NDArray[np.float64]

    @classmethod
    def of(cls, glyphs: Sequence[Glyph]) -> Placed:
        """Glyphs that are there already."""
        if isinstance(glyphs, cls):
            return glyphs
        text = "".join([glyph.char for glyph in glyphs])
        return cls(text, np.array([glyph[1:] for glyph in glyphs], np.float64).reshape(-1, 4).T)

    @cached_property
    def _all(self) -> list[Glyph]:
        return self._made(0, len(self.text))

    def __len__(self) -> int:
        """How many characters there are."""
        return len(self.text)

    def __iter__(self) -> Iterator[Glyph]:
        """All of them, in their order."""
        return iter(self._all)

    @overload
    def __getitem__(self, which: int) -> Glyph: ...

    @overload
    def __getitem__(self, which: slice) -> list[Glyph]: ...

    def __getitem__(self, which: int | slice) -> Glyph | list[Glyph]:
        """One glyph, or some."""
        return self._all[which]

    def some(self, numbers: NDArray[np.intp]) -> Placed:
        """Those of these numbers."""
        return Placed("".join([self.text[at] for at in numbers.tolist()]), self.sides[:, numbers])

    def part(self, start: int, end: int) -> list[Glyph]:
        """Some glyphs, without making the others."""
        return self._made(start, end)

    def _made(self, start: int, end: int) -> list[Glyph]:
        sides = self.sides[:, start:end].tolist()
        # without a call of ours for each: a page has thousands of them
        return list(
            map(tuple.__new__, repeat(Glyph), zip(self.text[start:end], *sides, strict=True))
        )
