"""Lines of a text joined to blocks that sentences are cut from; wrapped lines are one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

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


def blocks(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the text that hold whole sentences, in order, none over LONGEST_BLOCK."""
    begin, end, last = 0, 0, ""
    for start, stop in _lines(text):
        line = text[start:stop]
        if not (end > begin and _goes_on(last, line)):
            yield from _short(text, begin, end)
            begin = start
        end, last = stop, line
    yield from _short(text, begin, end)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the lines without quote marks and outer white space; empty lines included."""
    at = 0
    for line in text.splitlines(keepends=True):
        start = at + _QUOTE_MARKS.match(line).end()  # type: ignore[union-attr]  # it may be empty
        at += len(line)
        yield min(start, at), min(start, at) + len(text[start:at].rstrip())


def _goes_on(last: str, line: str) -> bool:
    """Whether a line continues the one before it."""
    if not last or not line or _ENDED.search(last) or _BULLET.match(line):
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
