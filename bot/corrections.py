"""What an officer's correction makes of a draft; pure functions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from bot.labels import area_ids
from store.content import BY_OFFICER, Criterion, Theme

if TYPE_CHECKING:
    from store.content import Content, Evidence

EVIDENCED: Final = "evidenced"


def with_kind(content: Content, kind: str) -> Content:
    """The same of another kind, which is now an officer's word and no longer a finding.

    What belongs to requests alone stays in the record, for whoever corrects it back.
    """
    if kind == content.kind:
        return content
    return replace(content, kind=kind, confidence=1.0, band=BY_OFFICER)


def with_areas(content: Content, chosen: frozenset[str]) -> Content:
    """The same with these areas; those that stay keep their evidence, new ones have none."""
    kept = tuple(theme for theme in content.themes if theme.id in chosen)
    there = {theme.id for theme in kept}
    new = [area for area in area_ids() if area in chosen - there]
    if not new and len(kept) == len(content.themes):
        return content
    themes = (*kept, *(Theme(id=area, confidence=1.0) for area in new))
    return replace(content, themes=themes, by_officer=_said(content, "themes"))


def areas_of(content: Content) -> frozenset[str]:
    """The areas that a draft has now."""
    return frozenset(theme.id for theme in content.themes)


def value_of(content: Content, field: str) -> Any:
    """What a field says; `facts.start` is one of the facts."""
    group, _, name = field.rpartition(".")
    return getattr(content.facts if group else content, name)


def with_value(content: Content, field: str, value: Any) -> Content:
    """The same with another value of a field; the quotes that showed the old one go.

    Where a State asks for itself, it still does so when it is corrected.
    """
    if value_of(content, field) == value:
        return content
    group, _, name = field.rpartition(".")
    evidence = {key: found for key, found in content.evidence.items() if key != field}
    made = replace(content, evidence=evidence, by_officer=_said(content, field))
    if group:
        return replace(made, facts=replace(made.facts, **{name: value}))
    if field == "states" and set(content.beneficiaries) == set(content.states):
        made = replace(made, beneficiaries=value)
    return replace(made, **{name: value})


def with_standing(content: Content, criterion_id: str, status: str) -> Content:
    """The same with a criterion that stands so by an officer's word.

    The quotes of its parts become its own where it is evidenced, since the officer speaks of the
    whole; otherwise nothing is said to show it any more.
    """
    before = criterion_of(content, criterion_id)
    if before.status == status and not before.parts and _name(criterion_id) in content.by_officer:
        return content
    return _with(content, _by_word(before, status, quotes_of(before)))


def with_proof(content: Content, criterion_id: str, proof: Evidence) -> Content:
    """The same with a criterion that is evidenced by these words of the letter."""
    before = criterion_of(content, criterion_id)
    known = [one for one in quotes_of(before) if _place(one) != _place(proof)]
    return _with(content, _by_word(before, EVIDENCED, (proof, *known)))


def criterion_of(content: Content, criterion_id: str) -> Criterion:
    """A criterion of a draft; one that was not read is not evidenced."""
    unread = Criterion(id=criterion_id, status="not_evidenced", confidence=0.0)
    return next((one for one in content.criteria if one.id == criterion_id), unread)


def quotes_of(criterion: Criterion) -> tuple[Evidence, ...]:
    """All that shows a criterion or a part of it, each place once."""
    found = [*criterion.evidence, *(one for part in criterion.parts.values() for one in part)]
    return tuple({_place(one): one for one in reversed(found)}.values())[::-1]


def _by_word(before: Criterion, status: str, quotes: tuple[Evidence, ...]) -> Criterion:
    evidence = quotes if status == EVIDENCED else ()
    return replace(before, status=status, confidence=1.0, evidence=evidence, parts={})


def _with(content: Content, made: Criterion) -> Content:
    there = any(one.id == made.id for one in content.criteria)
    criteria = tuple(made if one.id == made.id else one for one in content.criteria)
    if not there:
        criteria = (*criteria, made)
    return replace(content, criteria=criteria, by_officer=_said(content, _name(made.id)))


def _said(content: Content, field: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*content.by_officer, field)))


def _name(criterion_id: str) -> str:
    return f"criteria.{criterion_id}"


def _place(evidence: Evidence) -> tuple[str | None, int, int, int]:
    return evidence.message, evidence.segment, evidence.start, evidence.end
