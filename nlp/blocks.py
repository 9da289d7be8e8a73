"""Lines of a text joined to blocks that sentences are cut from; wrapped lines are one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from nlp import wrapping

if TYPE_CHECKING:
    from collections.abc import Iterator

#: a line shorter than this ended because its writer ended it
_WRAPPED: Final = 48
#: blocks are handed on in runs of at most this many characters
LONGEST_BLOCK: Final = 4000

_QUOTE_MARKS: Final = re.compile(r"[>\s]*")
_BULLET: Final = re.compile(
    r"(?:[-*•·▪◦–—●✔✅]|\(?(?:\d{1,3}|[ivxIVX]{1,4}|[^\W\d_])[.)]|№|\(?[\u0660-\u0669]{1,3}[.)-])\s"
)
_ENDED: Final = re.compile(r"[.!?؟…:;؛。]['\")»”]?\s*$")
_SENTENCE_END: Final = re.compile(r"[.!?؟…;؛。]\s")
_SPACE: Final = re.compile(r"\s")


def blocks(text: str, *, is_set: bool = False) -> Iterator[tuple[int, int]]:
    """Spans of the text that hold whole sentences, in order, none over LONGEST_BLOCK.

    Args:
        text: of one passage.
        is_set: its lines may end where the page that it stood on did, as in a PDF.

    """
    spans = list(_lines(text))
    lines = [text[start:stop] for start, stop in spans]
    widths = wrapping.column_widths(lines) if is_set else [None] * len(lines)
    begin, end, last = 0, 0, ""
    for (start, stop), line, width in zip(spans, lines, widths, strict=True):
        is_row = is_set and (wrapping.is_row(last) or wrapping.is_row(line))
        if is_row or not (end > begin and _goes_on(last, line, width)):
            yield from _short(text, begin, end)
            begin = start
        end, last = stop, line
    yield from _short(text, begin, end)


def is_point(line: str) -> bool:
    """Whether a line begins as a point of a list does."""
    return _BULLET.match(line) is not None


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the lines without quote marks and outer white space; empty lines included."""
    at = 0
    for line in text.splitlines(keepends=True):
        start = at + _QUOTE_MARKS.match(line).end()  # type: ignore[union-attr]  # it may be empty
        at += len(line)
        yield min(start, at), min(start, at) + len(text[start:at].rstrip())


def _goes_on(last: str, line: str, width: int | None) -> bool:
    """Whether a line continues the one before it; the width is that of its column, if any."""
    if not last or not line or is_point(line):
        return False
    if width is not None:
        return wrapping.goes_on(last, line, width)
    if _ENDED.search(last):
        return False
    if line[0].islower():
        return len(last) >= _WRAPPED // 2
    return len(last) >= _WRAPPED


def _short(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST_BLOCK:
        middle = _last_break(text, start + LONGEST_BLOCK // 2, start + LONGEST_BLOCK)
        yield start, middle
        start = middle
    if end > start:
        yield start, end


def _last_break(text: str, low: int, high: int) -> int:
    """The best place to cut in a window: after a sentence, else after a word, else at its end."""
    for gap in (_SENTENCE_END, _SPACE):
        ends = [match.end() for match in gap.finditer(text, low, high)]
        if ends:
            return ends[-1]
    return high
