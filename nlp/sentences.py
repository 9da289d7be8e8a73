"""Passages cut into sentences within limits; what lies beyond the limits is told, not read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from nlp.blocks import blocks
from nlp.engine import sentence_spans
from nlp.sentence import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp.reading import Passage

#: characters; longer ones are cut at a space
LONGEST: Final = 1000
#: sentences of one message
MOST: Final = 2000

_LETTERS: Final = re.compile(r"[^\W\d_]")


def cut(
    passages: Sequence[Passage], *, most: int = MOST
) -> tuple[tuple[Sentence, ...], tuple[int, ...]]:
    """All sentences in order, and the numbers of the passages that were not read to their end."""
    found: list[Sentence] = []
    unread: list[int] = []
    for number, passage in enumerate(passages):
        for start, end in _spans(passage.text, is_set=passage.is_set):
            if len(found) == most:
                unread.append(number)
                break
            found.append(
                Sentence(
                    passage=number,
                    start=start,
                    end=end,
                    text=passage.text[start:end],
                    role=passage.role,
                )
            )
    return tuple(found), tuple(unread)


def _spans(text: str, *, is_set: bool) -> Iterator[tuple[int, int]]:
    for begin, end in blocks(text, is_set=is_set):
        for start, stop in sentence_spans(text[begin:end]):
            for piece_start, piece_end in _pieces(text, begin + start, begin + stop):
                if _LETTERS.search(text, piece_start, piece_end):
                    yield piece_start, piece_end


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span in pieces of at most LONGEST characters, cut at spaces where there are any."""
    while end - start > LONGEST:
        space = max(text.rfind(gap, start + 1, start + LONGEST) for gap in " \n")
        middle = space if space > start else start + LONGEST
        yield start, middle
        start = middle + (text[middle : middle + 1].isspace())
    if end > start:
        yield start, end
