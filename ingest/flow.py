"""Elements of a page in the order of reading, written out as lines of text.

Which elements are visible and which are cited is decided in `markup`, which walks the page.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element as Element

_BLOCKS: Final = frozenset(
    {
        *("div", "li", "dl", "dt", "dd", "thead", "tbody", "tfoot", "tr", "td", "th", "section"),
        *("article", "header", "footer", "address", "form", "fieldset", "figure", "center", "body"),
    }
)
#: blocks that stand apart from what comes before and after by an empty line
_APART: Final = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre", "hr"}
)
_LINE, _PARAGRAPH = 1, 2
_FOLDED: Final = re.compile("[ \t\n\r\f\xa0\u2007\u202f]+")
_INVISIBLE: Final = re.compile("[\u00ad\u034f\u200b\u2060\ufeff]")
#: pieces of text that a line may be made of
_TAIL: Final = 12
#: longest cell of a row that is written on one line, in characters
_FLAT_CELL: Final = 300


class Writer:
    """Text so far; white space folded as a browser does, rows of tables as `cell | cell`."""

    def __init__(self, conceal: Callable[[str], None]) -> None:
        """Begin with nothing; text that is not shown is given to `conceal`."""
        self.length = 0
        self._conceal = conceal
        self._pieces: list[str] = []
        self._breaks = 0
        self._space = False
        #: a bullet was written: what follows stays on its line
        self._held = False
        self._pre = 0
        self._skipped: Element | None = None
        self._row: Element | None = None
        self._items: dict[Element, int] = {}
        self._cited = _Spans()
        self._signed = _Spans()

    def start(self, element: Element, *, cited: bool, signed: bool, shown: bool) -> None:
        """An element begins: break the line if it is a block, then write its own text."""
        tag = str(element.tag)
        self._break(tag)
        if tag == "br":
            self._breaks += self._row is None
        elif tag == "tr" and self._row is None and _is_flat(element):
            self._row = element
        elif tag in {"td", "th"} and self._row is not None and element.getprevious() is not None:
            self._write("|")
        elif tag == "li":
            self._write(self._bullet(element))
            self._held = True
        if cited:
            self._cited.open(element, self.length)
        if signed:
            self._signed.open(element, self.length)
        self._pre += tag == "pre"
        self._text(element.text, shown=shown)

    def skip(self, element: Element) -> None:
        """An element begins of which nothing is shown."""
        self._skipped = element

    def end(self, element: Element, *, shown: bool) -> None:
        """An element ends: close what it opened, then write the text after it."""
        if element is self._skipped:
            self._skipped = None
        else:
            tag = str(element.tag)
            if element is self._row:
                self._row = None
            self._pre -= tag == "pre"
            self._break(tag)
        self._cited.close(element, self.length)
        self._signed.close(element, self.length)
        self._text(element.tail, shown=shown)

    def text(self) -> str:
        """The whole text."""
        return "".join(self._pieces)

    def last_line(self) -> str:
        """The last words so far, up to the beginning of their line."""
        tail = "".join(self._pieces[-_TAIL:])
        return tail.rstrip().rpartition("\n")[2]

    def cited(self) -> tuple[tuple[int, int], ...]:
        """Outermost cited spans in order, those that never ended included."""
        return self._cited.all(self.length)

    def signed(self) -> tuple[tuple[int, int], ...]:
        """The same of what the writer's program put there as a signature."""
        return self._signed.all(self.length)

    def _break(self, tag: str) -> None:
        if self._row is not None:
            self._space |= tag in _BLOCKS or tag in _APART or tag == "br"
        elif tag in _APART:
            self._breaks = _PARAGRAPH
        elif tag in _BLOCKS:
            self._breaks = max(self._breaks, _LINE)

    def _text(self, text: str | None, *, shown: bool) -> None:
        if not text:
            return
        if not shown:
            self._conceal(text)
            return
        visible = _INVISIBLE.sub("", text)
        if self._pre:
            self._emit(visible)
            return
        folded = _FOLDED.sub(" ", visible)
        self._space |= folded.startswith(" ")
        words = folded.strip(" ")
        if words:
            self._emit(words)
            self._space = folded.endswith(" ")

    def _bullet(self, item: Element) -> str:
        parent = item.getparent()
        if parent is None or parent.tag != "ol":
            return "-"
        self._items[parent] = self._items.get(parent, 0) + 1
        return f"{self._items[parent]}."

    def _write(self, mark: str) -> None:
        self._space = True
        self._emit(mark)
        self._space = True

    def _emit(self, words: str) -> None:
        if self._breaks and self.length and not self._held:
            lead = "\n" * min(self._breaks, 3)
        else:
            lead = " " if self._space and self.length else ""
        self._breaks, self._space, self._held = 0, False, False
        self._pieces.append(lead + words)
        self.length += len(lead) + len(words)


class _Spans:
    """Half-open spans of the text that elements of one sort cover, the outermost of them."""

    def __init__(self) -> None:
        self._done: list[tuple[int, int]] = []
        self._open: list[tuple[Element, int]] = []

    def open(self, element: Element, at: int) -> None:
        self._open.append((element, at))

    def close(self, element: Element, at: int) -> None:
        if not self._open or self._open[-1][0] is not element:
            return
        start = self._open.pop()[1]
        if at > start and not self._open:
            self._done.append((start, at))

    def all(self, length: int) -> tuple[tuple[int, int], ...]:
        left = [(start, length) for _, start in self._open[:1] if start < length]
        return (*self._done, *left)


def _is_flat(row: Element) -> bool:
    """A row of data, not of layout: several short cells and no table inside."""
    cells = [cell for cell in row if cell.tag in {"td", "th"}]
    if len(cells) < _PARAGRAPH or next(row.iter("table"), None) is not None:
        return False
    return all(sum(map(len, cell.itertext())) <= _FLAT_CELL for cell in cells)
