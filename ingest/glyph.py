"""A character of a page and a place on it: what the text layer of a PDF is made of."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

#: pdfium's sign for a hyphen at the end of a line whose word goes on
HYPHEN: Final = "\ufffe"
ARABIC: Final = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")


class Glyph(NamedTuple):
    """A character and its box in points, y upwards; line breaks have empty boxes.

    A tuple, because a page has thousands of them and a dataclass takes three times as long.
    """

    char: str
    x0: float = 0.0
    y0: float = 0.0
    x1: float = 0.0
    y1: float = 0.0


class Spot(NamedTuple):
    """Characters of a text, half-open, and the box in points where they stand; y upwards."""

    start: int
    end: int
    x0: float
    y0: float
    x1: float
    y1: float
