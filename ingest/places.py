"""Where words stand on a page: which of them a span of text holds, and how they are kept.

The only arithmetic between characters and boxes; nothing here opens a document.
"""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Final

from ingest.segment import Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: left, top, right, bottom as shares (0..1) of the page as it is shown, upright
Box = tuple[float, float, float, float]

#: below this mean confidence of its words a quote from a scan is shown as unsure; docs/documents.md
#: says what was measured
LEGIBLE: Final = 0.85
#: below it a word is noise, or figures on which two readings disagree: no field is taken from it
UNREADABLE: Final = 0.5
#: steps of a page's width or height in which boxes are kept: finer than any picture that is drawn
_STEPS: Final = 10_000
_PERCENT: Final = 100
#: words stand on one line where they share so much of the lower one's height
_SHARED: Final = 0.5
#: a gap in a line wider than so many times its height parts it: columns, cells of a table
_GAP: Final = 2.5


def within(words: Sequence[Word], start: int, end: int) -> tuple[Word, ...]:
    """The words of which at least one character lies in the half-open span."""
    return tuple(word for word in words if word.start < end and start < word.end)


def legible(words: Sequence[Word]) -> float:
    """How surely these words were recognised, 0..1: the mean, long words counting more."""
    weight = sum(word.end - word.start for word in words)
    if not weight:
        return 1.0
    return sum(word.confidence * (word.end - word.start) for word in words) / weight


def are_readable(words: Sequence[Word]) -> bool:
    """Whether each word of a short run, a name or a sum, was read surely enough to be a field."""
    return all(word.confidence >= UNREADABLE for word in words)


def runs(words: Sequence[Word]) -> tuple[Box, ...]:
    """One box for each run of words on a line, in the order of the text.

    Words are joined whichever way their line runs; a line is parted where a wide gap lies in it.
    """
    found: list[Box] = []
    for word in words:
        if found and _are_beside(found[-1], word.box):
            found[-1] = _around(found[-1], word.box)
        else:
            found.append(word.box)
    return tuple(found)


def line_of(words: Sequence[Word], box: Box) -> Box:
    """The whole line of a page's words in which a box lies, up to the edges of its column."""
    middle = (box[1] + box[3]) / 2
    for run in runs(words):
        if run[0] <= box[0] and box[2] <= run[2] and run[1] <= middle <= run[3]:
            return run
    return box


def pack(words: Sequence[Word]) -> bytes:
    """Words as few bytes, about 3 KB for a page of 500; `unpack` gives them back.

    Boxes are rounded to ten-thousandths of the page, confidences to hundredths.
    """
    if not words:
        return b""
    rows, before, top = [], 0, 0
    for word in words:
        left, upper, right, lower = (round(share * _STEPS) for share in word.box)
        # neighbours differ little, and what differs little packs small
        rows.append(
            (
                word.start - before,
                word.end - word.start,
                left,
                right - left,
                upper - top,
                lower - upper,
                round(word.confidence * _PERCENT),
            )
        )
        before, top = word.end, upper
    columns = list(zip(*rows, strict=True))
    return zlib.compress(json.dumps(columns, separators=(",", ":")).encode("ascii"), 9)


def unpack(packed: bytes) -> tuple[Word, ...]:
    """The words again; none where these bytes hold none."""
    if not packed:
        return ()
    try:
        columns = json.loads(zlib.decompress(packed))
        return tuple(_words(zip(*columns, strict=True)))
    except (zlib.error, ValueError, TypeError):
        return ()


def _words(rows: Iterable[Sequence[int]]) -> Iterable[Word]:
    at, top = 0, 0
    for gap, length, left, width, step, height, percent in rows:
        start, top = at + gap, top + step
        at = start + length
        yield Word(
            start=start,
            end=at,
            box=(
                left / _STEPS,
                top / _STEPS,
                (left + width) / _STEPS,
                (top + height) / _STEPS,
            ),
            confidence=percent / _PERCENT,
        )


def _are_beside(run: Box, box: Box) -> bool:
    height = min(run[3] - run[1], box[3] - box[1])
    shared = min(run[3], box[3]) - max(run[1], box[1])
    gap = max(box[0] - run[2], run[0] - box[2])
    return shared > _SHARED * height and gap < _GAP * height


def _around(one: Box, other: Box) -> Box:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )
