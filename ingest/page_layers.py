"""What is typed on a page and what was read in its pictures, as one text by where it stands.

A letterhead may lie as a picture behind the whole letter: its head comes first, its foot last, and
nothing in the middle of a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.places import Box
    from ingest.segment import Page, Word

_LINE: Final = re.compile(r"[^\n]+")
#: lines of a picture that are further apart, in heights of a line, are placed one by one
_APART: Final = 2.0


@dataclass(frozen=True, slots=True)
class _Part:
    """Characters of a page's text, half-open, with the place of their words on it."""

    start: int
    end: int
    box: Box | None
    #: whether an empty line stands before it
    is_apart: bool

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1] if self.box else 0.0


def laid_together(typed: Page, read: Page, middle: float) -> tuple[str, tuple[Word, ...]]:
    """The text of both, and the words of both that have a place.

    Args:
        typed: what the file says.
        read: what recognition found in its pictures.
        middle: how far down, as a share of the page, what is read stands where nothing tells.

    """
    lines, blocks = _lines(typed), _blocks(read)
    by_slot = sorted(((_slot(lines, one, middle), one) for one in blocks), key=itemgetter(0))
    pieces: list[tuple[Page, int, int]] = []
    at = 0
    for slot, held in groupby(by_slot, key=itemgetter(0)):
        pieces += _between(typed, lines[at:slot])
        found = [block for _, block in held]
        pieces += [(read, block.start, block.end) for block in _joined(found)]
        at = slot
    pieces += _between(typed, lines[at:])
    return _written(pieces)


def _lines(page: Page) -> list[_Part]:
    """Its lines, each with the box around its words."""
    parts: list[_Part] = []
    words = iter(page.words)
    word = next(words, None)
    for found in _LINE.finditer(page.text):
        boxes: list[Box] = []
        while word is not None and word.start < found.end():
            boxes.append(word.box)
            word = next(words, None)
        is_apart = page.text[: found.start()].endswith("\n\n")
        parts.append(_Part(*found.span(), _around(boxes), is_apart))
    return parts


def _blocks(page: Page) -> list[_Part]:
    """Its paragraphs, parted where a line stands far from the one before."""
    blocks: list[_Part] = []
    for line in _lines(page):
        last = blocks[-1] if blocks else None
        if last is None or line.is_apart or _gap(last, line) > _APART * line.height:
            blocks.append(line)
        else:
            box = _around([box for box in (last.box, line.box) if box])
            blocks[-1] = _Part(last.start, line.end, box, last.is_apart)
    return blocks


def _gap(above: _Part, below: _Part) -> float:
    return below.box[1] - above.box[3] if above.box and below.box else 0.0


def _slot(lines: Sequence[_Part], block: _Part, middle: float) -> int:
    """The number of the typed line before which a block of a picture belongs."""
    left, top, right, bottom = block.box or (0.0, middle, 1.0, middle)
    level = (top + bottom) / 2
    above = [
        number
        for number, line in enumerate(lines)
        if line.box and _level(line.box) <= level and line.box[0] < right and left < line.box[2]
    ]
    if above:
        slot = above[-1] + 1
    else:
        lower = (at for at, line in enumerate(lines) if line.box and _level(line.box) > level)
        slot = next(lower, len(lines))
    # no sentence is cut in two by what stands beside it
    while 0 < slot < len(lines) and not _may_part(lines[slot - 1], lines[slot], level):
        slot += 1
    return slot


def _may_part(above: _Part, below: _Part, level: float) -> bool:
    if below.is_apart or above.box is None or below.box is None:
        return below.is_apart
    # two lines of a paragraph have hardly a gap
    return above.box[3] <= level <= below.box[1] and _gap(above, below) > below.height


def _level(box: Box) -> float:
    return (box[1] + box[3]) / 2


def _around(boxes: Sequence[Box]) -> Box | None:
    if not boxes:
        return None
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))


def _between(page: Page, lines: Sequence[_Part]) -> list[tuple[Page, int, int]]:
    return [(page, lines[0].start, lines[-1].end)] if lines else []


def _joined(blocks: Sequence[_Part]) -> Iterator[_Part]:
    """Blocks that follow one another, as one."""
    last: _Part | None = None
    for block in blocks:
        if last is not None and block.start - last.end <= len("\n\n"):
            last = replace(last, end=block.end)
            continue
        if last is not None:
            yield last
        last = block
    if last is not None:
        yield last


def _written(pieces: Sequence[tuple[Page, int, int]]) -> tuple[str, tuple[Word, ...]]:
    text = ""
    words: list[Word] = []
    for page, start, end in pieces:
        text += "\n\n" if text else ""
        by = len(text) - start
        words += [
            replace(word, start=word.start + by, end=word.end + by)
            for word in page.words
            if start <= word.start and word.end <= end
        ]
        text += page.text[start:end]
    return text, tuple(words)
