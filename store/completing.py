"""What a draft says once another message is read into it; pure functions over contents.

Nothing that is there is overwritten, and nothing that an officer decided is touched: what was
missing turns over, what is new is added, and what differs is named for officers to decide.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from store.content import Amount, Evidence, Facts, Theme

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from store.content import Content, Criterion, Source

#: fields that are filled where they are empty
_FIELDS: Final = (
    "states", "organisation", "beneficiaries", "forms", "qualities", "via", "consent", "channelling"
)  # fmt: skip
#: the same among the facts
_FACTS: Final = ("contact", "start", "end", "duration", "beneficiaries")
_EVIDENCED: Final = "evidenced"
_ASKED: Final = (_EVIDENCED, "not_evidenced")


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What another message brought, as names of criteria and fields."""

    evidenced: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything was added."""
        return bool(self.evidenced or self.filled)


def completed(
    content: Content, more: Content, source: Source, *, decided: Collection[str] = ()
) -> tuple[Content, Changes]:
    """A content with what another message adds to it, and what that is.

    Args:
        content: what the draft says.
        more: what the other message says, read as one of the same kind.
        source: the other message; its evidence is marked with it.
        decided: names of fields that officers have corrected.

    """
    more = marked(more, source)
    criteria, evidenced = _criteria(content, more, decided)
    fields, differing = _fields(content, more, decided)
    facts, new_facts, other_facts = _facts(content.facts, more.facts, decided)
    values: dict[str, object] = {**fields}
    if not content.themes and more.themes and "themes" not in decided:
        values["themes"] = more.themes
    conditions = _new_conditions(content, more)
    if conditions and "conditions" not in decided:
        values["conditions"] = (*content.conditions, *conditions)
    if more.confidential and not content.confidential and "confidential" not in decided:
        values["confidential"] = True
    filled = (*values, *(f"facts.{name}" for name in new_facts))
    evidence = _evidence(content, more, filled)
    changes = Changes(
        evidenced=evidenced,
        filled=filled,
        differing=(*differing, *(f"facts.{name}" for name in other_facts)),
    )
    known = replace(
        source,
        evidenced=changes.evidenced,
        filled=changes.filled,
        differing=changes.differing,
    )
    made = replace(content, **values)  # type: ignore[arg-type]  # names of its own fields
    return replace(
        made,
        criteria=criteria,
        facts=facts,
        evidence=evidence,
        sources=(*content.sources, *more.sources, known),
    ), changes


def marked(content: Content, source: Source) -> Content:
    """The same, each quote of its own letter marked as standing in that message."""

    def all_(found: Iterable[Evidence]) -> tuple[Evidence, ...]:
        return tuple(
            one if one.message else replace(one, message=source.message, ref=source.ref)
            for one in found
        )

    return replace(
        content,
        themes=tuple(replace(one, evidence=all_(one.evidence)) for one in content.themes),
        criteria=tuple(
            replace(
                one,
                evidence=all_(one.evidence),
                parts={part: all_(found) for part, found in one.parts.items()},
            )
            for one in content.criteria
        ),
        conditions=all_(content.conditions),
        evidence={field: all_(found) for field, found in content.evidence.items()},
    )


def of_own_letter(content: Content) -> Content:
    """The same without areas that only other messages show: what its own letter says."""
    return replace(content, themes=tuple(filter(_is_own, content.themes)))


def _is_own(theme: Theme) -> bool:
    return not theme.evidence or any(one.message is None for one in theme.evidence)


def _criteria(
    content: Content, more: Content, decided: Collection[str]
) -> tuple[tuple[Criterion, ...], tuple[str, ...]]:
    if "criteria" in decided:
        return content.criteria, ()
    new = {one.id: one for one in more.criteria}
    found = tuple(
        one if f"criteria.{one.id}" in decided else _criterion(one, new.pop(one.id, None))
        for one in content.criteria
    )
    changed = tuple(
        name
        for one, before in zip(found, content.criteria, strict=True)
        for name in _shown_now(one, before)
    )
    there = {one.id for one in content.criteria}
    added = tuple(one for one in more.criteria if one.id not in there and one.status == _EVIDENCED)
    return (*found, *added), (*changed, *(one.id for one in added))


def _criterion(before: Criterion, more: Criterion | None) -> Criterion:
    """One that turns over, or of which a further part is shown."""
    if more is None or (more.status != _EVIDENCED and before.status not in _ASKED):
        # of what is not asked for, only the whole counts
        return before
    shown = {part for part, found in before.parts.items() if found}
    new = {part: found for part, found in more.parts.items() if found and part not in shown}
    parts = {**before.parts, **new}
    if more.status != _EVIDENCED or before.status == _EVIDENCED:
        return replace(before, parts=parts)
    return replace(
        before,
        status=_EVIDENCED,
        confidence=max(before.confidence, more.confidence),
        evidence=(*before.evidence, *more.evidence),
        parts=parts,
    )


def _shown_now(criterion: Criterion, before: Criterion) -> list[str]:
    """Its id where it has turned over, else the further parts of it that are shown."""
    if criterion.status != before.status:
        return [criterion.id]
    return [
        f"{criterion.id}.{part}"
        for part, found in criterion.parts.items()
        if found and not before.parts.get(part)
    ]


def _fields(
    content: Content, more: Content, decided: Collection[str]
) -> tuple[dict[str, object], tuple[str, ...]]:
    filled: dict[str, object] = {}
    differing: list[str] = []
    for name in _FIELDS:
        there, new = getattr(content, name), getattr(more, name)
        if _is_nothing(new) or there == new:
            continue
        if _is_nothing(there) and name not in decided:
            filled[name] = new
        elif name in {"consent", "channelling"}:
            differing.append(name)
    return filled, tuple(differing)


def _facts(
    facts: Facts, more: Facts, decided: Collection[str]
) -> tuple[Facts, tuple[str, ...], tuple[str, ...]]:
    values: dict[str, str] = {}
    differing: list[str] = []
    if {"facts"} & set(decided):
        return facts, (), ()
    for name in _FACTS:
        there, new = getattr(facts, name), getattr(more, name)
        if not new or there == new:
            continue
        if there or f"facts.{name}" in decided:
            differing.append(name)
        else:
            values[name] = new
    amounts = _new_amounts(facts, more)
    if "facts.amounts" in decided:
        amounts = ()
    made = Facts(
        contact=values.get("contact", facts.contact),
        amounts=(*facts.amounts, *amounts),
        start=values.get("start", facts.start),
        end=values.get("end", facts.end),
        duration=values.get("duration", facts.duration),
        beneficiaries=values.get("beneficiaries", facts.beneficiaries),
    )
    return made, (*values, *(["amounts"] if amounts else [])), tuple(differing)


def _new_amounts(facts: Facts, more: Facts) -> tuple[Amount, ...]:
    there = {one.text for one in facts.amounts} | {
        (one.value, one.currency) for one in facts.amounts if one.value is not None
    }
    return tuple(
        one
        for one in more.amounts
        if one.text not in there and (one.value, one.currency) not in there
    )


def _new_conditions(content: Content, more: Content) -> tuple[Evidence, ...]:
    there = {" ".join(one.quote.split()) for one in content.conditions}
    return tuple(one for one in more.conditions if " ".join(one.quote.split()) not in there)


def _evidence(
    content: Content, more: Content, filled: Collection[str]
) -> dict[str, tuple[Evidence, ...]]:
    """The quotes of the fields that were filled, beside those that are there."""
    new = {
        name: (*content.evidence.get(name, ()), *found)
        for name, found in more.evidence.items()
        if name in filled and found
    }
    return {**content.evidence, **new}


def _is_nothing(value: object) -> bool:
    return value is None or value in ((), "")
