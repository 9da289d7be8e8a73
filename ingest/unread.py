"""A request put together from answers alone, where the text could not be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest import guided
from nlp.criteria import criteria
from nlp.reading import Band, CriterionFinding, Kind, KindFinding, Proposal, Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.segment import Segment


def request(segments: Sequence[Segment]) -> Reading | None:
    """A reading that found nothing, for the answers to be put into; None where there are none."""
    if not guided.is_guided(segments):
        return None
    book = criteria()
    standing = tuple(
        CriterionFinding(id=one.id, status=one.standing(parts=(), areas=()), confidence=0.0)
        for one in book.all
    )
    return Reading(
        language="und",
        languages=(),
        passage_languages=(),
        kinds=(KindFinding(kind=Kind.REQUEST, confidence=1.0, band=Band.SURE),),
        proposals=(Proposal(kind=Kind.REQUEST, confidence=1.0, band=Band.SURE, criteria=standing),),
        unread=tuple(range(len(segments))),
        model_version="",
        taxonomy_version="",
        criteria_version=book.version,
    )
