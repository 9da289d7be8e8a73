"""Workbooks (xlsx, xlsm and their templates) to text: a page for each sheet, a line for each row.

Formulas are not reckoned: the value that was saved with them counts. Links to other workbooks, data
connections and macros are never looked at. Libraries were tried: one lays a sheet out whole in
memory and dies of a single cell in its last corner, the other takes ten times as long.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ingest import archive, drawn, rows, xmltree
from ingest.cellformat import Formats
from ingest.charset import MAX_CHARACTERS, clean
from ingest.concealed import Concealed
from ingest.enclosed import enclosed
from ingest.package import Package
from ingest.problems import problem
from ingest.segment import Document, Page
from ingest.sniff import XLSX
from ingest.xmltree import DamagedXmlError, attribute, below, child, local

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.xmltree import Element

MAX_SHEETS: Final = 100
MAX_CELLS: Final = 200_000
#: empty cells between two that are written out; more say no more
_MAX_GAP: Final = 8
_PLACE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def read(name: str, content: bytes) -> Document:
    """Sheets in the order of the workbook; those that are hidden are counted and left out."""
    code = archive.trouble_inside(content)
    if code is None:
        try:
            return _Workbook(name, Package(content)).document()
        except DamagedXmlError:
            code = "damaged"
    return Document(media_type=XLSX, pages=(), nested=(), problems=(problem(code, name),))


class _Workbook:
    def __init__(self, name: str, package: Package) -> None:
        self._name = name
        self._package = package
        self._main = package.main() or "xl/workbook.xml"
        self._relations = {one.id: one for one in package.relations(self._main)}
        self._root = package.root(self._main)
        self._formats = Formats(self._root, self._part("styles"))
        self._shared: list[str] = []
        self._concealed = Concealed()
        self._cells = 0
        self._characters = 0
        #: parts that draw on the sheets that are shown
        self._drawings: list[str] = []

    def document(self) -> Document:
        """All sheets as far as the limits go."""
        found = list(below(self._root, "sheet")) if self._root is not None else []
        if not found:
            raise DamagedXmlError
        strings = next(
            (one.target for one in self._relations.values() if one.kind == "sharedStrings"), None
        )
        if strings is not None:
            self._shared = [
                _text(one) for one in xmltree.each(self._package.data(strings) or b"", "si")
            ]
        pages = [
            page
            for number, one in enumerate(found[:MAX_SHEETS], 1)
            if (page := self._page(one, number))
        ]
        inside = enclosed(
            self._name,
            drawn.pictures(self._package, self._drawings),
            text="".join(page.text for page in pages),
        )
        problems = list(inside.problems)
        if len(found) > MAX_SHEETS or self._is_full:
            problems.append(problem("text_cut", self._name))
        problems += self._concealed.problems(self._name)
        return Document(
            media_type=XLSX, pages=tuple(pages), nested=inside.nested, problems=tuple(problems)
        )

    @property
    def _is_full(self) -> bool:
        return self._cells > MAX_CELLS or self._characters > MAX_CHARACTERS

    def _part(self, kind: str) -> Element | None:
        found = next((one for one in self._relations.values() if one.kind == kind), None)
        return None if found is None else self._package.root(found.target)

    def _page(self, sheet: Element, number: int) -> Page | None:
        relation = self._relations.get(attribute(sheet, "id") or "")
        if relation is None or relation.kind != "worksheet" or self._is_full:
            return None
        lines = [*self._lines(relation.target), *self._boxes(relation.target)]
        if (sheet.get("state") or "visible") != "visible":
            self._concealed.add("".join(lines))
            return None
        parts = self._package.relations(relation.target)
        self._drawings += [one.target for one in parts if one.kind == "drawing"]
        text = clean("\n".join([sheet.get("name") or "", *lines]).strip()) if lines else ""
        return Page(number=number, method="xlsx", text=text)

    def _lines(self, target: str) -> Iterator[str]:
        """Rows of a sheet that are shown."""
        data = self._package.data(target) or b""
        hidden = {
            column
            for one in xmltree.each(data, "col")
            if one.get("hidden") in {"1", "true"}
            for column in range(_number(one.get("min")), min(_number(one.get("max")), 16_384) + 1)
        }
        for row in xmltree.each(data, "row"):
            cells = self._row(row, hidden)
            if row.get("hidden") in {"1", "true"}:
                self._concealed.add("".join(cells))
                continue
            for line in rows.lines(cells):
                self._characters += len(line)
                yield line
            if self._is_full:
                return

    def _row(self, row: Element, hidden: set[int]) -> list[str]:
        cells: list[str] = []
        at = 0
        for cell in row:
            place = _PLACE.fullmatch(cell.get("r") or "")
            column = _column(place[1]) if place else at + 1
            value = self._value(cell)
            self._cells += 1
            if column in hidden or self._formats.hides(cell.get("s")):
                self._concealed.add(value)
            elif value.strip():
                gap = min(max(column - at - 1, 0), _MAX_GAP) if cells else 0
                cells += [*[""] * gap, value]
                at = column
        return cells

    def _value(self, cell: Element) -> str:
        kind = cell.get("t") or "n"
        if kind == "inlineStr":
            inline = child(cell, "is")
            return "" if inline is None else _text(inline)
        found = child(cell, "v")
        value = (found.text or "") if found is not None else ""
        if kind == "s":
            at = int(value) if value.isdecimal() and len(value) < 10 else -1  # noqa: PLR2004 - a longer number is no index
            return self._shared[at] if 0 <= at < len(self._shared) else ""
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        return self._formats.shown(value, cell.get("s")) if kind == "n" else value

    def _boxes(self, target: str) -> Iterator[str]:
        """Text of the boxes that are drawn over a sheet."""
        for one in self._package.relations(target):
            root = self._package.root(one.target) if one.kind == "drawing" else None
            for paragraph in below(root, "p") if root is not None else ():
                text = "".join(piece.text or "" for piece in below(paragraph, "t"))
                if text.strip():
                    yield text


def _text(element: Element) -> str:
    """Text of a string: its runs, without the readings that are printed above Asian characters."""
    return "".join(
        one.text or ""
        for one in below(element, "t")
        if (parent := one.getparent()) is None or local(parent) != "rPh"
    )


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _number(said: str | None) -> int:
    return int(said) if said and said.isdecimal() and len(said) < 10 else 0  # noqa: PLR2004 - the same
