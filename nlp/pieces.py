"""Cuts a sentence at its semicolons, where it speaks of one matter after the other."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp.view import Clause

_CUT = re.compile(r"[;؛]\s")


def pieces(clause: Clause) -> Iterator[Clause]:
    """The parts between semicolons, each with its own cues; the whole where there are none."""
    text, start = clause.leaf.text, clause.start
    ends = [match.end() for match in _CUT.finditer(text, clause.start, clause.end)]
    for end in (*ends, clause.end):
        if end > start:
            yield _part(clause, start, end)
        start = end


def _part(clause: Clause, start: int, end: int) -> Clause:
    first = clause.leaf.word_at(start)
    last = bisect_left(clause.leaf.row, end, key=lambda word: word.start)
    cues = {
        group: inside
        for group, some in clause.cues.items()
        if (inside := tuple(hit for hit in some if first <= hit.first and hit.last < last))
    }
    return replace(clause, start=start, end=end, first=first, last=last, cues=cues)
