"""Figures, addresses and Latin names between Arabic words, read a second time.

The data for Arabic tells Latin letters hardly and figures not always: 2028 becomes 2008, an address
noise. Each such word is read again with data for Latin letters, and with that for Arabic where the
first reading was unsure. Two readings that disagree on figures leave the word unsure.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

import numpy as np

from ingest import doubt, strips, tesseract
from ingest.glyph import ARABIC
from ingest.places import UNREADABLE
from ingest.recognised import mean_confidence, says_something

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PIL.Image import Image

    from ingest.doubt import Box
    from ingest.recognised import Found
    from ingest.sheet import Sheet

#: which data reads words once more: figures are told by data that is loaded in a tenth of the time
_QUICK: Final = ("fra",)
_THOROUGH: Final = ("eng", "fra", "ara")
#: small letters by themselves are told best
_DPI: Final = 180.0
#: from here on that tells figures better than the data for Arabic
_TELLS_FIGURES: Final = 0.8
_MOST_WORDS: Final = 80
#: white left around a word, in inches
_AIR: Final = 0.025
#: darker is ink
_INK: Final = 128
#: white so wide parts what a box may have cut off from its neighbour, in heights of the word
_GAP: Final = 0.25
_GAP_OF_NOISE: Final = 1.0
#: width of a letter, in heights of a word
_WIDE: Final = 0.6
_LATIN: Final = re.compile(r"[0-9A-Za-z]")
_LATIN_LETTER: Final = re.compile(r"[A-Za-z]")
_ARABIC_WORD: Final = re.compile(rf"{ARABIC.pattern}+[.,:;]?")
#: the full stop of the line, which stands at its left
_STOP: Final = re.compile(r"^([.])(\w.*[^.])$")
_MARKS: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def read_again(
    page: Sheet,
    words: Sequence[Found],
    areas: Sequence[Box],
    read: Callable[[Image, float, str, int], Sequence[Found]],
) -> list[Found]:
    """The words of a page, the surer reading of each that may be no Arabic word.

    Args:
        page: that was read.
        words: that were found on it.
        areas: where they are in Arabic.
        read: reads a picture: its dpi, language and layout.

    """
    found = list(words)
    held = [word for word in words if any(doubt.holds(box, word) for box in areas)]
    doubtful = [word for word in held if _is_doubtful(word)][:_MOST_WORDS]
    if not doubtful:
        return found
    is_unsure = any(word.confidence < doubt.UNSURE for word in doubtful)
    stack = strips.strips([_piece(page, word, words) for word in doubtful])
    readings = [
        stack.back(read(stack.picture, _DPI, language, tesseract.BLOCK))
        for language in (_THOROUGH if is_unsure else _QUICK)
    ]
    for word, *others in zip(doubtful, *readings, strict=True):
        chosen = _chosen(word, [again for other in others if (again := _in_order(word, other))])
        if chosen != [word]:
            at = next(at for at, one in enumerate(found) if one is word)
            found[at : at + 1] = chosen
    return found


def _is_doubtful(word: Found) -> bool:
    return word.confidence < doubt.UNSURE or _LATIN.search(word.text) is not None


def _piece(page: Sheet, word: Found, words: Sequence[Found]) -> strips.Piece:
    air = _AIR * page.dpi
    left, right = _to_its_ends(page, word, words)
    _, top, _, bottom = word.box
    box = (max(round(left - air), 0), max(round(top - air), 0),
           round(right + air), round(bottom + air))  # fmt: skip
    return strips.Piece(picture=page.cropped(box).with_scale(_DPI).picture, box=box)


def _to_its_ends(page: Sheet, word: Found, words: Sequence[Found]) -> tuple[float, float]:
    """How far a word reaches of which recognition may have seen but a part."""
    left, top, right, bottom = word.box
    middle = (left + right) / 2
    beside = [one.box for one in words if one is not word and doubt.are_level(one.box, word.box)]
    # a neighbour begins where the word ends at the latest, also where their boxes overlap
    before = [min(box[2], left) for box in beside if box[0] + box[2] < 2 * middle]
    after = [max(box[0], right) for box in beside if box[0] + box[2] >= 2 * middle]
    first, last = max(before, default=0.0), min(after, default=float(page.picture.width))
    band = page.picture.crop((round(first), round(top), round(last), round(bottom)))
    inked = np.flatnonzero((np.asarray(band) < _INK).any(axis=0)) + round(first)
    gap = (_GAP_OF_NOISE if word.confidence < doubt.UNSURE else _GAP) * (bottom - top)
    for part in np.split(inked, np.flatnonzero(np.diff(inked) > gap) + 1):
        if len(part) and part[0] < right and part[-1] > left:
            left, right = min(left, float(part[0])), max(right, float(part[-1]))
    return left, right


def _chosen(word: Found, readings: Sequence[list[Found]]) -> list[Found]:
    """The surest of some readings; unsure in any case where sure ones disagree on figures."""
    # the data for Arabic has had its say on figures
    apt = [one for one in readings if not (_is_arabic(one) and _figures(one))]
    if _ARABIC_WORD.fullmatch(word.text):
        # what is a word at all is no Latin word
        apt = [one for one in apt if _is_arabic(one)]
    if word.confidence < doubt.UNSURE:
        best = max([[word], *apt], key=mean_confidence)
        guesses = mean_confidence(best) < UNREADABLE
        return min([[word], *apt], key=_misfit) if guesses else best
    latin = [one for one in apt if not _is_arabic(one)]
    best = max(latin, key=mean_confidence, default=[word])
    sure = mean_confidence(best)
    if _figures(best) == _figures([word]) or sure < doubt.UNSURE:
        return [word]
    if not _figures(best):
        # letters that were taken for figures
        return best if sure > word.confidence else [word]
    kept = best if sure >= _TELLS_FIGURES else [word]
    return [replace(one, confidence=min(one.confidence, UNREADABLE - 0.01)) for one in kept]


def _is_arabic(words: Sequence[Found]) -> bool:
    return any(ARABIC.search(word.text) for word in words)


def _misfit(reading: Sequence[Found]) -> float:
    """How far the number of letters is from what their box has room for."""
    left, top, right, bottom = doubt.around(reading)
    letters = sum(len(word.text) for word in reading)
    return abs(letters * _WIDE * (bottom - top) - (right - left))


def _figures(words: Sequence[Found]) -> str:
    return "".join(str(unicodedata.decimal(char, "")) for word in words for char in word.text)


def _in_order(word: Found, again: Sequence[Found]) -> list[Found]:
    """What was read instead of a word: from right to left, Latin words from left to right."""
    plain = [
        replace(
            one,
            text=_STOP.sub(r"\2\1", _MARKS.sub("", one.text).strip()),
            paragraph=word.paragraph,
            line=word.line,
        )
        for one in again
    ]
    from_right = sorted(
        (one for one in plain if says_something([one])), key=lambda one: -one.box[0]
    )
    runs = groupby(from_right, key=lambda one: _LATIN_LETTER.search(one.text) is not None)
    return [one for latin, run in runs for one in (list(run)[::-1] if latin else run)]
