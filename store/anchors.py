"""Quotes of a letter that was read anew: each is found again in its new text, or goes.

Nothing here touches the database.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from store.content import Content, Criterion, Evidence, Source
    from store.model import StoredSegment

_CRITERION = "criteria."


@dataclass(frozen=True, slots=True)
class Anchors:
    """Where quotes stand in the new text of their letter."""

    segments: Sequence[StoredSegment]

    def of(self, content: Content) -> Content:
        """The same content, its own letter's quotes at their new places; other letters' stay."""
        return replace(
            content,
            themes=tuple(replace(one, evidence=self._all(one.evidence)) for one in content.themes),
            criteria=tuple(map(self._criterion, content.criteria)),
            conditions=self._all(content.conditions),
            evidence={name: self._all(found) for name, found in content.evidence.items()},
        )

    def _criterion(self, criterion: Criterion) -> Criterion:
        return replace(
            criterion,
            evidence=self._all(criterion.evidence),
            parts={part: self._all(found) for part, found in criterion.parts.items()},
        )

    def _all(self, found: Iterable[Evidence]) -> tuple[Evidence, ...]:
        return tuple(one for one in map(self._one, found) if one is not None)

    def _one(self, quote: Evidence) -> Evidence | None:
        if quote.message is not None:
            return quote
        # its own page first, and there its own place
        near = sorted(
            self.segments, key=lambda one: (one.name, one.page) != (quote.name, quote.page)
        )
        for segment in near:
            start = quote.start
            if segment.text[start : quote.end] != quote.quote:
                start = segment.text.find(quote.quote)
            if start >= 0:
                return replace(
                    quote,
                    segment=segment.index,
                    start=start,
                    end=start + len(quote.quote),
                    name=segment.name,
                    page=segment.page,
                )
        return None


def brought(sources: Iterable[Source]) -> frozenset[str]:
    """The fields that other letters filled or showed, named as corrections name them."""
    fields: set[str] = set()
    for one in sources:
        fields |= set(one.filled)
        fields |= {_CRITERION + name.partition(".")[0] for name in one.evidenced}
    return frozenset(fields)


def kept(new: Content, old: Content, fields: Collection[str]) -> Content:
    """A new content with what stands in some fields of the old one.

    Args:
        new: what the letter says as read anew.
        old: what the draft said, its quotes at their new places.
        fields: that officers corrected or other letters filled.

    """
    facts = new.facts
    values: dict[str, object] = {}
    evidence = dict(new.evidence)
    for field in fields:
        group, _, name = field.rpartition(".")
        if field.startswith(_CRITERION):
            continue
        if group == "facts":
            facts = replace(facts, **{name: getattr(old.facts, name)})
        elif field != "kind":
            values[field] = getattr(old, field)
        evidence.pop(field, None)
        if field in old.evidence:
            evidence[field] = old.evidence[field]
    if "states" in values and set(old.beneficiaries) == set(old.states):
        # a State that asks for itself still does so
        values["beneficiaries"] = old.beneficiaries
    made = replace(new, **values)  # type: ignore[arg-type]  # names of its own fields
    return replace(
        made,
        facts=facts,
        evidence=evidence,
        criteria=_criteria(made.criteria, old.criteria, fields),
        sources=old.sources,
        by_officer=old.by_officer,
    )


def _criteria(
    new: Sequence[Criterion], old: Sequence[Criterion], fields: Collection[str]
) -> tuple[Criterion, ...]:
    if "criteria" in fields:
        return tuple(old)
    stays = {one.id: one for one in old if _CRITERION + one.id in fields}
    there = {one.id for one in new}
    return (
        *(stays.get(one.id, one) for one in new),
        *(one for one in stays.values() if one.id not in there),
    )
