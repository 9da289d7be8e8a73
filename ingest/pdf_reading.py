"""One page of a PDF: which of its readings is kept, and why.

A page is text, a scan, a scan with the words of an earlier recognition under it, or typed around
a scan. Where two readings of it disagree the better one is kept, and the page says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from ingest import (
    glyphs,
    page_layers,
    pdf_characters,
    pdf_hidden,
    pdf_notes,
    pdf_objects,
    readings,
    tables,
)
from ingest.glyph import Glyph, Spot
from ingest.glyphs import Text
from ingest.ocr import OcrOptions, Recogniser
from ingest.segment import Page, Word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pypdfium2
    from PIL.Image import Image

    from ingest.frame import Frame
    from ingest.pdf_hidden import Seen
    from ingest.pdf_notes import Added
    from ingest.pdf_objects import Drawn

DPI: Final = 300
_MAX_PIXELS: Final = 30_000_000
#: a page with fewer letters and a large picture is a scan
_FEW_LETTERS: Final = 25
_LARGE_PICTURE: Final = 0.35
#: a smaller one beside text may still hold text: a table, a letterhead
_SMALL_PICTURE: Final = 0.12
#: a letterhead: wider than this share of the page, so many times wider than high, and all of it
#: above this share of the height; letters that it has at least
_HEAD_WIDTH: Final = 0.3
_HEAD_SLIM: Final = 2.0
_HEAD_ABOVE: Final = 0.75
_HEAD_LETTERS: Final = 6
#: with few letters, so many drawn paths are letters as outlines
_MANY_PATHS: Final = 300
#: with a larger share of signs without meaning the text layer is of no use
_BROKEN: Final = 0.02
#: share of a picture that is lighter than ink, if it is of paper
_PAPER: Final = 0.6
_INK: Final = 150
#: pages of a document that are read a second time, and the share of its time for that
_SECOND_PAGES: Final = 20
_SECOND_SHARE: Final = 0.4
_MEANINGLESS: Final = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08]|\\(cid:\\d+\\)")
#: figures count as well: a page of a budget is no scan
_LETTER: Final = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class _Look:
    """A page before it is decided how to read it."""

    number: int
    page: pypdfium2.PdfPage
    where: Frame
    #: degrees clockwise to turn the page as shown
    turn: int
    drawn: Drawn
    seen: Seen
    added: Added
    text: Text
    #: how many of them the text has
    letters: int

    @property
    def pictures(self) -> float:
        return self.drawn.covered_by_pictures(self.where)

    @property
    def has_pictured_head(self) -> bool:
        """Whether a letterhead lies on the first page as a picture: who writes may stand there."""
        if self.number > 1:
            return False
        wide, low = _HEAD_WIDTH * self.where.width, _HEAD_ABOVE * self.where.height
        return any(
            x1 - x0 > max(wide, _HEAD_SLIM * (y1 - y0)) and y0 > low
            for x0, y0, x1, y1 in self.drawn.pictures
        )

    @property
    def is_scan(self) -> bool:
        drawn = self.pictures > _LARGE_PICTURE or self.drawn.paths > _MANY_PATHS
        return self.letters < _FEW_LETTERS and drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The pages that one page gives (itself, and the notes on it), and what came with it."""

    pages: tuple[Page, ...]
    hidden_letters: int = 0
    files: tuple[tuple[str, bytes], ...] = ()


class PageReader:
    """Reads the pages of one document."""

    def __init__(self, name: str, ocr: OcrOptions) -> None:
        self._first = Recogniser(name, ocr)
        # for pages that are text already: when it cannot read them, nothing is lost
        seconds = ocr.document_seconds * _SECOND_SHARE
        pages = min(ocr.max_pages, _SECOND_PAGES)
        self._second = Recogniser(name, replace(ocr, max_pages=pages, document_seconds=seconds))
        self.problems = self._first.problems

    def read(self, document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, number: int) -> Result:
        """Text, words and notes of one page.

        Raises:
            PdfiumError: it cannot be read.

        """
        look = _look(document, page, number)
        read = self._decide(look)
        self._first.heard(read.text)
        self._second.heard(read.text)
        if look.seen.hidden_letters and read.problem is None:
            read = replace(read, problem="hidden_text")
        return Result(
            pages=(read, *_notes(look)),
            hidden_letters=look.seen.hidden_letters,
            files=tuple(look.added.files),
        )

    def _decide(self, look: _Look) -> Page:
        if _letters("".join(glyph.char for glyph in look.seen.layer)) >= _FEW_LETTERS:
            return self._over_layer(look)
        if look.is_scan:
            return self._first.page(*_shown(look))
        if _is_broken(look.text.text):
            return self._instead_of_broken(look)
        if readings.looks_strange(look.text.text):
            return self._compared(look, look.text, shown=True)
        return self._with_scans(look)

    def _over_layer(self, look: _Look) -> Page:
        """A scan whose words an earlier recognition put under it."""
        glyphs_of_all = [*look.seen.shown, *look.seen.layer] if look.letters else look.seen.layer
        text = glyphs.compose(glyphs_of_all)
        return self._compared(look, text, shown=False)

    def _instead_of_broken(self, look: _Look) -> Page:
        read = self._first.page(*_shown(look))
        if read.problem == "scan_not_read" and look.letters >= _FEW_LETTERS:
            # a text layer with holes is better than nothing
            return replace(_page(look, look.text), problem=read.problem)
        return read

    def _compared(self, look: _Look, text: Text, *, shown: bool) -> Page:
        """The better of what the file says and what recognition reads."""
        read = self._second.page(*_shown(look))
        ours = _page(look, text)
        if not read.text:
            return ours if shown else replace(ours, problem="layer_not_compared")
        keep = ours
        unsure = read.problem is not None
        if not readings.layer_is_better(text.text, read.text, unsure=unsure, shown=shown):
            keep = read
        if readings.agreement(text.text, read.text) < readings.SAME_TEXT:
            return replace(keep, problem="readings_differ")
        return keep

    def _with_scans(self, look: _Look) -> Page:
        """Typed text, and what can be read in pictures of paper beside it."""
        ours = _page(look, look.text)
        is_small = look.pictures < _SMALL_PICTURE
        if is_small and not look.has_pictured_head:
            return ours
        with pdf_objects.without(look.drawn.texts):
            picture = _picture(look.page, look.where)
        if not _is_paper(picture):
            return ours
        reader = self._first if look.pictures > _LARGE_PICTURE else self._second
        # most are in the language of the letter
        reader.heard(ours.text)
        read = reader.page(look.number, picture, DPI)
        if is_small and read.problem is not None:
            # a photograph, an ornament: nothing of the letter is lost
            return ours
        if _letters(read.text) < (_HEAD_LETTERS if is_small else _FEW_LETTERS):
            return replace(ours, problem=read.problem if reader is self._first else None)
        return _around(look, ours, read)


def _look(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, number: int) -> _Look:
    layer = page.get_textpage()
    try:
        turn = pdf_characters.turn(layer, page.get_rotation())
        where = pdf_characters.frame(page, turn)
        found = pdf_characters.glyphs(layer, where)
        drawn = pdf_objects.look(page, where)
        seen = pdf_hidden.sort(page, layer, where, found, drawn)
    finally:
        layer.close()
    added = pdf_notes.look(document, page, where)
    text = _text(seen.shown, added, drawn)
    return _Look(number, page, where, turn, drawn, seen, added, text, _letters(text.text))


def _text(shown: Sequence[Glyph], added: Added, drawn: Drawn) -> Text:
    all_of_it = pdf_notes.with_values(shown, added.values) if added.values else shown
    return tables.text(all_of_it, drawn.rules) or glyphs.compose(all_of_it)


def _page(look: _Look, text: Text) -> Page:
    words = tuple(
        Word(start=start, end=end, box=box) for start, end, box in look.where.shares(text.spots)
    )
    return Page(number=look.number, method="pdf", text=text.text, words=words, turn=look.turn)


def _notes(look: _Look) -> tuple[Page, ...]:
    """What was written on the page afterwards, as a page of its own with the same number."""
    notes = sorted(look.added.notes, key=lambda note: (-note.box[3], note.box[0]))
    if not notes:
        return ()
    text = Text.of([Text(n.text, (Spot(0, len(n.text), *n.box),)) for n in notes], between="\n\n")
    return (replace(_page(look, text), method="note"),)


def _around(look: _Look, ours: Page, read: Page) -> Page:
    """Typed text, and that of the pictures where it stands among it."""
    largest = max(look.drawn.pictures, key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))
    text, words = page_layers.laid_together(
        ours,
        # what lies otherwise than the page has its places in another frame
        read if read.turn == look.turn else replace(read, words=()),
        middle=1.0 - (largest[1] + largest[3]) / 2 / look.where.height,
    )
    return replace(ours, method="pdf+ocr", text=text, problem=read.problem, words=words)


def _shown(look: _Look) -> tuple[int, Image, float, Callable[[], Image]]:
    """A page for recognition, and how it is had in colour."""
    return (
        look.number,
        _picture(look.page, look.where),
        DPI,
        lambda: _picture(look.page, look.where, is_grey=False),
    )


def _picture(page: pypdfium2.PdfPage, where: Frame, *, is_grey: bool = True) -> Image:
    """The page as it looks, at 300 dots per inch unless it is huge."""
    scale = min(DPI / 72, (_MAX_PIXELS / (where.width * where.height)) ** 0.5)
    picture: Image = page.render(scale=scale, grayscale=is_grey).to_pil()
    return picture


def _is_paper(picture: Image) -> bool:
    """Light with dark on it, as a page is and a photograph is not."""
    shades = np.asarray(picture.reduce(8))
    inked = shades[shades < 250]  # noqa: PLR2004 - what is white around the picture tells nothing
    return bool((shades > _INK).mean() > _PAPER and inked.size)


def _letters(text: str) -> int:
    return len(_LETTER.findall(text))


def _is_broken(text: str) -> bool:
    return len(_MEANINGLESS.findall(text)) > _BROKEN * max(len(text), 1)
