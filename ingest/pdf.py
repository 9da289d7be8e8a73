"""PDF to pages of text: the text layer where there is a good one, recognition where not.

The one door of pypdfium2. Tables are found in `tables`, scans are read in `ocr`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pypdfium2
from pypdfium2 import raw as pdfium

from ingest import glyphs
from ingest.charset import clean
from ingest.glyphs import Glyph
from ingest.ocr import Recogniser
from ingest.problems import problem
from ingest.segment import Document, Page
from ingest.tables import TableFinder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

    from ingest.inbound import Problem
    from ingest.ocr import OcrOptions

MEDIA_TYPE: Final = "application/pdf"
#: pages of one document that are read
MAX_PAGES: Final = 300
#: characters and drawn objects of one page that are looked at
_MAX_CHARACTERS: Final = 100_000
_MAX_OBJECTS: Final = 50_000
#: embedded files of one document that are read
_MAX_EMBEDDED: Final = 20
#: a page with fewer letters and a large picture is a scan
_FEW_LETTERS: Final = 25
_LARGE_PICTURE: Final = 0.35
#: with few letters, so many drawn paths are letters as outlines
_MANY_PATHS: Final = 300
#: with a larger share of signs without meaning the text layer is of no use
_BROKEN: Final = 0.02
_DPI: Final = 300
_MAX_PIXELS: Final = 30_000_000
_MEANINGLESS: Final = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08]|\\(cid:\\d+\\)")
#: figures count as well: a page of a budget is no scan
_LETTER: Final = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """What a page consists of."""

    glyphs: list[Glyph]
    text: str
    paths: int
    #: share of the page that pictures cover
    pictures: float

    @property
    def letters(self) -> int:
        return len(_LETTER.findall(self.text))

    @property
    def is_broken(self) -> bool:
        return len(_MEANINGLESS.findall(self.text)) > _BROKEN * max(len(self.text), 1)

    @property
    def is_scan(self) -> bool:
        drawn = self.pictures > _LARGE_PICTURE or self.paths > _MANY_PATHS
        return self.letters < _FEW_LETTERS and drawn


def read(name: str, content: bytes, ocr: OcrOptions) -> Document:
    """All pages up to the limit; what stands in the way is a problem of the document."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        code = "encrypted" if "password" in str(error).lower() else "damaged"
        return Document(media_type=MEDIA_TYPE, pages=(), nested=(), problems=(problem(code, name),))
    try:
        return _read(name, content, document, Recogniser(name, ocr))
    finally:
        document.close()


def _read(
    name: str, content: bytes, document: pypdfium2.PdfDocument, recogniser: Recogniser
) -> Document:
    count = len(document)
    problems: list[Problem] = []
    if count == 0:
        problems.append(problem("damaged", name))
    if count > MAX_PAGES:
        problems.append(problem("too_many_pages", name, what=str(MAX_PAGES)))
    finder = TableFinder(content)
    try:
        pages = tuple(
            _page(document, index, finder, recogniser) for index in range(min(count, MAX_PAGES))
        )
    finally:
        finder.close()
    if any(page.problem == "damaged" for page in pages):
        problems.append(problem("damaged", name))
    return Document(
        media_type=MEDIA_TYPE,
        pages=pages,
        nested=tuple(_embedded(document)),
        problems=(*problems, *recogniser.problems()),
    )


def _page(
    document: pypdfium2.PdfDocument, index: int, finder: TableFinder, recogniser: Recogniser
) -> Page:
    number = index + 1
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return Page(number=number, method="pdf", text="", problem="damaged")
    try:
        look = _look(page)
        if look.is_scan or look.is_broken:
            return _recognised(number, page, look, recogniser)
        text = finder.text(index, look.glyphs, look.paths, page.get_rotation()) or look.text
        recogniser.heard(text)
        return Page(number=number, method="pdf", text=text)
    except pypdfium2.PdfiumError:
        return Page(number=number, method="pdf", text="", problem="damaged")
    finally:
        page.close()


def _recognised(number: int, page: pypdfium2.PdfPage, look: _Look, recogniser: Recogniser) -> Page:
    read = recogniser.page(number, _picture(page), _DPI)
    if read.problem == "scan_not_read" and look.letters >= _FEW_LETTERS:
        # a text layer with holes is better than nothing
        return Page(number=number, method="pdf", text=look.text, problem=read.problem)
    return read


def _look(page: pypdfium2.PdfPage) -> _Look:
    found = _glyphs(page)
    paths, covered = 0, 0.0
    for kind, area in _objects(page):
        paths += kind == pdfium.FPDF_PAGEOBJ_PATH
        covered += area if kind == pdfium.FPDF_PAGEOBJ_IMAGE else 0.0
    width, height = page.get_size()
    return _Look(
        glyphs=found,
        text=glyphs.compose(found),
        paths=paths,
        pictures=covered / max(width * height, 1.0),
    )


def _glyphs(page: pypdfium2.PdfPage) -> list[Glyph]:
    layer = page.get_textpage()
    try:
        # NULs stand for glyphs that the font gives no letter; kept as U+FFFD to be counted
        text = layer.get_text_range(0, min(layer.count_chars(), _MAX_CHARACTERS))
        shown = [clean(char) or ("\ufffd" if char == "\0" else "") for char in text]
        if len(text) == layer.count_chars():
            return [_glyph(layer, at, char) for at, char in enumerate(shown)]
        at_char = pdfium.FPDFText_GetCharIndexFromTextIndex
        return [_glyph(layer, at_char(layer, at), char) for at, char in enumerate(shown)]
    finally:
        layer.close()


def _glyph(layer: pypdfium2.PdfTextPage, at: int, char: str) -> Glyph:
    if at < 0 or char in "\r\n":
        return Glyph(char)
    return Glyph(char, *layer.get_charbox(at, loose=True))


def _objects(page: pypdfium2.PdfPage) -> Iterator[tuple[int, float]]:
    """Kind and area of what is drawn on the page, forms opened two levels deep."""
    for count, one in enumerate(page.get_objects(max_depth=3)):
        if count > _MAX_OBJECTS:
            return
        area = 0.0
        if one.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = one.get_bounds()
            area = max(right - left, 0.0) * max(top - bottom, 0.0)
        yield one.type, area


def _picture(page: pypdfium2.PdfPage) -> Image:
    """The page as it looks, in shades of grey, at 300 dots per inch unless it is huge."""
    width, height = page.get_size()
    scale = min(_DPI / 72, (_MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
    picture: Image = page.render(scale=scale, grayscale=True).to_pil()
    return picture


def _embedded(document: pypdfium2.PdfDocument) -> Iterator[tuple[str, bytes]]:
    for index in range(min(document.count_attachments(), _MAX_EMBEDDED)):
        try:
            file = document.get_attachment(index)
            yield file.get_name(), bytes(file.get_data())
        except pypdfium2.PdfiumError:
            continue
