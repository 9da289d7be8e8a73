"""Sentences as evidence: exact slices of their passages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp.reading import Evidence

if TYPE_CHECKING:
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
