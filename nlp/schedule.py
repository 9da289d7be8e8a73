"""Tells which dates and spans of a text are those of the support; the letter's own date is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from nlp.dates import days, spans
from nlp.reading import Evidence, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp.dates import Day
    from nlp.view import Leaf, View


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
    for leaf, day in _led_days(view):
        if day.lead not in found:
            found[day.lead] = (day.first if day.lead == "start" else day.last).isoformat()
            shown[day.lead] = (leaf.evidence(day.start, day.end),)
    for place in _durations(view, cue):
        found["duration"], shown["duration"] = place.quote, (place,)
        break
    return Schedule(
        start=found.get("start"),
        end=found.get("end"),
        duration=found.get("duration"),
        evidence=shown,
    )


def _led_days(view: View) -> Iterator[tuple[Leaf, Day]]:
    """Days after a word such as `from` or `until`, in sentences and later than the letter."""
    for leaf in view.own():
        found = list(days(leaf.text))
        written = max((day.first for day in found if _in_block(leaf, day)), default=date.min)
        for day in found:
            if day.lead and not _in_block(leaf, day) and day.last > written:
                yield leaf, day


def _in_block(leaf: Leaf, day: Day) -> bool:
    return day.start < leaf.head or day.start >= leaf.foot


def _durations(view: View, cue: str) -> Iterator[Evidence]:
    for clause in view.clauses:
        if not clause.has(cue, "forms.technical", "conditions.limit"):
            continue
        text = clause.leaf.text[clause.start : clause.end]
        for start, end in spans(text):
            yield clause.leaf.evidence(clause.start + start, clause.start + end)
