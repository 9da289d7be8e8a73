"""Reads in which form support is sought or given, how fast, and which qualities it is to serve."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlp.money import amounts
from nlp.reading import Kind
from nlp.words import fold

if TYPE_CHECKING:
    from nlp.phrases import Hit
    from nlp.reading import Evidence
    from nlp.view import Clause, View

Found = dict[str, tuple["Evidence", ...]]

FORMS = ("technical", "material", "financial")
QUALITIES = ("fairness", "efficiency", "adaptability", "integrity")
#: words between a thing and the word that asks for it
_REACH = 9
_HAD_REACH = 4
_NO_REACH = 2
_BULLET = re.compile(r"\s*(?:[-*•–—·]|\(?[\w]{1,2}[.)])\s")
_MANY = 500
_NUMBER = re.compile(r"\d{1,3}(?:[\s.,’'٬\u00a0]\d{3})+(?!\d)|\d+")
_THOUSANDS = frozenset(
    fold(word)
    for word in (
        "thousand",
        "thousands",
        "mille",
        "milliers",
        "mil",
        "miles",
        "milhares",
        "ألف",
        "آلاف",
        "الف",
        "الاف",
        "тысяч",
        "тысячи",
        "тысяча",
        "тыс",
        "hundreds",
        "centenas",
        "сотни",
        "مئات",
    )
)


def forms(view: View, kind: Kind) -> Found:
    """Forms with the clauses that ask for them (request) or give them (offer)."""
    ask = "offers.give" if kind is Kind.OFFER else "forms.want"
    found = {form: _clauses(view, form, ask) for form in FORMS}
    if not found["technical"]:
        found["technical"] = tuple(
            clause.evidence() for clause in view.clauses if clause.has("forms.technical")
        )[:1]
    if kind is Kind.OFFER:
        found["financial"] += _sums(view)
    return {form: shown for form, shown in found.items() if shown}


def _sums(view: View) -> tuple[Evidence, ...]:
    """Sums of money in an offer: they are given more often than they are told of."""
    said = tuple(clause.evidence() for clause in view.clauses if clause.has("forms.sum"))
    return (*(sum_.evidence for sum_ in amounts(view)), *said)


def _clauses(view: View, form: str, ask: str) -> tuple[Evidence, ...]:
    return tuple(clause.evidence() for clause in view.clauses if _wanted(clause, form, ask))


def qualities(view: View) -> Found:
    """The four qualities where their words stand."""
    return {
        quality: shown
        for quality in QUALITIES
        if (
            shown := tuple(
                clause.evidence() for clause in view.clauses if clause.has(f"forms.{quality}")
            )
        )
    }


def urgent(view: View, kind: Kind) -> tuple[Evidence, ...]:
    """Clauses that press for time; `this week` does only where support is asked for."""
    return tuple(
        clause.evidence()
        for clause in view.clauses
        if clause.has("forms.urgent")
        or (kind is Kind.REQUEST and clause.has("forms.soon") and clause.has("forms.want"))
    )


def emergency(view: View) -> tuple[Evidence, ...]:
    """Sentences beside each other that tell of many people, within days, on the move."""
    rows = view.clauses
    return tuple(
        one.evidence()
        for at, one in enumerate(rows)
        if _many(one)
        and one.has("forms.crowd", "forms.mass")
        and all(
            any(near.has(cue) for near in rows[max(at - 1, 0) : at + 2] if near.leaf is one.leaf)
            for cue in ("forms.crowd", "forms.mass")
        )
    )


def _wanted(clause: Clause, form: str, ask: str) -> bool:
    asks = clause.cues.get(ask, ())
    return any(
        not _had(clause, thing)
        and (
            any(abs(thing.first - one.first) <= _REACH for one in asks if one != thing)
            or (form == "material" and _counted(clause, thing))
        )
        for thing in clause.cues.get(f"forms.{form}", ())
    )


def _had(clause: Clause, thing: Hit) -> bool:
    """It is there already, or is not wanted."""
    return any(
        0 < thing.first - cue.last <= reach
        for group, reach in (("forms.have", _HAD_REACH), ("channelling.rather", _NO_REACH))
        for cue in clause.cues.get(group, ())
        if thing.group != "forms.technical"
    )


def _counted(clause: Clause, thing: Hit) -> bool:
    """`four tablets`, or a thing at the head of a list item."""
    row = clause.leaf.row
    before = row[max(thing.first - 2, clause.first) : thing.first]
    return any(word.raw.isdigit() for word in before) or (
        thing.first <= clause.first + 1
        and _BULLET.match(clause.leaf.text, clause.start) is not None
    )


def _many(clause: Clause) -> bool:
    text = clause.leaf.text[clause.start : clause.end]
    numbers = (int(re.sub(r"\D", "", match.group())[:9]) for match in _NUMBER.finditer(text))
    if any(number >= _MANY and not _is_year(number) for number in numbers):
        return True
    row = clause.leaf.row[clause.first : clause.last]
    return any(word.key in _THOUSANDS for word in row)


def _is_year(number: int) -> bool:
    return 1950 <= number <= 2100  # noqa: PLR2004 - years of our time
