"""The State that asks, as the first answer of a form names it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp.countries import Sort, mentions
from nlp.reading import Evidence

if TYPE_CHECKING:
    from collections.abc import Collection

    from ingest.segment import Segment


def state(segment: Segment, found: Collection[str]) -> dict[str, tuple[Evidence, ...]]:
    """The States that an answer names, each with its words; empty where it names none.

    Args:
        segment: the answer.
        found: States that the reader takes for who asks; of several that are named these count,
            else the first.

    """
    named: dict[str, tuple[Evidence, ...]] = {}
    for one in mentions(segment.text):
        if one.sort in {Sort.NAME, Sort.FLAG}:
            quote = segment.text[one.start : one.end]
            where = Evidence(passage=segment.id, start=one.start, end=one.end, quote=quote)
            named[one.code] = (*named.get(one.code, ()), where)
    meant = [code for code in named if code in found] or list(named)[:1]
    return {code: named[code] for code in meant}
