"""Ruled tables of a page as rows `cell | cell` in their place in the text.

The one door of pdfplumber, of which only the search for cells among lines is used: to read the
page by itself takes it fifty times as long as pdfium, and the lines are known already. The words
come from the characters of the text layer, so that Arabic keeps its order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ingest import glyphs
from ingest.glyph import Glyph, Spot
from ingest.glyphs import Line, Text, shifted
from ingest.placed import Placed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from ingest.frame import Box

#: a page with fewer lines has no ruled table, with more it is a drawing
_FEW_RULES: Final = 6
_MANY_RULES: Final = 6_000
#: the search compares crossings with one another
_MANY_CROSSINGS: Final = 1_500
_MANY_PAIRS: Final = 400_000
#: points: a table of cells, not a mark or a line under a word
_SHORTEST: Final = 6.0
_NEAR: Final = 3.0
_LEAST: Final = 2


def text(found: Sequence[Glyph], rules: Sequence[Box]) -> Text | None:
    """The text of a page with its tables as rows; None where it has no table.

    Args:
        found: its characters.
        rules: its level and upright lines in points, y upwards.

    """
    if not found or not _FEW_RULES <= len(rules) <= _MANY_RULES:
        return None
    page = Placed.of(found)
    tables = [table for cells in _grids(rules) if (table := _Table(cells)).take(page)]
    return _with_tables(page, tables) if tables else None


def _grids(rules: Sequence[Box]) -> list[list[Box]]:
    """Cells of each table in points, y upwards."""
    from pdfplumber import table  # noqa: PLC0415 - takes 0.3 s to load, and most letters have no table

    # y downwards, as pdfplumber counts
    edges = [edge for rule in rules if (edge := _edge(rule)) is not None]
    merged = table.merge_edges(edges, _NEAR, _NEAR, _NEAR, _NEAR)
    level = sum(edge["orientation"] == "h" for edge in merged)
    if level * (len(merged) - level) > _MANY_PAIRS:
        return []
    crossings = table.edges_to_intersections(merged, _NEAR, _NEAR)
    if len(crossings) > _MANY_CROSSINGS:
        return []
    grids = table.cells_to_tables(table.intersections_to_cells(crossings))
    return [[(x0, -low, x1, -high) for x0, high, x1, low in grid] for grid in grids]


def _edge(rule: Box) -> dict[str, Any] | None:
    x0, y0, x1, y1 = rule
    if x1 - x0 >= max(y1 - y0, _SHORTEST):
        y0 = y1 = (y0 + y1) / 2
        orientation = "h"
    elif y1 - y0 >= _SHORTEST:
        x0 = x1 = (x0 + x1) / 2
        orientation = "v"
    else:
        return None
    return {
        "x0": x0, "x1": x1, "top": -y1, "bottom": -y0, "width": x1 - x0, "height": y1 - y0,
        "orientation": orientation, "object_type": "line",
    }  # fmt: skip


class _Table:
    """A grid of cells and the characters that lie in them."""

    def __init__(self, cells: Sequence[Box]) -> None:
        self._rows = _rows(cells)
        self._cells = [cell for row in self._rows for cell in row]
        self._words: dict[Box, list[Glyph]] = {cell: [] for cell in self._cells}
        #: numbers of the characters in it
        self.letters: NDArray[np.intp] = np.zeros(0, np.intp)

    def take(self, page: Placed) -> bool:
        """Sort the characters into the cells; False if the result is no table of data."""
        if len(self._rows) < _LEAST or max(map(len, self._rows)) < _LEAST:
            return False
        owners = self._owners(page)
        self.letters = np.flatnonzero(owners >= 0)
        # a line break has no place: it belongs to every cell, and harms none
        breaks = page.sides[3] <= page.sides[1]
        asked = np.flatnonzero((owners >= 0) | breaks)
        for at, owner in zip(asked.tolist(), owners[asked].tolist(), strict=True):
            if owner >= 0:
                self._words[self._cells[owner]] += page.part(at, at + 1)
                continue
            for words in self._words.values():
                if words and words[-1].char != "\n":
                    words.append(Glyph("\n"))
        filled = sum(any(glyph.char.strip() for glyph in words) for words in self._words.values())
        return filled >= 2 * _LEAST and filled * 3 >= len(self._cells)

    def _owners(self, page: Placed) -> NDArray[np.intp]:
        """The number of the cell in which each character's middle lies; -1 for none."""
        x0, y0, x1, y1 = page.sides
        owners = np.full(len(page), -1)
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        lefts, lows, rights, tops = zip(*self._cells, strict=True)
        inside = (min(lefts) <= x) & (x <= max(rights)) & (min(lows) <= y) & (y <= max(tops))
        near = np.flatnonzero(inside & (y1 > y0))
        x, y = x[near], y[near]
        # where cells overlap the first counts
        for number, (left, low, right, top) in reversed([*enumerate(self._cells)]):
            owners[near[(left <= x) & (x <= right) & (low <= y) & (y <= top)]] = number
        return owners

    def text(self, page: Placed) -> Text:
        """A line for each row, its cells in the order of reading."""
        all_ = [[_together(glyphs.lines(self._words[cell])) for cell in row] for row in self._rows]
        rows = [cells for cells in all_ if any(cell.text for cell in cells)]
        step = -1 if _is_from_right(rows, page.text) else 1
        return Text.of([_row(cells[::step]) for cells in rows], "\n")


def _rows(cells: Sequence[Box]) -> list[list[Box]]:
    """Cells by their upper side, from above; a cell over two rows belongs to the first."""
    rows: dict[float, list[Box]] = {}
    for cell in sorted(cells, key=lambda box: (-box[3], box[0])):
        rows.setdefault(cell[3], []).append(cell)
    return list(rows.values())


def _together(lines: Sequence[Line]) -> Text:
    """The lines of a cell as one, divided words whole."""
    joined = glyphs.join(lines)
    spots = joined.spots
    flat = joined.text
    while "\n\n" in flat:
        at = flat.index("\n\n")
        flat = flat[:at] + flat[at + 1 :]
        spots = tuple(
            spot if spot.start <= at else Spot(spot.start - 1, spot.end - 1, *spot[2:])
            for spot in spots
        )
    return Text(flat.replace("\n", " "), spots)


def _is_from_right(rows: Sequence[Sequence[Text]], page: str) -> bool:
    """Whether its columns are read from the right: its head and all of it say so, else the page.

    A row of names and figures does not tell by itself.
    """
    said = ["".join(cell.text for cell in cells) for cells in rows]
    lettered = [row for row in said if any(map(str.isalpha, row))]
    if not lettered:
        return glyphs.is_arabic(page)
    head = glyphs.is_arabic(lettered[0])
    return head if head == glyphs.is_arabic("".join(said)) else glyphs.is_arabic(page)


def _row(cells: Sequence[Text]) -> Text:
    """Cells between bars; an empty one keeps its place."""
    spots: list[Spot] = []
    at = 0
    for cell in cells:
        spots += shifted(cell.spots, at)
        at += len(cell.text) + len(" | ")
    return Text(" | ".join(cell.text for cell in cells), tuple(spots))


def _with_tables(page: Placed, tables: Sequence[_Table]) -> Text:
    """Text around the tables, and each table where its first character stands."""
    return Text.of(_blocks(page, tables), "\n\n")


def _blocks(page: Placed, tables: Sequence[_Table]) -> Iterator[Text]:
    #: of each character, its table; the first where several hold it
    owners = np.full(len(page), -1)
    for number, table in reversed([*enumerate(tables)]):
        owners[table.letters] = number
    outside = np.flatnonzero(owners < 0)
    firsts = sorted(
        (int(np.argmax(owners == number)), number)
        for number in range(len(tables))
        if (owners == number).any()
    )
    begin = 0
    for first, number in firsts:
        end = int(np.searchsorted(outside, first))
        yield glyphs.compose(page.some(outside[begin:end]))
        yield tables[number].text(page)
        begin = end
    yield glyphs.compose(page.some(outside[begin:]))
