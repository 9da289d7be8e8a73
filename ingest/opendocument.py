"""OpenDocument files (odt, ods, odp and their templates) to text in the order of the page.

Letterhead, paragraphs, lists, tables, boxes, notes, foot. Scripts, links and data sources are never
looked at; deleted text that is kept for review is no text, and what the page does not show is
counted and left out (OpenDocument 1.3 part 3).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ingest import archive, openforms, openpictures, rows
from ingest.charset import MAX_CHARACTERS, clean
from ingest.concealed import Concealed
from ingest.enclosed import enclosed
from ingest.openlook import Styles
from ingest.package import Package
from ingest.problems import problem
from ingest.segment import Document, Page
from ingest.xmltree import DamagedXmlError, attribute, below, child, local, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.xmltree import Element

#: every OpenDocument type begins so
FAMILY: Final = "application/vnd.oasis.opendocument."
#: elements whose inside is not on the page
_PASSED: Final = frozenset(
    {
        *("tracked-changes", "annotation-end", "scripts", "forms", "event-listeners"),
        *("title", "desc", "notes", "covered-table-cell", "variable-decls", "sequence-decls"),
        *("user-field-decls", "dde-connection-decls", "table-source", "dde-source", "plugin"),
        *("object-ole", "named-expressions", "database-ranges", "content-validations", "shapes"),
        *("calculation-settings", "tracked-change", "bibliography-configuration", "chart"),
    }
)
_HIDDEN: Final = frozenset({"hidden-text", "hidden-paragraph"})
#: a row or cell that says it comes more often is a filler, or a bomb
_MAX_REPEATS: Final = 100
_SPACES: Final = {"tab": "\t", "line-break": "\n"}
_SPACE: Final = re.compile("[ \t\r\n]+")
_MAX_CELLS: Final = 200_000


def read(name: str, content: bytes, media_type: str) -> Document:
    """The whole document as one page without a number."""
    code = archive.trouble_inside(content)
    if code is None:
        package = Package(content)
        try:
            if _is_encrypted(package):
                code = "encrypted"
            else:
                roots = package.root("content.xml"), package.root("styles.xml")
                return _read(name, package, *roots, media_type=media_type)
        except DamagedXmlError:
            code = "damaged"
    return Document(media_type=media_type, pages=(), nested=(), problems=(problem(code, name),))


def read_flat(name: str, root: Element) -> Document:
    """A document that is one file of XML (part 2, 3.1)."""
    said = attribute(root, "mimetype") or ""
    media_type = said if said.startswith(FAMILY) else f"{FAMILY}text"
    return _read(name, None, root, root, media_type=media_type)


def _is_encrypted(package: Package) -> bool:
    manifest = package.root("META-INF/manifest.xml")
    return manifest is not None and next(below(manifest, "encryption-data"), None) is not None


def _read(
    name: str,
    package: Package | None,
    content: Element | None,
    styles: Element | None,
    *,
    media_type: str,
) -> Document:
    body = child(content, "body")
    if body is None:
        trouble = (problem("damaged", name),)
        return Document(media_type=media_type, pages=(), nested=(), problems=trouble)
    walk = _Walk(Styles(styles, content), openforms.answers(body), package)
    blocks = [*walk.margins(styles, "header"), *walk.of(body), *walk.notes]
    blocks += walk.margins(styles, "footer")
    text = clean("\n\n".join(block for block in blocks if block.strip()))
    found = enclosed(name, openpictures.pictures(package, content, styles), text=text)
    problems = list(found.problems)
    if len(text) > MAX_CHARACTERS or walk.is_cut:
        problems.append(problem("text_cut", name))
    problems += walk.concealed.problems(name)
    page = Page(number=None, method=media_type[len(FAMILY) :][:20], text=text[:MAX_CHARACTERS])
    # comments are a page of their own, as those of a PDF are
    remarks = clean("\n\n".join(one for one in walk.remarks if one.strip()))[:MAX_CHARACTERS]
    pages = (page, Page(number=None, method="note", text=remarks)) if remarks else (page,)
    return Document(
        media_type=media_type, pages=pages, nested=found.nested, problems=tuple(problems)
    )


class _Walk:
    """One walk through a document."""

    def __init__(self, styles: Styles, answers: dict[str, str], package: Package | None) -> None:
        self.concealed = Concealed()
        self.notes: list[str] = []
        self.remarks: list[str] = []
        self.is_cut = False
        self._styles = styles
        self._answers = answers
        self._package = package
        #: objects that were read, so that none is read within itself
        self._objects: set[str] = set()
        self._cells = 0

    def margins(self, root: Element | None, which: str) -> list[str]:
        """Headers or footers of the pages, each once."""
        found: list[str] = []
        for page in below(root, "master-page") if root is not None else ():
            # header, header-left, header-first; `display` false where it is switched off
            own = (one for one in page if local(one).split("-")[0] == which)
            shown = (one for one in own if attribute(one, "display") != "false")
            found += ["\n".join(self.of(one)) for one in shown]
        return list(dict.fromkeys(found))

    def of(self, container: Element) -> Iterator[str]:
        """Paragraphs and tables of a container."""
        for one in container:
            tag = local(one)
            if tag in {"p", "h"}:
                yield from self._paragraph(one)
            elif tag == "table":
                yield from self._table(one)
            elif self._is_apart(one, tag):
                continue
            elif tag == "page":
                yield "\n".join(self.of(one))
            elif tag == "object":
                yield from self._object(one)
            elif tag == "control":
                yield self._answers.get(attribute(one, "control") or "", "")
            else:
                yield from self.of(one)

    def _object(self, one: Element) -> Iterator[str]:
        """A table, text or formula of another program that lies in the document."""
        way = (attribute(one, "href") or "").removeprefix("./")
        root: Element | None = one
        if way:
            if way in self._objects or self._package is None:
                return
            self._objects.add(way)
            root = self._package.root(f"{way}/content.xml")
        if root is None:
            return
        formula = next(below(root, "annotation"), None)
        if formula is not None and attribute(formula, "encoding"):
            yield text_of(formula).strip()
        else:
            yield from self.of(root)

    def _is_apart(self, one: Element, tag: str) -> bool:
        """Whether it is not on the page; comments are kept, what is switched off is counted."""
        if tag == "annotation":
            self.remarks += self.of(one)
        elif tag and tag not in _PASSED:
            if not self._styles.is_off(one):
                return False
            self.concealed.add(text_of(one))
        return True

    def _paragraph(self, paragraph: Element) -> Iterator[str]:
        boxes: list[Element] = []
        yield "".join(self._runs(paragraph, boxes))
        for box in boxes:
            yield from self.of(box)

    def _runs(self, element: Element, boxes: list[Element]) -> Iterator[str]:
        """Text of an element and of what lies in it, not of what follows it."""
        hides = self._styles.hides(element)
        if hides:
            self.concealed.add(element.text)
        elif element.text:
            yield _folded(element.text)
        for one in element:
            yield from self._inner(one, boxes)
            if hides:
                self.concealed.add(one.tail)
            elif one.tail:
                yield _folded(one.tail)

    def _inner(self, one: Element, boxes: list[Element]) -> Iterator[str]:
        tag = local(one)
        sign = self._sign(one, tag)
        if sign:
            yield sign
        elif tag in {"frame", "custom-shape", "text-box", "rect", "g"}:
            boxes.append(one)
        elif tag == "annotation":
            self.remarks += self.of(one)
        elif tag == "note":
            # its number would be taken for a part of the word that it stands at
            body = child(one, "note-body")
            self.notes += self.of(body) if body is not None else []
        elif tag in _HIDDEN and attribute(one, "is-hidden") != "false":
            self.concealed.add(text_of(one) + (attribute(one, "string-value") or ""))
        elif tag and tag not in _PASSED:
            yield from self._runs(one, boxes)

    def _sign(self, one: Element, tag: str) -> str:
        """What an element without words stands for."""
        if tag == "s":
            return " " * min(_count(one, "c"), _MAX_REPEATS)
        if tag == "control":
            return self._answers.get(attribute(one, "control") or "", "")
        if tag in {"fieldmark", "fieldmark-start"}:
            return openforms.mark(one)
        return _SPACES.get(tag, "")

    def _table(self, table: Element) -> Iterator[str]:
        if self._styles.is_off(table):
            self.concealed.add(text_of(table))
            return
        lines = [line for row in _rows(table) for line in self._row(row)]
        heading = attribute(table, "name") if _is_sheet(table) else None
        if lines:
            yield "\n".join([heading, *lines] if heading else lines)

    def _row(self, row: Element) -> Iterator[str]:
        if attribute(row, "visibility") in {"collapse", "filter"}:
            self.concealed.add(text_of(row))
            return
        cells: list[str] = []
        for cell in row:
            if self._cells > _MAX_CELLS:
                self.is_cut = True
                return
            if local(cell) == "table-cell":
                text = "\n".join(filter(None, self.of(cell)))
                often = min(_count(cell, "number-columns-repeated"), _MAX_REPEATS)
                cells += [text] * (often if text else min(often, 2))
                self._cells += often if text else 1
        while cells and not cells[-1].strip():
            cells.pop()
        lines = list(rows.lines(cells))
        often = min(_count(row, "number-rows-repeated"), _MAX_REPEATS) if lines else 1
        self._cells += len(cells) * (often - 1)
        yield from lines * often


def _rows(table: Element) -> Iterator[Element]:
    for one in table:
        tag = local(one)
        if tag == "table-row":
            yield one
        elif tag in {"table-header-rows", "table-rows", "table-row-group"}:
            yield from _rows(one)


def _is_sheet(table: Element) -> bool:
    parent = table.getparent()
    return parent is not None and local(parent) == "spreadsheet"


def _count(element: Element, name: str) -> int:
    said = attribute(element, name) or "1"
    return int(said[:6]) if said.isdecimal() else 1


def _folded(text: str) -> str:
    """White space of the file is one space (part 3, 6.1.2); real spaces have an element."""
    return _SPACE.sub(" ", text)
