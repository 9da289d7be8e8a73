"""Sentences as evidence: exact slices of their passages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp.reading import Evidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlp.reading import Passage
    from nlp.sentence import Sentence


def evidence_of(sentence: Sentence, confidence: float) -> Evidence:
    """The sentence at its place, as sure as is said."""
    return Evidence(
        passage=sentence.passage,
        start=sentence.start,
        end=sentence.end,
        quote=sentence.text,
        confidence=min(1.0, max(0.0, confidence)),
    )


def side_by_side(quotes: Sequence[Evidence], passages: Sequence[Passage]) -> tuple[Evidence, ...]:
    """Two sentences as one piece where the second goes on right after the first.

    Args:
        quotes: two at most, the one that says it most first.
        passages: what they are slices of.

    """
    if len(quotes) < 2:  # noqa: PLR2004 - a pair
        return tuple(quotes)
    first, last = sorted(quotes, key=lambda quote: (quote.passage, quote.start))
    text = passages[first.passage].text
    gap = text[first.end : last.start]
    # a blank line begins another thought
    if first.passage != last.passage or gap.strip() or gap.count("\n") > 1:
        return tuple(quotes)
    return (
        Evidence(
            passage=first.passage,
            start=first.start,
            end=last.end,
            quote=text[first.start : last.end],
            confidence=max(first.confidence, last.confidence),
        ),
    )
