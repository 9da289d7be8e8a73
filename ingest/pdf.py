"""PDF to pages of text: what is told of the document as a whole; a page is read in `pdf_reading`.

The files `pdf*.py` are the one door of pypdfium2.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pypdfium2

from ingest import pdf_notes
from ingest.bounds import Bounds
from ingest.pdf_reading import PageReader
from ingest.problems import problem
from ingest.segment import Document, Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.inbound import Problem
    from ingest.ocr import OcrOptions

MEDIA_TYPE: Final = "application/pdf"
#: characters of one document that are read: a page has 3,000
_MAX_CHARACTERS: Final = 2_000_000
#: the end of a file, where its table of contents lies
_END_BYTES: Final = 4_096
_NO_PAGES: Final = re.compile(rb"/Count\s+0\b")
_A_PAGE: Final = re.compile(rb"/Type\s*/Page\b")
#: pdfium's reasons not to open a file: a password, or a certificate or rights management
_LOCKED: Final = frozenset({pypdfium2.raw.FPDF_ERR_PASSWORD, pypdfium2.raw.FPDF_ERR_SECURITY})
_USUAL: Final = Bounds()


@dataclass(slots=True)
class _Found:
    """What is gathered page by page."""

    pages: list[Page] = field(default_factory=list)
    files: list[tuple[str, bytes]] = field(default_factory=list)
    hidden_letters: int = 0
    cut: bool = False

    @property
    def is_without_text(self) -> bool:
        """Whether nothing was found, and nothing else says why."""
        said = (page.text.strip() or page.problem for page in self.pages)
        return bool(self.pages) and not self.hidden_letters and not any(said)

    def numbers(self, code: str) -> str:
        """Numbers of the pages that have this problem."""
        return ", ".join(str(page.number) for page in self.pages if page.problem == code)


def read(
    name: str,
    content: bytes,
    ocr: OcrOptions,
    *,
    bounds: Bounds = _USUAL,
    clock: Callable[[], float] = time.monotonic,
) -> Document:
    """All pages up to the limit; what stands in the way is a problem of the document."""
    _forget_earlier_error()
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        code = "encrypted" if error.err_code in _LOCKED else _code(content)
        return Document(media_type=MEDIA_TYPE, pages=(), nested=(), problems=(problem(code, name),))
    try:
        return _read(name, content, document, ocr, bounds=bounds, clock=clock)
    finally:
        document.close()


def _read(
    name: str,
    content: bytes,
    document: pypdfium2.PdfDocument,
    ocr: OcrOptions,
    *,
    bounds: Bounds,
    clock: Callable[[], float],
) -> Document:
    pdf_notes.start_form(document)
    reader = PageReader(name, ocr)
    found = _Found()
    until = clock() + bounds.pdf_seconds
    left = _MAX_CHARACTERS
    for index in range(min(len(document), bounds.pages)):
        if left <= 0 or clock() > until:
            found.cut = True
            break
        left -= _take(found, document, index, reader)
    return Document(
        media_type=MEDIA_TYPE,
        pages=tuple(found.pages),
        nested=(*pdf_notes.embedded(document), *found.files[: pdf_notes.MAX_FILES]),
        problems=(
            *_problems(name, content, document, found, bounds.pages),
            *reader.problems(),
        ),
    )


def _take(found: _Found, document: pypdfium2.PdfDocument, index: int, reader: PageReader) -> int:
    """Read one page; gives the characters that were looked at."""
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        found.pages.append(Page(number=index + 1, method="pdf", text="", problem="damaged"))
        return 0
    try:
        result = reader.read(document, page, index + 1)
    except pypdfium2.PdfiumError:
        found.pages.append(Page(number=index + 1, method="pdf", text="", problem="damaged"))
        return 0
    finally:
        page.close()
    found.pages += result.pages
    found.files += result.files
    found.hidden_letters += result.hidden_letters
    return sum(len(one.text) for one in result.pages)


def _problems(
    name: str, content: bytes, document: pypdfium2.PdfDocument, found: _Found, max_pages: int
) -> list[Problem]:
    count = len(document)
    files = document.count_attachments() + len(found.files)
    is_xfa = document.get_formtype() == pypdfium2.raw.FORMTYPE_XFA_FULL
    # code -> whether it holds, and what its sentence names
    held: dict[str, tuple[object, str]] = {
        "no_pages": (count == 0, ""),
        "damaged": (found.numbers("damaged") or (count and _is_cut_off(content)), ""),
        "too_many_pages": (count > max_pages, str(max_pages)),
        "text_cut": (found.cut, ""),
        "too_many_files": (files > pdf_notes.MAX_FILES, str(pdf_notes.MAX_FILES)),
        "not_readable_type": (is_xfa, "XFA form"),
        "no_text": (found.is_without_text, ""),
        "hidden_text": (found.hidden_letters, str(found.hidden_letters)),
    }
    for code in ("readings_differ", "layer_not_compared"):
        numbers = found.numbers(code)
        held[code] = (numbers, numbers)
    return [problem(code, name, what=what) for code, (holds, what) in held.items() if holds]


def _forget_earlier_error() -> None:
    """Make pdfium's last error one of format.

    pdfium refuses a file without pages and sets no error: what it then reports is the error of
    whichever file it refused before, such as a password. No load that succeeds clears it.
    """
    pypdfium2.raw.FPDF_LoadMemDocument(b" ", 1, None)


def _code(content: bytes) -> str:
    """Why pdfium could not open a file: it also refuses one that says that it has no page."""
    is_bare = _NO_PAGES.search(content) and not _A_PAGE.search(content)
    return "no_pages" if is_bare else "damaged"


def _is_cut_off(content: bytes) -> bool:
    """Whether the file ends among its objects, so that some of them are lost.

    A PDF ends with a cross-reference (ISO 32000-1, 7.5.5). pdfium finds the objects also without
    it: where only that is missing, nothing is lost and nothing is said.
    """
    end = content[-_END_BYTES:]
    if b"startxref" in end or b"%%EOF" in end:
        return False
    after = content[max(content.rfind(b"endobj"), 0) :]
    return b"xref" not in after
