"""Finds the limits that a writer sets on what is asked or offered, as clauses in the own words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlp.reading import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp.reading import Evidence
    from nlp.view import Clause, View

#: a sentence is cut here into the limits that it lists
_CUT = re.compile(r"[;؛]|\n\s*[-•–*]")
_LONGEST = 300
_MOST = 8


def conditions(view: View, kind: Kind) -> tuple[Evidence, ...]:
    """Limits of an offer; of a request only those that stand apart from what it describes."""
    if kind is not Kind.OFFER:
        return ()
    found = [
        piece
        for clause in view.clauses
        if clause.has("conditions.limit") and clause.start >= clause.leaf.head / 2
        for piece in _pieces(clause)
    ]
    return tuple(found[:_MOST])


def _pieces(clause: Clause) -> Iterator[Evidence]:
    limits = [clause.leaf.row[hit.first].start for hit in clause.cues["conditions.limit"]]
    start = clause.start
    cuts = [match.start() for match in _CUT.finditer(clause.leaf.text, clause.start, clause.end)]
    for end in (*cuts, clause.end):
        if end - start <= _LONGEST and any(start <= limit < end for limit in limits):
            shown = clause.leaf.evidence(start, end)
            bare = shown.quote.lstrip("-•–*;؛ ")
            if bare:
                skipped = len(shown.quote) - len(bare)
                yield clause.leaf.evidence(shown.start + skipped, shown.end)
        start = end
