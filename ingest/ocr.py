"""Scanned pages to text with Tesseract: script first, then one language.

The one door of pytesseract. Pictures are made ready in `prepare`; which pages are scans is said
by those who open the documents.
"""

from __future__ import annotations

import re
import time
import tomllib
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pytesseract import pytesseract

from ingest import glyphs, prepare
from ingest.charset import clean
from ingest.problems import problem
from ingest.segment import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PIL.Image import Image

    from ingest.inbound import Problem

# a page is read by one process on one core: its threads would only fight those of the next page
pytesseract.environ = {**pytesseract.environ, "OMP_THREAD_LIMIT": "1"}

_DATA: Final = tomllib.loads(Path(__file__).with_name("ocr.toml").read_text(encoding="utf-8"))
_SCRIPTS: Final[dict[str, list[str]]] = _DATA["scripts"]
_WORDS: Final[dict[str, frozenset[str]]] = {
    language: frozenset(words) for language, words in _DATA["words"].items()
}
#: below this mean confidence (0 to 100) a reading is marked as uncertain, or another is tried
_UNCERTAIN: Final = 60.0
#: below this it is taken for no text at all: a stamp, a photograph
_NOTHING: Final = 25.0
#: below these, what Tesseract says about turn and script of a page is a guess
_SURE_TURN: Final = 2.0
_SURE_SCRIPT: Final = 1.0
#: height of the strip on which the language is found out, in pixels at 300 dpi
_STRIP: Final = 700
_FEW_WORDS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class OcrOptions:
    """How far recognition may go."""

    enabled: bool = True
    #: the program, None to find it on the path
    tesseract: str | None = None
    #: pages of one document
    max_pages: int = 50
    #: for one call of the program
    page_seconds: float = 60.0
    #: for all pages of one document
    document_seconds: float = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    text: str
    confidence: float
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    text: str
    paragraph: tuple[str, str]
    line: str
    confidence: float


class Recogniser:
    """Reads the scanned pages of one document; remembers its language from page to page."""

    def __init__(
        self, name: str, options: OcrOptions, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._name = name
        self._options = options
        self._clock = clock
        self._until = clock() + options.document_seconds
        self._pages = 0
        self._language: str | None = None
        self._reasons: list[str] = []
        self._lowest = 100.0

    def heard(self, text: str) -> None:
        """Take note of text of another page: it most likely is in the same language."""
        self._language = told_apart(text) or self._language

    def page(self, number: int | None, picture: Image, dpi: float) -> Page:
        """The text of one page; a page that cannot be read has none, and a problem."""
        reason = self._reason_not_to()
        if reason is None:
            self._pages += 1
            pytesseract.tesseract_cmd = self._options.tesseract or "tesseract"
            try:
                return self._read(number, picture, dpi)
            except pytesseract.TesseractNotFoundError:
                reason = "the program Tesseract is not installed"
            except pytesseract.TesseractError as error:
                reason = "language data is missing" if "load" in str(error) else "Tesseract failed"
            except RuntimeError:
                # that is how pytesseract says that the time is over
                reason = "it took too long"
        return self._not_read(number, reason)

    def problems(self) -> tuple[Problem, ...]:
        """What went wrong in this document so far."""
        found = [problem("scan_not_read", self._name, what=why) for why in self._reasons]
        if self._lowest < _UNCERTAIN:
            found.append(problem("ocr_uncertain", self._name, what=str(round(self._lowest))))
        return tuple(found)

    def _reason_not_to(self) -> str | None:
        if not self._options.enabled:
            return "recognition is switched off"
        if self._pages >= self._options.max_pages:
            return f"only the first {self._options.max_pages} scanned pages are read"
        return "it took too long" if self._clock() >= self._until else None

    def _not_read(self, number: int | None, reason: str) -> Page:
        if reason not in self._reasons:
            self._reasons.append(reason)
        return Page(number=number, method="ocr", text="", problem="scan_not_read")

    def _read(self, number: int | None, picture: Image, dpi: float) -> Page:
        if prepare.is_blank(picture):
            return Page(number=number, method="ocr", text="")
        page = prepare.cleaned(picture, dpi)
        script, turn = self._orientation(page)
        if turn:
            page = page.rotate(-turn, expand=True, fillcolor=255)
        if script is not None and script not in _SCRIPTS:
            return self._not_read(number, f"its script, {script}, is not known")
        reading = self._best(prepare.levelled(page), script)
        if reading.confidence < _NOTHING or not any(map(str.isalnum, reading.text)):
            return self._not_read(number, "no text was recognised")
        self._lowest = min(self._lowest, reading.confidence)
        if reading.language in _WORDS:
            self._language = reading.language
        uncertain = "ocr_uncertain" if reading.confidence < _UNCERTAIN else None
        return Page(number=number, method="ocr", text=reading.text, problem=uncertain)

    def _orientation(self, page: Image) -> tuple[str | None, int]:
        """Script and the quarter turns that set the page upright; None where that is a guess."""
        # half the size tells as well and takes half the time
        small = page.reduce(2)
        small.format = "PPM"
        try:
            told = pytesseract.image_to_osd(
                small,
                config="--dpi 150",
                output_type=pytesseract.Output.DICT,
                timeout=self._seconds(),
            )
        except pytesseract.TesseractError:
            # too few letters to tell
            return None, 0
        sure = told["script_conf"] >= _SURE_SCRIPT
        turn = told["rotate"] if told["orientation_conf"] >= _SURE_TURN else 0
        return (told["script"] if sure else None), int(turn)

    def _best(self, page: Image, script: str | None) -> _Reading:
        if script is not None and script != "Latin":
            return self._in(page, _SCRIPTS[script][0])
        reading = self._latin(page)
        if script is None and reading.confidence < _UNCERTAIN:
            others = [self._in(page, _SCRIPTS[other][0]) for other in ("Arabic", "Cyrillic")]
            return max([reading, *others], key=lambda one: one.confidence)
        return reading

    def _latin(self, page: Image) -> _Reading:
        """Read with the language of the pages before, or the one that a strip shows."""
        language = self._language or self._of_strip(page)
        reading = self._in(page, language)
        told = told_apart(reading.text) or language
        return reading if told == language else self._in(page, told)

    def _of_strip(self, page: Image) -> str:
        strip = prepare.densest(page, _STRIP)
        return told_apart(self._in(strip, "eng", layout=6).text) or "eng"

    def _in(self, page: Image, language: str, *, layout: int = 3) -> _Reading:
        # a plain format: writing PNG takes as long as a tenth of the reading
        page.format = "PPM"
        table = pytesseract.image_to_data(
            page,
            lang=language,
            config=f"--dpi {prepare.DPI} --psm {layout}",
            timeout=self._seconds(),
        )
        words = _words(table)
        return _Reading(text=_text(words), confidence=_confidence(words), language=language)

    def _seconds(self) -> float:
        left = self._until - self._clock()
        return max(min(self._options.page_seconds, left), 0.1)


def told_apart(text: str) -> str | None:
    """Which of the languages in Latin letters a text is in, by its small words; None if unsure."""
    plain = unicodedata.normalize("NFD", text.casefold())
    counts = Counter(re.findall(r"[a-z]+", re.sub("[\u0300-\u036f]", "", plain)))
    scores = {language: sum(counts[word] for word in words) for language, words in _WORDS.items()}
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] >= _FEW_WORDS else None


def _words(table: str) -> list[_Word]:
    """Words of Tesseract's table: level, page, block, paragraph, line, word, box, conf, text."""
    rows = [row.split("\t") for row in table.splitlines()[1:]]
    return [
        _Word(text=row[11], paragraph=(row[2], row[3]), line=row[4], confidence=float(row[10]))
        for row in rows
        if len(row) == 12 and row[11].strip() and float(row[10]) >= 0  # noqa: PLR2004
    ]


def _text(words: Sequence[_Word]) -> str:
    """Lines as on the page, an empty line between paragraphs."""
    paragraphs = [
        "\n".join(
            " ".join(word.text for word in line)
            for _, line in groupby(paragraph, lambda word: word.line)
        )
        for _, paragraph in groupby(words, lambda word: word.paragraph)
    ]
    return glyphs.dehyphenate(glyphs.normalise(clean("\n\n".join(paragraphs)))).strip()


def _confidence(words: Sequence[_Word]) -> float:
    """Mean over the words, long ones counting more, 0 to 100."""
    weight = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / weight if weight else 0.0


@cache
def languages(tesseract: str | None = None) -> frozenset[str]:
    """The languages that the installed program has data for; empty without the program."""
    pytesseract.tesseract_cmd = tesseract or "tesseract"
    try:
        return frozenset(pytesseract.get_languages())
    except (pytesseract.TesseractNotFoundError, pytesseract.TesseractError):
        return frozenset()
