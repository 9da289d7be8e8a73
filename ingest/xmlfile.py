"""Files of XML to text: documents that are written so are read as documents, of others the words.

Word's and Excel's XML of 2003, a newer Word package in one file, OpenDocument in one file. Of any
other XML the text between the tags is read, an element a line; attributes are for programs.
"""

from __future__ import annotations

import binascii
import io
import posixpath
import zipfile
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import quoteattr

from ingest import office, opendocument, rows, xmltree
from ingest.charset import MAX_CHARACTERS, clean
from ingest.concealed import Concealed
from ingest.problems import problem
from ingest.segment import Document, Page
from ingest.workbook import MAX_CELLS, MAX_SHEETS
from ingest.xmlkind import EXCEL_XML, FLAT_OPEN, SVG, WORD_XML
from ingest.xmltree import DamagedXmlError, attribute, below, child, local

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.xmltree import Element

_MAIN: Final = "word/document.xml"
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_IMAGE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
#: parts of a package in one file
_MAX_PARTS: Final = 2_000
#: cells that a row may say it jumps over
_MAX_GAP: Final = 8


def read(name: str, content: bytes, kind: str) -> Document:
    """The document; what is no well-formed XML is damaged."""
    try:
        root = xmltree.parse(content)
    except DamagedXmlError:
        return _without_text(kind, name, "damaged")
    if kind == SVG:
        return _without_text(kind, name, "not_readable_type")
    if kind == FLAT_OPEN:
        return opendocument.read_flat(name, root)
    if kind == WORD_XML:
        return _word(name, content, root)
    if kind == EXCEL_XML:
        return _excel(name, root)
    text = clean("\n".join(_lines(root)))
    return _with_text(name, kind, [Page(number=None, method="xml", text=text)])


def _without_text(kind: str, name: str, code: str) -> Document:
    return Document(
        media_type=kind, pages=(), nested=(), problems=(problem(code, name, what=kind),)
    )


def _with_text(
    name: str, kind: str, pages: list[Page], concealed: Concealed | None = None
) -> Document:
    problems = [] if any(page.text for page in pages) else [problem("empty", name)]
    kept, left = [], MAX_CHARACTERS
    for page in pages:
        kept.append(Page(number=page.number, method=page.method, text=page.text[:left]))
        left -= len(page.text)
        if left < 0:
            problems.append(problem("text_cut", name))
            break
    problems += concealed.problems(name) if concealed is not None else []
    return Document(media_type=kind, pages=tuple(kept), nested=(), problems=tuple(problems))


def _lines(element: Element) -> Iterator[str]:
    """Each element's words as a line; elements within words belong to their line."""
    own = [element.text, *(one.tail for one in element)]
    if any(said and said.strip() for said in own) or not len(element):
        line = " ".join(xmltree.text_of(element).split())
        if line and not callable(element.tag):
            yield line
        return
    for one in element:
        yield from _lines(one)


def _word(name: str, content: bytes, root: Element) -> Document:
    """As the package that a newer Word would have written."""
    parts = _packed(root) if local(root) == "package" else {_MAIN: content, **_pictures(root)}
    if _MAIN not in parts:
        return _without_text(WORD_XML, name, "not_readable_type")
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for part, data in parts.items():
            package.writestr(part, data)
    return office.read(name, made.getvalue())


def _packed(root: Element) -> dict[str, bytes]:
    """Parts of a package that lies in one file."""
    found: dict[str, bytes] = {}
    for one in list(below(root, "part"))[:_MAX_PARTS]:
        data = child(one, "xmlData")
        inner = next(iter(data), None) if data is not None else None
        coded = child(one, "binaryData")
        part = (attribute(one, "name") or "").lstrip("/")
        if part and inner is not None:
            found[part] = xmltree.source(inner)
        elif part and coded is not None:
            found[part] = _decoded(coded.text or "")
    return found


def _pictures(root: Element) -> dict[str, bytes]:
    """Pictures of Word 2003 as parts of their own, related to the document."""
    found: dict[str, bytes] = {}
    for number, one in enumerate(below(root, "binData"), start=1):
        name = posixpath.basename(attribute(one, "name") or "") or f"picture-{number}"
        found[f"word/media/{name}"] = _decoded(one.text or "")
    if found:
        items = "".join(
            f'<Relationship Id="r{n}" Type="{_IMAGE}" Target={quoteattr("/" + part)}/>'
            for n, part in enumerate(found)
        )
        made = f'<Relationships xmlns="{_RELATIONS}">{items}</Relationships>'
        found["word/_rels/document.xml.rels"] = made.encode()
    return found


def _decoded(text: str) -> bytes:
    try:
        return binascii.a2b_base64(text)
    except (binascii.Error, ValueError):
        return b""


def _excel(name: str, root: Element) -> Document:
    """A page for each sheet that is shown, a line for each row."""
    concealed = Concealed()
    pages = []
    for number, sheet in enumerate(list(below(root, "Worksheet"))[:MAX_SHEETS], start=1):
        lines = list(_rows(sheet, concealed))
        seen = child(sheet, "WorksheetOptions", "Visible")
        if seen is not None and (seen.text or "").startswith("SheetHidden"):
            concealed.add("".join(lines))
        elif lines:
            text = "\n".join([attribute(sheet, "Name") or "", *lines]).strip()
            pages.append(Page(number=number, method="xlsx", text=clean(text)))
    return _with_text(name, EXCEL_XML, pages, concealed)


def _rows(sheet: Element, concealed: Concealed) -> Iterator[str]:
    table, read = child(sheet, "Table"), 0
    for row in table if table is not None else ():
        if local(row) != "Row" or read > MAX_CELLS:
            continue
        cells: list[str] = []
        for cell in (one for one in row if local(one) == "Cell"):
            said = attribute(cell, "Index") or ""
            at = int(said) - 1 if said.isdecimal() and len(said) < 6 else len(cells)  # noqa: PLR2004 - a longer one is no column
            cells += [""] * min(max(at - len(cells), 0), _MAX_GAP)
            cells.append(_value(cell))
        read += len(cells)
        if attribute(row, "Hidden") == "1":
            concealed.add("".join(cells))
        else:
            yield from rows.lines(cells)


def _value(cell: Element) -> str:
    data = child(cell, "Data")
    if data is None:
        return ""
    text = xmltree.text_of(data)
    if attribute(data, "Type") == "DateTime":
        return text.removesuffix("T00:00:00.000").replace("T", " ").removesuffix(".000")
    if attribute(data, "Type") == "Boolean":
        return "TRUE" if text == "1" else "FALSE"
    return text
