"""Tells which dates and spans of a text are those of the support; the letter's own date is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nlp.dates import days, spans
from nlp.reading import Evidence, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp.dates import Day
    from nlp.view import Clause, Leaf, View


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """ISO days and a duration as written."""

    start: str | None = None
    end: str | None = None
    duration: str | None = None
    evidence: dict[str, tuple[Evidence, ...]] = field(default_factory=dict)


def read(view: View, kind: Kind) -> Schedule:
    """The first start, end and duration that stand beside what is asked or offered."""
    cue = "offers.give" if kind is Kind.OFFER else "forms.want"
    shown: dict[str, tuple[Evidence, ...]] = {}
    found: dict[str, str] = {}
    for leaf in view.own():
        own = _letter_dates(leaf)
        for day in days(leaf.text):
            name = day.lead
            if not name or name in found or _in_block(leaf, day) or day.last <= max(own, default=day.first.min):
                continue
            found[name] = (day.first if name == "start" else day.last).isoformat()
            shown[name] = (leaf.evidence(day.start, day.end),)
    for place in _durations(view, cue):
        found["duration"], shown["duration"] = place.quote, (place,)
        break
    return Schedule(
        start=found.get("start"),
        end=found.get("end"),
        duration=found.get("duration"),
        evidence=shown,
    )


def _letter_dates(leaf: Leaf) -> list:
    return [day.first for day in days(leaf.text) if _in_block(leaf, day) and not day.lead]


def _in_block(leaf: Leaf, day: Day) -> bool:
    return day.start < leaf.head or day.start >= leaf.foot


def _durations(view: View, cue: str) -> Iterator[Evidence]:
    for clause in view.clauses:
        if not clause.has(cue, "forms.technical", "conditions.limit"):
            continue
        text = clause.leaf.text[clause.start : clause.end]
        for start, end in spans(text):
            yield clause.leaf.evidence(clause.start + start, clause.start + end)
