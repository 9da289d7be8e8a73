"""Where an offset meets a page: proposals of the reading become what drafts say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest import places
from ingest.withheld import without_unread
from nlp.reading import Band
from store.content import Amount, Content, Criterion, Evidence, Facts, Theme

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ingest.segment import Segment
    from nlp.reading import Evidence as Found
    from nlp.reading import Facts as FoundFacts
    from nlp.reading import Proposal, Reading


def draft_from(segments: Sequence[Segment], reading: Reading) -> tuple[Content, ...]:
    """Turn the proposals of a reading into contents of drafts, in the order of the reading.

    Args:
        segments: What was read; passage n of the reading is segment n.
        reading: What was understood.

    """
    where = _Places(segments)
    shown = {found.kind: found.evidence for found in reading.kinds}
    return tuple(
        _content(without_unread(proposal, segments), where, shown.get(proposal.kind, ()))
        for proposal in reading.proposals
    )


class _Places:
    """Knows the file and page of each segment, and how well its words could be recognised."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments

    def evidence(self, found: Found) -> Evidence:
        segment = self._segments[found.passage]
        return Evidence(
            segment=segment.id,
            start=found.start,
            end=found.end,
            quote=found.quote,
            confidence=found.confidence,
            name=segment.name,
            page=segment.page,
            legible=round(places.legible(places.within(segment.words, found.start, found.end)), 3),
        )

    def all(self, found: Iterable[Found]) -> tuple[Evidence, ...]:
        return tuple(self.evidence(one) for one in found)

    def by_name(self, found: Mapping[str, Iterable[Found]]) -> dict[str, tuple[Evidence, ...]]:
        return {name: self.all(items) for name, items in found.items()}


def _band(proposal: Proposal, shown: Iterable[Evidence]) -> str:
    """As the reader gives it, but never surer than the words it rests on could be recognised."""
    quotes = tuple(shown)
    length = sum(len(one.quote) for one in quotes)
    if length and sum(one.legible * len(one.quote) for one in quotes) < places.LEGIBLE * length:
        return str(Band.UNSURE)
    return str(proposal.band)


def _content(proposal: Proposal, where: _Places, shown: Iterable[Found]) -> Content:
    return Content(
        kind=str(proposal.kind),
        confidence=proposal.confidence,
        band=_band(proposal, where.all(shown)),
        states=proposal.states,
        organisation=proposal.organisation,
        beneficiaries=proposal.beneficiaries,
        themes=_themes(proposal, where),
        criteria=_criteria(proposal, where),
        forms=proposal.forms,
        qualities=proposal.qualities,
        emergency=proposal.emergency,
        urgent=proposal.urgent,
        needs_state=proposal.needs_state,
        via=proposal.via,
        consent=proposal.consent,
        confidential=proposal.confidential,
        channelling=proposal.channelling,
        conditions=where.all(proposal.conditions),
        facts=_facts(proposal.facts),
        evidence=where.by_name(proposal.evidence) | _facts_evidence(proposal.facts, where),
    )


def _themes(proposal: Proposal, where: _Places) -> tuple[Theme, ...]:
    return tuple(
        Theme(id=theme.id, confidence=theme.confidence, evidence=where.all(theme.evidence))
        for theme in proposal.themes
    )


def _criteria(proposal: Proposal, where: _Places) -> tuple[Criterion, ...]:
    return tuple(
        Criterion(
            id=criterion.id,
            status=str(criterion.status),
            confidence=criterion.confidence,
            evidence=where.all(criterion.evidence),
            parts=where.by_name(criterion.parts),
        )
        for criterion in proposal.criteria
    )


def _facts(facts: FoundFacts) -> Facts:
    return Facts(
        contact=facts.contact,
        amounts=tuple(
            Amount(text=amount.text, value=amount.value, currency=amount.currency)
            for amount in facts.amounts
        ),
        start=facts.start,
        end=facts.end,
        duration=facts.duration,
        beneficiaries=facts.beneficiaries,
    )


def _facts_evidence(facts: FoundFacts, where: _Places) -> dict[str, tuple[Evidence, ...]]:
    """Evidence of facts, under names of their own so that no field of the draft is hidden."""
    found = {f"facts.{name}": items for name, items in where.by_name(facts.evidence).items()}
    if facts.amounts:
        found["facts.amounts"] = where.all(amount.evidence for amount in facts.amounts)
    return found
