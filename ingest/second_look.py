"""A second look at what was read unsurely: in another script, digit by digit, without the stamp.

A page is read in one language. What that made little of is read once more, and of two readings the
surer one is kept. A page without unsure words is not looked at again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from PIL import ImageDraw

from ingest import doubt, figures, stamp, strips, tesseract
from ingest.recognised import mean_confidence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PIL.Image import Image

    from ingest.doubt import Box
    from ingest.recognised import Found
    from ingest.sheet import Sheet

ARABIC: Final = "ara"
_SCRIPTS: Final = ("Latin", "Arabic", "Cyrillic")
#: data of a script -> itself
_SCRIPT_OF: Final = {"ara": "Arabic", "rus": "Cyrillic"}
#: a reading in another script is right from here on, and if it is so much surer
_RIGHT: Final = 0.6
_SURER: Final = 0.15
#: of a block of more lines its longest one tells the script
_PROBED: Final = 2
#: white left around a box, in inches: less than lies between two words of print
_AIR: Final = 0.025
_MOST_LINES: Final = 12
#: words on one line no farther apart than so many heights are one line, a stamp between or not
_GAP: Final = 3.0
#: words that share so much of the narrower one's width are two readings of one
_OVERLAP: Final = 0.4
#: a line read without its stamp has lost none of its words
_AS_LONG: Final = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondLook:
    """Looks at one page again."""

    page: Sheet
    #: in which it was read
    language: str
    #: reads a part of the page in a script
    in_script: Callable[[Sheet, str], Sequence[Found]]
    #: reads a picture: its dpi, language and layout
    read: Callable[[Image, float, str, int], Sequence[Found]]
    #: the page as it came, in colour if it is
    coloured: Callable[[], Image]

    def words(self, words: Sequence[Found]) -> list[Found]:
        """The words of the page, the unsure ones read again."""
        found, arabic = self._in_other_scripts(words)
        found = figures.read_again(self.page, found, arabic, self.read)
        return self._under_stamps(found)

    def _in_other_scripts(self, words: Sequence[Found]) -> tuple[list[Found], list[Box]]:
        """With its blocks in other scripts, and where on the page Arabic stands."""
        found = list(words)
        whole = (0.0, 0.0, float(self.page.picture.width), float(self.page.picture.height))
        arabic = [whole] if self.language == ARABIC else []
        # single Latin words in an Arabic line are read with what stands there, further on
        fewest = 2 if self.language == ARABIC else 1
        for number, box in enumerate(doubt.blocks(words, fewest)):
            before = doubt.inside(found, box)
            script, again = self._surest(box, before, found)
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
        return script, [_shifted(word, left, top) for word in _once(again)]

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

    def _under_stamps(self, words: list[Found]) -> list[Found]:
        """With lines read again that hold unsure words, where coloured ink lies on the page."""
        if all(word.confidence >= doubt.UNSURE for word in words):
            return words
        picture = self.coloured()
        if not stamp.has_colour(picture):
            return words
        boxes = _unsure_lines(words)[:_MOST_LINES]
        air = 2 * _AIR * self.page.dpi
        wide = [
            (max(x0 - air, 0), max(y0 - air, 0), x1 + air, y1 + air) for x0, y0, x1, y1 in boxes
        ]
        stack = strips.strips(
            [strips.Piece(picture=stamp.without(picture, self.page, box), box=box) for box in wide]
        )
        read = self.read(stack.picture, self.page.dpi, self.language, tesseract.BLOCK)
        found = words
        for box, again in zip(boxes, stack.back(read), strict=True):
            before = doubt.inside(found, box)
            surer = mean_confidence(again) > max(mean_confidence(before), _RIGHT)
            if surer and _letters(again) >= _AS_LONG * _letters(before):
                first = before[0]
                line = [replace(o, paragraph=first.paragraph, line=first.line) for o in again]
                found = _instead(found, before, line)
        return found


def _letters(words: Sequence[Found]) -> int:
    return sum(len(word.text) for word in words)


def _unsure_lines(words: Sequence[Found]) -> list[Box]:
    """Boxes of lines with a word that was read unsurely, with what stands beside it."""
    boxes = [doubt.around(line) for line in doubt.lines(words)]
    found: list[Box] = []
    for line in doubt.lines(words):
        if all(word.confidence >= doubt.UNSURE for word in line):
            continue
        box = doubt.around(line)
        for other in boxes:
            if _are_one_line(box, other):
                box = doubt.both(box, other)
        if box not in found:
            found.append(box)
    return found


def _are_one_line(one: Box, other: Box) -> bool:
    low = min(one[3] - one[1], other[3] - other[1])
    high = max(one[3] - one[1], other[3] - other[1])
    gap = max(other[0] - one[2], one[0] - other[2])
    return doubt.are_level(one, other) and high < 2 * low and gap < _GAP * low


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
