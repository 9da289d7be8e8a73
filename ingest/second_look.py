"""A second look at what was read unsurely: in another script, digit by digit, without the stamp.

A page is read in one language. What that made little of is read once more, and of two readings the
surer one is kept. A page without unsure words is not looked at again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import ImageDraw

from ingest import doubt, figures, forgotten, stamp, tesseract
from ingest.recognised import mean_confidence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PIL.Image import Image

    from ingest.doubt import Box
    from ingest.recognised import Found
    from ingest.sheet import Sheet

ARABIC: Final = "ara"
_SCRIPTS: Final = ("Latin", "Arabic", "Cyrillic")
#: script -> data that reads a line of it
_DATA: Final = {"Latin": "eng", "Arabic": "ara", "Cyrillic": "rus"}
_SCRIPT_OF: Final = {data: script for script, data in _DATA.items()}
#: a reading in another script is right from here on, and if it is so much surer
_RIGHT: Final = 0.6
_SURER: Final = 0.15
#: of a block of more lines its longest one tells the script
_PROBED: Final = 2
#: white left around a box, in inches: less than lies between two words of print
_AIR: Final = 0.025
#: darker is ink; so little of it on a row of pixels is none; lines of one block are no farther
#: apart, in inches
_INK: Final = 128
_SPECK: Final = 2
_FAR: Final = 0.4
#: a word that only the reading with the stamp has is kept from here on
_SURE: Final = 0.8
#: words that share so much of the narrower one's width are two readings of one
_OVERLAP: Final = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondLook:
    """Looks at one page again."""

    page: Sheet
    #: in which it was read
    language: str
    #: reads a part of the page in a script
    in_script: Callable[[Sheet, str], Sequence[Found]]
    #: reads a picture: its dpi, language and layout
    read: Callable[[Image, float, str, int], list[Found]]
    #: the page as it came, in colour if it is
    coloured: Callable[[], Image]

    def words(self, words: Sequence[Found]) -> list[Found]:
        """The words of the page, the unsure ones read again."""
        found, arabic = self._in_other_scripts(self._without_stamp(words))
        return figures.read_again(self.page, found, arabic, self.read)

    def _in_other_scripts(self, words: Sequence[Found]) -> tuple[list[Found], list[Box]]:
        """With its blocks in other scripts, and where on the page Arabic stands."""
        found = list(words)
        whole = (0.0, 0.0, float(self.page.picture.width), float(self.page.picture.height))
        arabic = [whole] if self.language == ARABIC else []
        # single Latin words in an Arabic line are read with what stands there, further on
        fewest = 2 if self.language == ARABIC else 1
        for number, box in enumerate(doubt.blocks(words, fewest)):
            before = doubt.inside(found, box)
            script, again = self._surest(self._to_its_end(box, found), before, found)
            gain = mean_confidence(again) - mean_confidence(before)
            if gain < _SURER or mean_confidence(again) < _RIGHT:
                continue
            if script == "Arabic":
                arabic.append(box)
            marked = [replace(one, paragraph=(-2, number, *one.paragraph)) for one in again]
            found = _instead(found, before, marked)
        return found, arabic

    def _surest(
        self, box: Box, held: Sequence[Found], words: Sequence[Found]
    ) -> tuple[str, list[Found]]:
        """What a block says in the script in which its longest line is read most surely."""
        beside = [word for word in words if not doubt.holds(box, word)]
        part, left, top = self._alone(box, beside)
        probe = part
        lines = sorted(doubt.lines(held), key=_letters)
        if len(lines) > _PROBED:
            longest = doubt.around(lines[-1])
            probe, _, _ = self._alone((box[0], longest[1], box[2], longest[3]), beside)
        own = _SCRIPT_OF.get(self.language, "Latin")
        scripts = [script for script in _SCRIPTS if script != own]
        tried = {script: self.in_script(probe, script) for script in scripts}
        script = max(scripts, key=lambda one: mean_confidence(tried[one]))
        if mean_confidence(tried[script]) < _RIGHT:
            return script, []
        again = tried[script] if probe is part else self.in_script(part, script)
        again, _ = forgotten.complete(
            part, again, lambda line, dpi: self.read(line, dpi, _DATA[script], tesseract.LINE)
        )
        return script, [_shifted(word, left, top) for word in _once(again)]

    def _to_its_end(self, box: Box, words: Sequence[Found]) -> Box:
        """The block with lines below or above it that were passed over."""
        left, top, right, bottom = box
        ink = np.asarray(self.page.picture.crop((round(left), 0, round(right), self._height)))
        count = (ink < _INK).sum(axis=1)
        for word in words:
            if not doubt.holds(box, word) and word.box[0] < right and word.box[2] > left:
                count[max(round(word.box[1]), 0) : round(word.box[3])] = 0
        rows = np.flatnonzero(count > _SPECK)
        for part in np.split(rows, np.flatnonzero(np.diff(rows) > _FAR * self.page.dpi) + 1):
            if len(part) and part[0] < bottom and part[-1] > top:
                top, bottom = min(top, float(part[0])), max(bottom, float(part[-1]))
        return left, top, right, bottom

    @property
    def _height(self) -> int:
        return self.page.picture.height

    def _alone(self, box: Box, beside: Sequence[Found]) -> tuple[Sheet, int, int]:
        """The box with some white around it, the words beside it wiped out; where it begins."""
        air = 2 * _AIR * self.page.dpi
        left, top = max(round(box[0] - air), 0), max(round(box[1] - air), 0)
        width, height = self.page.picture.size
        edges = (left, top, min(round(box[2] + air), width), min(round(box[3] + air), height))
        part = self.page.cropped(edges)
        brush = ImageDraw.Draw(part.picture)
        for word in beside:
            x0, y0, x1, y1 = word.box
            if x0 < edges[2] and x1 > left and y0 < edges[3] and y1 > top:
                brush.rectangle((x0 - left, y0 - top, x1 - left, y1 - top), fill=255)
        return part, left, top

    def _without_stamp(self, words: Sequence[Found]) -> list[Found]:
        """Read as if no stamp were on the page, where coloured ink lies on unsure words."""
        unsure = [word.box for word in words if word.confidence < doubt.UNSURE]
        if not unsure:
            return list(words)
        picture = self.coloured()
        if not stamp.lies_on(picture, self.page, unsure):
            return list(words)
        clean = stamp.without(picture, self.page)
        again = self.read(clean, self.page.dpi, self.language, tesseract.PAGE)
        if mean_confidence(again) <= mean_confidence(words):
            return list(words)
        return _with_lost(again, words)


def _with_lost(again: list[Found], words: Sequence[Found]) -> list[Found]:
    """A reading with what only the one before has, if that was sure of it: words in colour."""
    found = list(again)
    for line in doubt.lines(words):
        lost = [
            replace(word, paragraph=(-3, *word.paragraph))
            for word in line
            if word.confidence >= _SURE and not any(_are_one(word, one) for one in again)
        ]
        if lost:
            top = lost[0].box[1]
            at = next((at for at, one in enumerate(found) if one.box[1] >= top), len(found))
            found[at:at] = lost
    return found


def _letters(words: Sequence[Found]) -> int:
    return sum(len(word.text) for word in words)


def _instead(
    words: Sequence[Found], before: Sequence[Found], again: Sequence[Found]
) -> list[Found]:
    """The list with some of its words replaced, where the first of them stood."""
    gone = {id(word) for word in before}
    at = next((at for at, word in enumerate(words) if id(word) in gone), len(words))
    return [*words[:at], *again, *(word for word in words[at:] if id(word) not in gone)]


def _once(words: Sequence[Found]) -> list[Found]:
    """Without words that were read where another of their line stands, the surer being kept."""
    kept: list[Found] = []
    for word in words:
        if not kept or not _are_one(kept[-1], word):
            kept.append(word)
        elif word.confidence > kept[-1].confidence:
            kept[-1] = word
    return kept


def _are_one(one: Found, other: Found) -> bool:
    shared = min(one.box[2], other.box[2]) - max(one.box[0], other.box[0])
    narrow = min(one.box[2] - one.box[0], other.box[2] - other.box[0])
    return doubt.are_level(one.box, other.box) and shared > _OVERLAP * narrow


def _shifted(word: Found, left: float, top: float) -> Found:
    x0, y0, x1, y1 = word.box
    return replace(word, box=(x0 + left, y0 + top, x1 + left, y1 + top))
