"""Recognised words put together to the text of a page, each keeping its place and confidence.

No recognition here: `tesseract` brings the words in reading order.
"""

from __future__ import annotations

import itertools
import re
import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ingest import arabic, glyphs, paragraphs
from ingest.charset import clean
from ingest.paragraphs import Extent
from ingest.segment import Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.sheet import Sheet

_BROKEN: Final = re.compile(r"[^\W\d_]{2}[-\u2010]$")
#: in Arabic, what Tesseract's data writes with Latin signs
_SIGNS: Final = str.maketrans(",;?", "\u060c\u061b\u061f")
_SIGN_AT_END: Final = re.compile(r"(?<=\w)[,;?]+$|^[,;?]+$")
_NUMBERS: Final = re.compile(r"(?<![\d.,/-])\d+(?:[-\u2013]\d+)+(?![\d/-])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A word as it was recognised."""

    text: str
    #: left, top, right, bottom in pixels of the picture that was read
    box: tuple[float, float, float, float]
    #: 0..1
    confidence: float
    #: words of one paragraph, and in it of one line, have the same
    paragraph: tuple[int, ...]
    line: int


#: a word and its letters as they are written here
Read = tuple[Found, str]


def compose(found: Sequence[Found], sheet: Sheet) -> tuple[str, tuple[Word, ...]]:
    """The text with lines as on the page, and where its words stand on it.

    There is an empty line between paragraphs. A word that the end of a line divides is joined: it
    has two `Word`s, one after the other, as it stands on the page.
    """
    in_arabic = _arabic(found)
    read = [
        (one, letters) for one in found if (letters := _letters(one.text, in_arabic[one.paragraph]))
    ]
    lines = [
        _from_right(line) if in_arabic[line[0][0].paragraph] else line for line in _lines(read)
    ]
    goes_on = iter(paragraphs.go_on([_extent(line) for line in lines]))
    ends = {id(line[-1][0]): next(goes_on) for line in lines[:-1]}
    read = [word for line in lines for word in line]
    text, words = "", []
    for at, (one, letters) in enumerate(read):
        after = read[at + 1] if at + 1 < len(read) else None
        shown, gap = _followed(one, letters, after, goes_on=ends.get(id(one), False))
        words.append(
            Word(
                start=len(text),
                end=len(text) + len(shown),
                box=sheet.shares(one.box),
                confidence=one.confidence,
            )
        )
        text += shown + gap
    return text, tuple(words)


def mean_confidence(found: Sequence[Found]) -> float:
    """Mean over the words, long ones counting more, 0..1; 0 without any."""
    weight = sum(len(one.text) for one in found)
    return sum(one.confidence * len(one.text) for one in found) / weight if weight else 0.0


def says_something(found: Sequence[Found]) -> bool:
    """Whether there is a letter or a figure in it."""
    return any(char.isalnum() for one in found for char in one.text)


def _arabic(found: Sequence[Found]) -> dict[tuple[int, ...], bool]:
    """Which paragraphs are in Arabic; one without letters is as the page is."""
    texts: dict[tuple[int, ...], str] = {}
    for one in found:
        texts[one.paragraph] = texts.get(one.paragraph, "") + one.text
    page = glyphs.is_arabic("".join(texts.values()))
    return {
        paragraph: glyphs.is_arabic(text) if any(map(str.isalpha, text)) else page
        for paragraph, text in texts.items()
    }


def _letters(word: str, is_arabic: bool) -> str:  # noqa: FBT001 - two words for the same text
    letters = glyphs.normalise(clean(word)).strip()
    if not is_arabic:
        return letters
    letters = _SIGN_AT_END.sub(lambda signs: signs[0].translate(_SIGNS), letters)
    # between Arabic letters, numbers joined by a hyphen stand from right to left (UAX #9, W2, W4),
    # and are recognised from left to right
    return _NUMBERS.sub(lambda numbers: "".join(_parted(numbers[0])[::-1]), letters)


def _parted(numbers: str) -> list[str]:
    return re.split(r"([-\u2013])", numbers)


def _lines(read: Sequence[Read]) -> list[list[Read]]:
    return [
        list(line)
        for _, line in itertools.groupby(read, lambda word: (word[0].paragraph, word[0].line))
    ]


def _extent(line: Sequence[Read]) -> Extent:
    """A line at its place, upwards like those of a PDF."""
    boxes = [one.box for one, _ in line]
    return Extent(
        text=" ".join(letters for _, letters in line),
        x0=min(box[0] for box in boxes),
        y0=-statistics.median(box[3] for box in boxes),
        x1=max(box[2] for box in boxes),
        y1=-statistics.median(box[1] for box in boxes),
        first=boxes[0][2] - boxes[0][0],
    )


def _from_right(line: list[Read]) -> list[Read]:
    """A line of Arabic; one of figures alone was recognised as if it were read from the left."""
    (one, letters), *more = line
    stop = 0 if more else arabic.stop_before_figures(letters)
    return [(one, letters[stop:] + letters[:stop])] if stop else line


def _followed(one: Found, letters: str, after: Read | None, *, goes_on: bool) -> tuple[str, str]:
    """The word as it is written, and what stands between it and the next."""
    if after is None:
        return letters, ""
    following, next_letters = after
    if following.paragraph == one.paragraph and following.line == one.line:
        return letters, " "
    if following.paragraph != one.paragraph and not goes_on:
        return letters, "\n\n"
    if _BROKEN.search(letters) and next_letters[0].islower():
        return letters[:-1], ""
    return letters, "\n"
