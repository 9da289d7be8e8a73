"""Tables as plain text (csv and its like): which sign stands between the cells, and their rows."""

from __future__ import annotations

import csv
import io
from typing import Final

from ingest import rows
from ingest.charset import Decoded, decode
from ingest.problems import problem
from ingest.segment import Document, Page

CSV: Final = "text/csv"
MAX_CELLS: Final = 200_000
_SAMPLE_LINES: Final = 50
#: by how sure a sign is: hardly any prose has tabs in every line, all has commas
_SIGNS: Final = ("\t", ";", "|", ",")
_LEAST_ROWS: Final = 2
_LEAST_CELLS: Final = 2
#: in a file that is not called a table, commas must part so many short cells
_SURE_CELLS: Final = 3
_SURE_ROWS: Final = 3
_SHORT_CELL: Final = 60


def delimiter(text: str, *, is_told: bool) -> str | None:
    """The sign between the cells; None where this is no table.

    Args:
        text: of the file.
        is_told: its name or declared type says that it is a table.

    """
    sample = "\n".join(text.split("\n", _SAMPLE_LINES)[:_SAMPLE_LINES])
    for sign in _SIGNS:
        table = [row for row in _parsed(sample, sign) if any(cell.strip() for cell in row)]
        if len(table) >= _LEAST_ROWS and _is_table(table, sign, is_told=is_told):
            return sign
    return None


def read(name: str, decoded: Decoded, sign: str) -> Document:
    """Rows as `cell | cell`."""
    lines: list[str] = []
    cells = 0
    for row in _parsed(decoded.text, sign):
        lines += rows.lines(row)
        cells += len(row)
        if cells > MAX_CELLS:
            break
    problems = [problem(decoded.problem, name, what=decoded.charset)] if decoded.problem else []
    if decoded.cut or cells > MAX_CELLS:
        problems.append(problem("text_cut", name))
    page = Page(number=None, method="csv", text="\n".join(lines))
    return Document(media_type=CSV, pages=(page,), nested=(), problems=tuple(problems))


def is_told(name: str, media_type: str) -> bool:
    """Whether the sender says that the file is a table."""
    return name.lower().endswith((".csv", ".tsv")) or media_type in {
        CSV,
        "text/tab-separated-values",
    }


def decode_table(content: bytes) -> Decoded:
    """Text of the file; a first line `sep=;`, which is for Excel, is no row."""
    decoded = decode(content)
    first, _, rest = decoded.text.partition("\n")
    is_hint = first.lower().startswith("sep=") and len(first) <= len("sep=\\t")
    return (
        decoded
        if not is_hint
        else Decoded(text=rest, problem=decoded.problem, charset=decoded.charset, cut=decoded.cut)
    )


def _parsed(text: str, sign: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text), delimiter=sign))
    except csv.Error:
        # a field over the limit of the module: no table, or one with a quote that never ends
        return [line.split(sign) for line in text.split("\n")]


def _is_table(table: list[list[str]], sign: str, *, is_told: bool) -> bool:
    widths = [len(row) for row in table]
    usual = max(set(widths), key=widths.count)
    if usual < _LEAST_CELLS:
        return False
    fitting = widths.count(usual) / len(widths)
    if is_told:
        return fitting > 0.5  # noqa: PLR2004 - most rows
    if sign == ",":
        short = all(len(cell) <= _SHORT_CELL for row in table for cell in row)
        return usual >= _SURE_CELLS and len(table) >= _SURE_ROWS and short and fitting == 1
    return fitting == 1
