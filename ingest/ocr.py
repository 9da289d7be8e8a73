"""Scanned pages to text: made ready, set upright, then read in one language.

Pictures are made ready in `prepare`, `tesseract` reads them; which pages are scans is said by
those who open the documents.
"""

from __future__ import annotations

import time
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ingest import doubt, forgotten, prepare, tesseract
from ingest.latin import LATIN, told_apart
from ingest.problems import problem
from ingest.recognised import compose, mean_confidence, says_something
from ingest.second_look import SecondLook
from ingest.segment import Page
from ingest.tesseract import TesseractError

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL.Image import Image

    from ingest.inbound import Problem
    from ingest.recognised import Found
    from ingest.sheet import Sheet

_SCRIPTS: Final[dict[str, list[str]]] = tomllib.loads(
    Path(__file__).with_name("ocr.toml").read_text(encoding="utf-8")
)["scripts"]
#: from this mean confidence (0..1) on, a reading in a supposed language and turn is right
_SURE: Final = 0.8
#: below it is marked as uncertain, or another is tried
_UNCERTAIN: Final = 0.6
#: below it is taken for no text at all: a stamp, a photograph
_NOTHING: Final = 0.25
#: height of the strip on which the language is found out, in inches
_STRIP: Final = 1.0
#: script and turn are looked for in this share of the sheet, where most ink is, and at this dpi
_DENSEST: Final = 0.5
_OSD_DPI: Final = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class OcrOptions:
    """How far recognition may go."""

    enabled: bool = True
    #: the program, None to find it on the path
    tesseract: str | None = None
    #: pages of one document
    max_pages: int = 50
    #: for one page
    page_seconds: float = 90.0
    #: for all pages of one document
    document_seconds: float = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    sheet: Sheet
    words: list[Found]
    language: str

    @property
    def confidence(self) -> float:
        return mean_confidence(self.words)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


class Recogniser:
    """Reads the scanned pages of one document; remembers its language from page to page."""

    def __init__(
        self, name: str, options: OcrOptions, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._name = name
        self._options = options
        self._clock = clock
        self._document_until = clock() + options.document_seconds
        self._until = self._document_until
        self._pages = 0
        self._language: str | None = None
        #: ids of `problems.toml`, with what they name
        self._reasons: list[tuple[str, str]] = []
        self._lowest = 1.0
        self._unread = 0

    def heard(self, text: str) -> None:
        """Take note of text of another page: it most likely is in the same language."""
        self._language = told_apart(text) or self._language

    def page(
        self,
        number: int | None,
        picture: Image,
        dpi: float,
        coloured: Callable[[], Image] | None = None,
    ) -> Page:
        """The text of one page; a page that cannot be read has none, and a problem.

        Args:
            number: of the page.
            picture: grey or in colour.
            dpi: of the picture.
            coloured: the same in colour, asked for where words are unsure.

        """
        reason = self._reason_not_to()
        if reason is not None:
            return self._not_read(number, reason)
        self._pages += 1
        self._until = min(self._clock() + self._options.page_seconds, self._document_until)
        try:
            return self._read(number, picture, dpi, coloured or (lambda: picture))
        except TesseractError as error:
            return self._not_read(number, (error.reason, ""))

    def problems(self) -> tuple[Problem, ...]:
        """What went wrong in this document so far."""
        found = [
            problem("scan_not_read", self._name, reason=reason, what=what)
            for reason, what in self._reasons
        ]
        if self._lowest < 1.0:
            percent = str(round(100 * self._lowest))
            found.append(problem("ocr_uncertain", self._name, what=percent))
        if self._unread:
            found.append(problem("lines_not_read", self._name, what=str(self._unread)))
        return tuple(found)

    def _reason_not_to(self) -> tuple[str, str] | None:
        if not self._options.enabled:
            return "switched_off", ""
        if self._pages >= self._options.max_pages:
            return "first_pages", str(self._options.max_pages)
        return ("too_slow", "") if self._clock() >= self._document_until else None

    def _not_read(self, number: int | None, reason: tuple[str, str]) -> Page:
        if reason not in self._reasons:
            self._reasons.append(reason)
        return Page(number=number, method="ocr", text="", problem="scan_not_read")

    def _read(
        self, number: int | None, picture: Image, dpi: float, coloured: Callable[[], Image]
    ) -> Page:
        if prepare.is_blank(picture):
            return Page(number=number, method="ocr", text="")
        page = prepare.cleaned(picture, dpi)
        level = prepare.levelled(page)
        reading = self._supposed(level) or self._found_out(page, level)
        if isinstance(reading, str):
            return self._not_read(number, ("script", reading))
        if reading.confidence < _NOTHING or not says_something(reading.words):
            return self._not_read(number, ("nothing", ""))
        if reading.confidence >= _SURE:
            self._language = reading.language
        reading = self._looked_at_again(reading, coloured)
        found, unread = forgotten.complete(
            reading.sheet,
            reading.words,
            lambda line, line_dpi: self._words(line, line_dpi, reading.language, tesseract.LINE),
        )
        text, words = compose(found, reading.sheet)
        return Page(
            number=number,
            method="ocr",
            text=text,
            problem=self._marked(reading, unread),
            words=words,
            turn=reading.sheet.turn,
        )

    def _looked_at_again(self, reading: _Reading, coloured: Callable[[], Image]) -> _Reading:
        look = SecondLook(
            page=reading.sheet,
            language=reading.language,
            in_script=lambda part, script: self._block(part, script).words,
            read=self._words,
            coloured=coloured,
        )
        try:
            return replace(reading, words=look.words(reading.words))
        except TesseractError:
            # the first reading is there: that no time or data was left for a second loses nothing
            return reading

    def _marked(self, reading: _Reading, unread: int) -> str | None:
        """Remember and tell what is to be said of a page that was read."""
        if reading.confidence < _UNCERTAIN or doubt.are_many(reading.words):
            self._lowest = min(self._lowest, reading.confidence)
            return "ocr_uncertain"
        self._unread += unread
        return "lines_not_read" if unread else None

    def _supposed(self, page: Sheet) -> _Reading | None:
        """Most pages lie upright and are in the language of the page before, or in Latin letters.

        Trying that first saves the search for script and turn, which takes half as long as reading.
        """
        language = self._language or self._of_strip(page)
        if language is None:
            return None
        reading = self._in(page, language)
        if reading.confidence < _SURE:
            return None
        told = told_apart(reading.text) if language in LATIN else language
        return reading if told in {None, language} else self._in(page, str(told))

    def _of_strip(self, page: Sheet) -> str | None:
        """The language in Latin letters that a strip of the page shows; None if it shows none."""
        strip = prepare.densest(page, round(_STRIP * page.dpi))
        reading = self._in(strip, "eng", layout=tesseract.BLOCK)
        return told_apart(reading.text) if reading.confidence >= _UNCERTAIN else None

    def _found_out(self, page: Sheet, level: Sheet) -> _Reading | str:
        """Read with script and turn as the page shows them; the script, where it is not known.

        Args:
            page: as it lies.
            level: the same, levelled as if it lay upright.

        """
        script, turn = self._orientation(page)
        if script is not None and script not in _SCRIPTS:
            return script
        upright = prepare.levelled(page.turned(turn)) if turn else level
        reading = self._in_script(upright, script)
        if reading.confidence >= _UNCERTAIN or turn is None:
            return reading
        # a page on its side is now and then stood on its head
        over = self._in_script(upright.turned(180), script)
        return max(reading, over, key=lambda one: one.confidence)

    def _in_script(self, page: Sheet, script: str | None) -> _Reading:
        if script is None or script == "Latin":
            return self._in_latin_letters(page, script)
        reading = self._in(page, _SCRIPTS[script][0])
        if reading.confidence >= _UNCERTAIN:
            return reading
        # a page in capitals or in a bad copy is now and then taken for another script
        return max(reading, self._in_latin_letters(page, "Latin"), key=lambda one: one.confidence)

    def _block(self, part: Sheet, script: str) -> _Reading:
        """A part of a page, in the language of a script that it shows."""
        language = _SCRIPTS[script][0]
        reading = self._in(part, language, layout=tesseract.BLOCK)
        told = told_apart(reading.text) if language in LATIN else None
        if told in {None, language}:
            return reading
        return self._in(part, str(told), layout=tesseract.BLOCK)

    def _in_latin_letters(self, page: Sheet, script: str | None) -> _Reading:
        """Read in Latin letters, and in the others where that fails and the script is not known."""
        language = self._language if self._language in LATIN else None
        reading = self._in(page, language or self._of_strip(page) or "eng")
        told = told_apart(reading.text)
        if told is not None and told != reading.language:
            reading = self._in(page, told)
        if script is None and reading.confidence < _UNCERTAIN:
            others = [self._in(page, _SCRIPTS[other][0]) for other in ("Arabic", "Cyrillic")]
            return max([reading, *others], key=lambda one: one.confidence)
        return reading

    def _orientation(self, page: Sheet) -> tuple[str | None, int | None]:
        """Script and the degrees clockwise that set the page upright."""
        # a smaller picture of a part tells as well and takes a quarter of the time
        small = page.with_scale(_OSD_DPI) if page.dpi > _OSD_DPI else page
        part = prepare.densest(small, round(_DENSEST * small.picture.height))
        script, turn = self._osd(part)
        return (script, turn) if turn is not None else self._osd(small)

    def _osd(self, page: Sheet) -> tuple[str | None, int | None]:
        return tesseract.orientation(
            page.picture,
            dpi=page.dpi,
            program=self._options.tesseract,
            seconds=self._until - self._clock(),
        )

    def _in(self, page: Sheet, language: str, *, layout: int = tesseract.PAGE) -> _Reading:
        words = self._words(page.picture, page.dpi, language, layout)
        return _Reading(sheet=page, words=words, language=language)

    def _words(self, picture: Image, dpi: float, language: str, layout: int) -> list[Found]:
        return tesseract.words(
            picture,
            language,
            dpi=dpi,
            layout=layout,
            program=self._options.tesseract,
            seconds=self._until - self._clock(),
        )
