"""What people put on a PDF page afterwards: values typed into a form, notes, files pinned to it."""

from __future__ import annotations

import contextlib
import ctypes
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import pypdfium2
from pypdfium2 import raw as pdfium

from ingest.charset import clean
from ingest.glyph import Glyph

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.frame import Box, Frame

#: annotations of one page that are looked at
_MAX_ANNOTATIONS: Final = 2_000
_MAX_NOTE_BYTES: Final = 40_000
#: embedded files of one document that are read, and bytes of each
MAX_FILES: Final = 20
_MAX_FILE_BYTES: Final = 50_000_000
_UNSEEN: Final = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
#: kinds whose text is something else than what a person wrote
_NO_NOTES: Final = frozenset(
    {
        pdfium.FPDF_ANNOT_LINK,
        pdfium.FPDF_ANNOT_POPUP,
        pdfium.FPDF_ANNOT_WIDGET,
        pdfium.FPDF_ANNOT_FILEATTACHMENT,
    }
)
_BOXES: Final = frozenset({pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON})
_TYPED: Final = frozenset(
    {pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX}
)
#: ISO 32000-1, table 228: what is typed is a password
_PASSWORD: Final = 1 << 13
_CHECKED, _NOT_CHECKED = "\u2612", "\u2610"
#: a field counts as being on a line if its middle lies within it, as a share of the field's height
_ON_LINE: Final = 0.6

# at each form in XFA it says how to build it with XFA
logging.getLogger("pypdfium2").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True)
class Note:
    """Words at a place of the page, in points, the page upright."""

    text: str
    box: Box


@dataclass(slots=True)
class Added:
    """Everything that was put on one page."""

    values: list[Note] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    files: list[tuple[str, bytes]] = field(default_factory=list)


def start_form(document: pypdfium2.PdfDocument) -> None:
    """Have the values of its form known and drawn, if it has one; before any page is opened.

    A form in XFA, for viewers that know it, has them in fields beside it for all others.
    """
    document.init_forms()


def look(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, where: Frame) -> Added:
    """Values, notes and files of a page; hidden ones are left out, as viewers do."""
    added = Added()
    for at in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MAX_ANNOTATIONS)):
        handle = pdfium.FPDFPage_GetAnnot(page, at)
        if not handle:
            continue
        try:
            _take(added, document, handle, where)
        finally:
            pdfium.FPDFPage_CloseAnnot(handle)
    return added


def with_values(glyphs: Sequence[Glyph], values: Sequence[Note]) -> list[Glyph]:
    """Characters of a page with the values of its form beside their labels."""
    out = list(glyphs)
    for value in values:
        at, before, after = _place(out, value.box)
        out[at:at] = [*map(Glyph, before), *_letters(value), *map(Glyph, after)]
    return out


def embedded(document: pypdfium2.PdfDocument) -> Iterator[tuple[str, bytes]]:
    """Files that lie inside the document, up to the limit; what cannot be taken out is left out."""
    for at in range(min(document.count_attachments(), MAX_FILES)):
        with contextlib.suppress(pypdfium2.PdfiumError):
            yield from _file(document.get_attachment(at))


def _take(added: Added, document: pypdfium2.PdfDocument, handle: Any, where: Frame) -> None:
    if pdfium.FPDFAnnot_GetFlags(handle) & _UNSEEN:
        return
    kind = pdfium.FPDFAnnot_GetSubtype(handle)
    if kind == pdfium.FPDF_ANNOT_WIDGET and document.formenv:
        if text := _value(document.formenv, handle):
            added.values.append(Note(text, _box(handle, where)))
    elif kind == pdfium.FPDF_ANNOT_FILEATTACHMENT:
        raw = pdfium.FPDFAnnot_GetFileAttachment(handle)
        with contextlib.suppress(pypdfium2.PdfiumError):
            added.files += _file(pypdfium2.PdfAttachment(raw, document)) if raw else ()
    elif kind not in _NO_NOTES and (text := _string(handle, b"Contents")):
        added.notes.append(Note(text, _box(handle, where)))


def _value(form: Any, handle: Any) -> str:
    kind = pdfium.FPDFAnnot_GetFormFieldType(form, handle)
    if kind in _BOXES:
        return _CHECKED if pdfium.FPDFAnnot_IsChecked(form, handle) else _NOT_CHECKED
    if kind not in _TYPED or pdfium.FPDFAnnot_GetFormFieldFlags(form, handle) & _PASSWORD:
        return ""
    size = pdfium.FPDFAnnot_GetFormFieldValue(form, handle, None, 0)
    buffer = (pdfium.FPDF_WCHAR * (min(size, _MAX_NOTE_BYTES) // 2 + 1))()
    pdfium.FPDFAnnot_GetFormFieldValue(form, handle, buffer, min(size, _MAX_NOTE_BYTES))
    return _decoded(buffer)


def _string(handle: Any, key: bytes) -> str:
    size = min(pdfium.FPDFAnnot_GetStringValue(handle, key, None, 0), _MAX_NOTE_BYTES)
    buffer = (pdfium.FPDF_WCHAR * (size // 2 + 1))()
    pdfium.FPDFAnnot_GetStringValue(handle, key, buffer, size)
    return _decoded(buffer)


def _decoded(buffer: Any) -> str:
    text = bytes(buffer).decode("utf-16-le", "replace").split("\0", 1)[0]
    return clean(text).strip()


def _box(handle: Any, where: Frame) -> Box:
    box = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(handle, ctypes.byref(box))
    (x0, x1), (y0, y1) = sorted((box.left, box.right)), sorted((box.bottom, box.top))
    return where.upright(x0, y0, x1, y1)


def _file(file: pypdfium2.PdfAttachment) -> Iterator[tuple[str, bytes]]:
    size = ctypes.c_ulong()
    pdfium.FPDFAttachment_GetFile(file, None, 0, ctypes.byref(size))
    if 0 < size.value <= _MAX_FILE_BYTES:
        yield clean(file.get_name()), bytes(file.get_data())


def _letters(value: Note) -> Iterator[Glyph]:
    """The characters of a value spread over its field, so that it has a place on the page."""
    rows = value.text.split("\n")
    x0, y0, x1, y1 = value.box
    high = (y1 - y0) / len(rows)
    for number, row in enumerate(rows):
        if number:
            yield Glyph("\n")
        wide = min((x1 - x0) / max(len(row), 1), high)
        top = y1 - number * high
        for at, char in enumerate(row):
            yield Glyph(char, x0 + at * wide, top - high, x0 + (at + 1) * wide, top)


def _place(glyphs: Sequence[Glyph], box: Box) -> tuple[int, str, str]:
    """Where in the order of reading a field belongs, and what stands before and after its value."""
    middle, reach = (box[1] + box[3]) / 2, _ON_LINE * (box[3] - box[1])
    beside = [
        (min(abs(box[0] - g.x1), abs(g.x0 - box[2])), at)
        for at, g in enumerate(glyphs)
        if g.y1 > g.y0 and abs((g.y0 + g.y1) / 2 - middle) < reach and not box[0] < g.x0 < box[2]
    ]
    if beside:
        _, at = min(beside, key=lambda one: (one[0], -one[1]))
        if glyphs[at].x0 > box[2] and _starts_line(glyphs, at):
            # the label stands behind its box, as with boxes to tick
            return at, "", " "
        return at + 1, " ", "" if _ends_line(glyphs, at) else " "
    above = [(g.y0, -at) for at, g in enumerate(glyphs) if g.y1 > g.y0 and g.y0 >= middle]
    if not above:
        return 0, "", "\n"
    at = -min(above)[1]
    while at + 1 < len(glyphs) and glyphs[at + 1].char not in "\r\n":
        at += 1
    return at + 1, "\n", "\n"


def _starts_line(glyphs: Sequence[Glyph], at: int) -> bool:
    return at == 0 or glyphs[at - 1].char in "\r\n \u2610\u2612"


def _ends_line(glyphs: Sequence[Glyph], at: int) -> bool:
    return at + 1 == len(glyphs) or glyphs[at + 1].char in "\r\n"
