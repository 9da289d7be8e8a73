"""Rows of tables as lines of text: `cell | cell`, the same for all formats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: a cell that is longer, in characters, is part of a layout, not of a table
_MAX_CELL: Final = 2_000


def lines(cells: Sequence[str]) -> Iterator[str]:
    """One line for a row; a row with long cells as paragraphs; nothing for an empty one."""
    if any(len(cell) > _MAX_CELL for cell in cells):
        yield from filter(None, (cell.strip() for cell in cells))
    elif any(cell.strip() for cell in cells):
        yield " | ".join(" ".join(cell.split()) for cell in cells)
