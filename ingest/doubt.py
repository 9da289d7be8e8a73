"""Where words of a page were read unsurely: single words, runs of them, and the blocks they make.

Only arithmetic on confidences and boxes; what is done about it is told in `second_look`.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from ingest.recognised import mean_confidence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.recognised import Found

Box = tuple[float, float, float, float]

#: a word below it may be another (0..1)
UNSURE: Final = 0.6
#: share of a page's letters in unsure words
_MANY: Final = 0.08
#: so many sure words in a row are no part of a run of unsure ones
_PARTED: Final = 3
#: a block of fewer letters or words is a blot
_FEWEST_LETTERS: Final = 8
_FEWEST_WORDS: Final = 2
_MOST_BLOCKS: Final = 4
#: lines of one block lie so many heights apart at most, and share so much of the narrower one
_APART: Final = 4.0
_SHARED: Final = 0.3
#: boxes that share so much of the lower one's height stand on one line
_LEVEL: Final = 0.6


def are_many(words: Sequence[Found]) -> bool:
    """Whether so much was read unsurely that it is to be said, however sure the rest may be."""
    letters = sum(len(word.text) for word in words)
    unsure = sum(len(word.text) for word in words if word.confidence < UNSURE)
    return unsure > _MANY * letters


def blocks(words: Sequence[Found], fewest: int) -> list[Box]:
    """Boxes of what was read unsurely throughout, the largest first.

    Args:
        words: of a page.
        fewest: words of one line that are looked at.

    """
    runs = [run for line in lines(words) for run in _runs(line) if len(run) >= fewest]
    found = _joined([around(run) for run in runs], _height(words) * _APART)
    grown = [_with_whole_lines(box, words) for box in found]
    weight = {box: _weight(inside(words, box)) for box in grown}
    return sorted((box for box in weight if weight[box]), key=lambda box: -weight[box])[
        :_MOST_BLOCKS
    ]


def lines(words: Sequence[Found]) -> list[list[Found]]:
    """The words of each line."""
    return [list(line) for _, line in groupby(words, lambda word: (word.paragraph, word.line))]


def inside(words: Sequence[Found], box: Box) -> list[Found]:
    """The words whose middle lies in a box."""
    return [word for word in words if holds(box, word)]


def holds(box: Box, word: Found) -> bool:
    """Whether the middle of a word lies in a box."""
    across, down = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
    return box[0] <= across <= box[2] and box[1] <= down <= box[3]


def around(words: Sequence[Found]) -> Box:
    """The box in which all of them lie."""
    return both(*(word.box for word in words))


def both(*boxes: Box) -> Box:
    """The box in which boxes lie."""
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


def are_level(one: Box, other: Box) -> bool:
    """Whether two boxes stand on one line."""
    low = min(one[3] - one[1], other[3] - other[1])
    return min(one[3], other[3]) - max(one[1], other[1]) > _LEVEL * low


def _runs(line: Sequence[Found]) -> Iterator[list[Found]]:
    """The parts of a line that are unsure from their first word to their last, and mostly."""
    unsure = [at for at, word in enumerate(line) if word.confidence < UNSURE]
    start = 0
    for number, at in enumerate(unsure):
        last = number + 1 == len(unsure)
        if last or unsure[number + 1] - at > _PARTED:
            run = list(line[unsure[start] : at + 1])
            if mean_confidence(run) < UNSURE:
                yield run
            start = number + 1


def _height(words: Sequence[Found]) -> float:
    heights = sorted(word.box[3] - word.box[1] for word in words)
    return heights[len(heights) // 2] if heights else 0.0


def _joined(boxes: Sequence[Box], gap: float) -> list[Box]:
    """Those that lie below one another made one, until none is left that does."""
    left = list(boxes)
    while True:
        done: list[Box] = []
        for box in left:
            at = next((at for at, one in enumerate(done) if _are_near(one, box, gap)), None)
            if at is None:
                done.append(box)
            else:
                done[at] = both(done[at], box)
        if len(done) == len(left):
            return done
        left = done


def _are_near(one: Box, other: Box, gap: float) -> bool:
    shared = min(one[2], other[2]) - max(one[0], other[0])
    narrow = min(one[2] - one[0], other[2] - other[0])
    return shared > _SHARED * narrow and max(one[1], other[1]) - min(one[3], other[3]) < gap


def _with_whole_lines(box: Box, words: Sequence[Found]) -> Box:
    """A line that lies in the block for the most part lies in it to its ends."""
    for line in lines(words):
        held = inside(line, box)
        if held and sum(len(one.text) for one in held) * 2 > sum(len(one.text) for one in line):
            box = both(box, around(line))
    return box


def _weight(held: Sequence[Found]) -> int:
    """How many letters a second reading may win; 0 where it is not worth trying."""
    letters = sum(len(word.text) for word in held)
    is_block = len(held) >= _FEWEST_WORDS and letters >= _FEWEST_LETTERS
    return letters if is_block and mean_confidence(held) < UNSURE else 0
