"""Ruled tables of a PDF page as rows `cell | cell` in their place in the text.

The one door of pdfplumber, which finds where the cells are; their words come from the
characters that `pdf` has already, so that Arabic keeps its order.
"""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING, Any, Final

from ingest import glyphs
from ingest.glyphs import Glyph, Line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pdfplumber.pdf import PDF

Box = tuple[float, float, float, float]

#: a page with fewer drawn paths has no ruled table, with more it is a drawing
_FEW_PATHS: Final = 6
_MANY_PATHS: Final = 2_500
#: for so long tables are looked for in one document: a page costs 0.1 s, a crowded one some
_MAX_SECONDS: Final = 10.0
_LEAST: Final = 2


class TableFinder:
    """Finds tables in one document; opens it only when a page may hold one."""

    def __init__(self, content: bytes, clock: Callable[[], float] = time.monotonic) -> None:
        self._content = content
        self._clock = clock
        self._pdf: PDF | None = None
        self._left = _MAX_SECONDS

    def text(self, index: int, found: Sequence[Glyph], paths: int, rotation: int) -> str | None:
        """The text of a page with its tables as rows; None where it has no table."""
        if not (_FEW_PATHS <= paths <= _MANY_PATHS) or rotation or self._left <= 0 or not found:
            return None
        started = self._clock()
        tables = [table for one in self._cells(index) if (table := _Table(one)).take(found)]
        text = _with_tables(found, tables) if tables else None
        self._left -= self._clock() - started
        return text

    def close(self) -> None:
        """Let go of the document."""
        if self._pdf is not None:
            self._pdf.close()

    def _cells(self, index: int) -> list[list[list[Box]]]:
        """Tables, rows, boxes in points with y upwards."""
        import pdfplumber  # noqa: PLC0415 - takes 0.3 s to load, and most letters have no table

        try:
            if self._pdf is None:
                self._pdf = pdfplumber.open(io.BytesIO(self._content))
            page = self._pdf.pages[index]
            top = float(page.height) + float(page.mediabox[1])
            return [_upwards(table, top) for table in page.find_tables()]
        except Exception:  # noqa: BLE001 - pdfminer trips over much; the page's text is read already
            return []


def _upwards(table: Any, top: float) -> list[list[Box]]:
    return [
        [(x0, top - low, x1, top - high) for x0, high, x1, low in filter(None, row.cells)]
        for row in table.rows
    ]


class _Table:
    """A grid of cells and the characters that lie in them."""

    def __init__(self, rows: list[list[Box]]) -> None:
        self._rows = [row for row in rows if row]
        self._cells = [cell for row in self._rows for cell in row]
        self._words: dict[Box, list[Glyph]] = {cell: [] for cell in self._cells}

    def take(self, found: Sequence[Glyph]) -> bool:
        """Sort the characters into the cells; False if the result is no table of data."""
        if len(self._rows) < _LEAST or max(map(len, self._rows)) < _LEAST:
            return False
        for glyph in found:
            cell = self.cell(glyph)
            if cell is not None:
                self._words[cell].append(glyph)
            elif glyph.y1 <= glyph.y0:
                # a line break has no place: it belongs to every cell, and harms none
                for words in self._words.values():
                    if words and words[-1].char != "\n":
                        words.append(Glyph("\n"))
        filled = sum(any(glyph.char.strip() for glyph in words) for words in self._words.values())
        return filled >= 2 * _LEAST and filled * 3 >= len(self._cells)

    def cell(self, glyph: Glyph) -> Box | None:
        """The cell in which a character's middle lies."""
        if glyph.y1 <= glyph.y0:
            return None
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
        for row in self._rows:
            if not any(box[1] <= y <= box[3] for box in row):
                continue
            for box in row:
                if box[0] <= x <= box[2] and box[1] <= y <= box[3]:
                    return box
        return None

    def lines(self) -> list[Line]:
        """A line for each row, its cells in the order of reading."""
        out = []
        for row in self._rows:
            cells = [" ".join(line.text for line in glyphs.lines(self._words[c])) for c in row]
            if glyphs.is_arabic("".join(cells)):
                cells.reverse()
            if any(cells):
                out.append(Line(" | ".join(cells), row[0][1], row[0][3]))
        return out


def _with_tables(found: Sequence[Glyph], tables: Sequence[_Table]) -> str:
    """Text around the tables, and each table where its first character stands."""
    blocks: list[str] = []
    outside: list[Glyph] = []
    seen: set[int] = set()
    for glyph in found:
        inside = next((at for at, table in enumerate(tables) if table.cell(glyph)), None)
        if inside is None:
            outside.append(glyph)
        elif inside not in seen:
            seen.add(inside)
            blocks += [glyphs.compose(outside), "\n".join(x.text for x in tables[inside].lines())]
            outside = []
    blocks.append(glyphs.compose(outside))
    return "\n\n".join(block for block in blocks if block)
