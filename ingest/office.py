"""Word documents (docx, docm and their templates) to text in the order of the page.

Headers, paragraphs, tables, text boxes, notes, diagrams, footers, comments, read from the XML of
the package itself: libraries pass over insertions under review, content controls and text boxes,
and refuse documents with macros. Macros, fields and links are never looked at; what the page does
not show is counted and left out.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from ingest import archive, drawn, rows, wordsigns
from ingest.charset import MAX_CHARACTERS, clean
from ingest.concealed import WHITE, Colour, Concealed, from_hex
from ingest.enclosed import enclosed
from ingest.form_marks import Marked, form_mark, held_by, is_untouched, mark_of
from ingest.package import Package
from ingest.problems import problem
from ingest.segment import Document, Page
from ingest.sniff import DOCX
from ingest.wordlook import NOTHING, Look, Styles, look_of, value_of
from ingest.xmltree import DamagedXmlError, attribute, below, child, local
from store.methods import FORM

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ingest.enclosed import Enclosed
    from ingest.xmltree import Element

#: elements whose inside is not on the page: deleted, moved away, repeated for old programs
_PASSED: Final = frozenset(
    {"del", "moveFrom", "instrText", "delText", "delInstrText", "Fallback", "rPr", "pPr", "tcPr"}
)
#: what may stand between a table and its rows
_WRAPPERS: Final = frozenset({"sdt", "sdtContent", "ins", "customXml", "moveTo", "smartTag"})
#: parts of the main one that draw pictures on the page
_DRAWN_ON: Final = frozenset({"header", "footer", "footnotes", "endnotes"})


def read(name: str, content: bytes) -> Document:
    """The whole document as one page without a number: Word breaks pages only when it prints."""
    trouble = archive.trouble_inside(content)
    if trouble is not None:
        return _failed(name, trouble)
    package = Package(content)
    main = package.main() or "word/document.xml"
    try:
        root = package.root(main)
        body = child(root, "body")
        if root is None or body is None:
            return _failed(name, "damaged")
        reader = _Reader(package, main, root)
        blocks = [one for one in reader.blocks(body) if one.strip() or mark_of(one)]
        pages = (*_pages(blocks), *reader.remarks())
        found = _enclosed(name, package, main, "".join(one.text for one in pages))
    except DamagedXmlError:
        return _failed(name, "damaged")
    problems = list(found.problems)
    if sum(len(one.text) for one in pages) > MAX_CHARACTERS:
        problems.append(problem("text_cut", name))
        pages = _cut(pages)
    problems += reader.concealed.problems(name)
    return Document(media_type=DOCX, pages=pages, nested=found.nested, problems=tuple(problems))


def _pages(blocks: Sequence[str]) -> tuple[Page, ...]:
    """One page; of our form, each run of blocks that one of its marks holds is one of its own."""
    pages = []
    for mark, run in groupby(blocks, key=mark_of):
        method = f"{FORM}.{mark}" if mark else "docx"
        pages.append(Page(number=None, method=method, text=clean("\n\n".join(run))))
    return tuple(pages) or (Page(number=None, method="docx", text=""),)


def _cut(pages: Sequence[Page]) -> tuple[Page, ...]:
    """As much as may be kept."""
    kept, left = [], MAX_CHARACTERS
    for page in pages:
        kept.append(replace(page, text=page.text[:left]))
        left = max(left - len(page.text), 0)
    return tuple(kept)


def _failed(name: str, code: str) -> Document:
    return Document(media_type=DOCX, pages=(), nested=(), problems=(problem(code, name),))


def _enclosed(name: str, package: Package, main: str, text: str) -> Enclosed:
    """Documents that were put into this one, and its pictures of pages."""
    relations = package.relations(main)
    chunks = [one.target for one in relations if one.kind == "aFChunk"]
    files = [*package.names("word/embeddings/"), *chunks]
    found = [(one.rpartition("/")[2], package.data(one) or b"") for one in dict.fromkeys(files)]
    parts = [main, *(one.target for one in relations if one.kind in _DRAWN_ON)]
    return enclosed(
        name,
        drawn.pictures(package, parts),
        text=text,
        files=[one for one in found if one[1]],
    )


class _Reader:
    """One walk through a document."""

    def __init__(self, package: Package, main: str, root: Element) -> None:
        self.concealed = Concealed()
        self._package = package
        self._relations = {one.id: one for one in package.relations(main)}
        self._styles = Styles(self._part("styles"))
        self._settings = self._part("settings")
        background = child(root, "background")
        self._paper = from_hex(attribute(background, "color") if background is not None else None)

    def blocks(self, body: Element) -> Iterator[str]:
        """Letterhead first, then the body, then notes and what stands at the foot."""
        paper = self._paper or WHITE
        yield from dict.fromkeys(self._margins(body, "header"))
        yield from self._of(body, paper)
        for kind in ("footnotes", "endnotes"):
            notes = self._part(kind)
            if notes is not None:
                yield from self._of(notes, paper)
        for diagram in self._parts("diagramData"):
            yield from self._of(diagram, None)
        yield from dict.fromkeys(self._margins(body, "footer"))

    def remarks(self) -> Iterator[Page]:
        """Comments as a page of their own, as those of a PDF are."""
        said = [one for part in self._parts("comments") for one in self._of(part, None)]
        text = clean("\n\n".join(one for one in said if one.strip()))
        if text:
            yield Page(number=None, method="note", text=text)

    def _parts(self, kind: str) -> Iterator[Element]:
        for one in self._relations.values():
            root = self._package.root(one.target) if one.kind == kind else None
            if root is not None:
                yield root

    def _part(self, kind: str) -> Element | None:
        return next(self._parts(kind), None)

    def _margins(self, body: Element, which: str) -> Iterator[str]:
        """Headers or footers, each once; those that no page shows left out."""
        evens = (
            self._settings is not None and child(self._settings, "evenAndOddHeaders") is not None
        )
        for section in below(body, "sectPr"):
            shown = {"default", *(["even"] if evens else [])}
            shown |= {"first"} if child(section, "titlePg") is not None else set()
            references = [one for one in section if local(one) == f"{which}Reference"]
            for one in sorted(references, key=lambda each: attribute(each, "type") != "first"):
                relation = self._relations.get(attribute(one, "id") or "")
                if attribute(one, "type") not in shown or relation is None:
                    continue
                root = self._package.root(relation.target)
                if root is not None:
                    drawn = next(below(root, "drawing"), None) is not None
                    drawn = drawn or next(below(root, "pict"), None) is not None
                    yield "\n".join(self._of(root, None if drawn else self._paper or WHITE))

    def _of(self, container: Element, paper: Colour | None) -> Iterator[str]:
        """Paragraphs and tables of a container, those in content controls and the like included."""
        for one in container:
            tag = local(one)
            if tag == "p":
                held = held_by(one) or ""
                yield from (Marked(block, held) for block in self._paragraph(one, paper))
            elif tag == "tbl":
                yield "\n".join(self._rows(one, paper))
            elif tag == "sdt" and (mark := form_mark(one)) is not None:
                blocks = [] if is_untouched(one) else list(self._of(one, paper))
                yield from (Marked(block, mark) for block in blocks or [""])
            elif tag and tag not in _PASSED:
                yield from self._of(one, paper)

    def _paragraph(self, paragraph: Element, paper: Colour | None) -> Iterator[str]:
        """Its text, and after it that of the text boxes that are anchored in it."""
        boxes: list[Element] = []
        own = child(paragraph, "pPr")
        look = self._styles.of(value_of(own, "pStyle") or self._styles.usual)
        look = look_of(paragraph, marks="pPr").over(look)
        if any(attribute(one, "behindDoc") == "1" for one in below(paragraph, "anchor")):
            paper = None
        yield "".join(self._runs(paragraph, boxes, look, paper))
        for box in boxes:
            # a box has a paper of its own, drawn in many ways
            yield from self._of(box, None)

    def _runs(
        self, element: Element, boxes: list[Element], look: Look, paper: Colour | None
    ) -> Iterator[str]:
        for one in element:
            tag = local(one)
            said = wordsigns.written(one, tag)
            if said is not None:
                yield said
            elif tag == "txbxContent":
                boxes.append(one)
            elif tag == "r" and self._styles.hides(one, look, paper):
                self.concealed.add("".join(self._runs(one, [], NOTHING, None)))
            elif tag and tag not in _PASSED:
                yield from self._runs(one, boxes, look, paper)

    def _rows(self, table: Element, paper: Colour | None) -> Iterator[str]:
        """Rows as `cell | cell`."""
        if self._styles.is_coloured(value_of(child(table, "tblPr"), "tblStyle")):
            paper = None
        for row in _children(table, "tr"):
            yield from rows.lines([self._cell(cell, paper) for cell in _children(row, "tc")])

    def _cell(self, cell: Element, paper: Colour | None) -> str:
        shade = look_of(cell, marks="tcPr").paper
        paper = paper if shade is None else from_hex(shade)
        return "\n".join(filter(None, self._of(cell, paper))).strip()


def _children(element: Element, tag: str) -> Iterable[Element]:
    """Children with this name, looked for in content controls too."""
    for one in element:
        if local(one) == tag:
            yield one
        elif local(one) in _WRAPPERS:
            yield from _children(one, tag)
