"""Finds those that support is for as a text has them: `five officers`, `Peru and Chile`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp.countries import Sort
from nlp.lists import lists
from nlp.phrases import word_keys
from nlp.reading import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp.phrases import Hit
    from nlp.reading import Evidence
    from nlp.view import Clause, View

#: words between a number and those that it counts: `five new asylum officers`
_NEAR = 3
#: words before the number in which a word such as `train` makes them the served
_REACH = 6
#: what must speak for a group of people: it is led to, and the sentence asks or gives
_LEAST = 3


def served(
    view: View, kind: Kind, aims: Sequence[Evidence]
) -> tuple[str | None, tuple[Evidence, ...]]:
    """Those counted beside what is asked or given; of an offer else the States that it names."""
    cue = "offers.give" if kind is Kind.OFFER else "forms.want"
    found = [one for clause in view.clauses for one in _counted(clause, cue)]
    if found:
        weight, shown = max(found, key=lambda one: one[0])
        if weight >= _LEAST:
            return shown.quote, (shown,)
    listed = _together(view, aims) if kind is Kind.OFFER and aims else None
    return (listed.quote, (listed,)) if listed else (None, ())


def _counted(clause: Clause, cue: str) -> Iterator[tuple[int, Evidence]]:
    """Counted people of one sentence, with what speaks for them being served."""
    row = clause.leaf.row
    for people in clause.cues.get("served.people", ()):
        first = _number_before(clause, people)
        if first is None:
            continue
        led = [
            one for one in clause.cues.get("served.for", ()) if first - _REACH <= one.last < first
        ]
        had = [
            one for one in clause.cues.get("forms.have", ()) if first - _NEAR <= one.last < first
        ]
        weight = 2 * bool(led) + clause.has(cue) - 2 * bool(had)
        yield weight, clause.leaf.evidence(row[first].start, row[people.last].end)


def _number_before(clause: Clause, people: Hit) -> int | None:
    """The first word of the number that counts them."""
    row = clause.leaf.row
    first = None
    for at in range(people.first - 1, max(people.first - 1 - _NEAR, clause.first - 1), -1):
        if row[at].raw.isdigit() or row[at].key in word_keys("served.number"):
            first = at
        elif first is not None:
            break
    return first


def _together(view: View, aims: Sequence[Evidence]) -> Evidence | None:
    """The list of States, as written, that the first aim stands in; an adjective is no name."""
    first = aims[0]
    for leaf in view.leaves:
        for group in lists(leaf.text, leaf.states):
            starts = {mention.start for mention in group if mention.sort is not Sort.PEOPLE}
            if leaf.passage == first.passage and first.start in starts:
                return leaf.evidence(group[0].start, group[-1].end)
    return None
