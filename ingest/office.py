"""Word documents (docx) to text in the order of the page: headers, paragraphs, tables, notes.

The one door of python-docx, which opens the package; the text is read from its XML, because
python-docx passes over insertions under review, content controls and text boxes.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

import docx
from docx.opc.exceptions import PackageNotFoundError

from ingest import archive
from ingest.charset import MAX_CHARACTERS, clean
from ingest.problems import problem
from ingest.segment import Document, Page
from ingest.sniff import DOCX

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT, _PARAGRAPH, _TABLE, _ROW, _CELL = (_W + tag for tag in ("t", "p", "tbl", "tr", "tc"))
_TEXT_BOX: Final = _W + "txbxContent"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
#: what is shown instead of an element that is no text
_SPACES: Final = {
    _W + "tab": "\t",
    _W + "br": "\n",
    _W + "cr": "\n",
    _W + "noBreakHyphen": "-",
}
#: elements whose inside is not on the page: deleted, moved away, repeated for old programs
_PASSED: Final = frozenset(
    {_W + "del", _W + "moveFrom", _W + "instrText", _W + "delText", _FALLBACK}
)
_NOTES: Final = ("footnotes", "endnotes")
_MAX_CELL: Final = 2_000


def read(name: str, content: bytes) -> Document:
    """The whole document as one page without a number: Word breaks pages only when it prints."""
    trouble = archive.trouble_inside(content)
    if trouble is not None:
        return _failed(name, trouble)
    try:
        opened = docx.Document(io.BytesIO(content))
    except (PackageNotFoundError, KeyError, ValueError, SyntaxError, OSError, AttributeError):
        return _failed(name, "damaged")
    text = clean("\n\n".join(block for block in _blocks(opened) if block.strip()))
    problems = [problem("empty", name)] if not text else []
    if len(text) > MAX_CHARACTERS:
        problems.append(problem("text_cut", name))
    page = Page(number=None, method="docx", text=text[:MAX_CHARACTERS])
    return Document(media_type=DOCX, pages=(page,), nested=(), problems=tuple(problems))


def _failed(name: str, code: str) -> Document:
    return Document(media_type=DOCX, pages=(), nested=(), problems=(problem(code, name),))


def _blocks(opened: Any) -> Iterator[str]:
    """Letterhead first, then the body, then notes and what stands at the foot."""
    yield from dict.fromkeys(_margins(opened, "header"))
    yield from _of(opened.element.body)
    for relation in opened.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(_NOTES):
            yield from _of(_root(relation.target_part))
    yield from dict.fromkeys(_margins(opened, "footer"))


def _margins(opened: Any, which: str) -> Iterator[str]:
    for section in opened.sections:
        for kind in (f"first_page_{which}", which):
            margin = getattr(section, kind)
            if not margin.is_linked_to_previous:
                yield "\n".join(_of(margin._element))  # noqa: SLF001 - the one way to its XML


def _root(part: Any) -> Any:
    from docx.oxml import parse_xml  # noqa: PLC0415 - beside the one use, it is an inner module

    return part.element if hasattr(part, "element") else parse_xml(part.blob)


def _of(container: Any) -> Iterator[str]:
    """Paragraphs and tables of a container, those in content controls and the like included."""
    for child in container:
        if child.tag == _PARAGRAPH:
            yield from _paragraph(child)
        elif child.tag == _TABLE:
            yield "\n".join(_rows(child))
        elif child.tag not in _PASSED and isinstance(child.tag, str):
            yield from _of(child)


def _paragraph(paragraph: Any) -> Iterator[str]:
    """Its text, and after it that of the text boxes that are anchored in it."""
    boxes: list[Any] = []
    yield "".join(_runs(paragraph, boxes))
    for box in boxes:
        yield from _of(box)


def _runs(element: Any, boxes: list[Any]) -> Iterator[str]:
    for child in element:
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag in _SPACES:
            yield _SPACES[child.tag]
        elif child.tag == _TEXT_BOX:
            boxes.append(child)
        elif child.tag not in _PASSED:
            yield from _runs(child, boxes)


def _rows(table: Any) -> Iterator[str]:
    """Rows as `cell | cell`; a layout table with long cells as paragraphs."""
    for row in _inside(table, _ROW):
        cells = ["\n".join(filter(None, _of(cell))).strip() for cell in _inside(row, _CELL)]
        if any(len(cell) > _MAX_CELL for cell in cells):
            yield from filter(None, cells)
        elif any(cells):
            yield " | ".join(" ".join(cell.split()) for cell in cells)


def _inside(element: Any, tag: str) -> Iterable[Any]:
    """Children with this tag, looked for in content controls too."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in {_W + "sdt", _W + "sdtContent", _W + "ins", _W + "customXml"}:
            yield from _inside(child, tag)
