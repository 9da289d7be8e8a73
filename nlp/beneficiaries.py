"""Tells which States an offer is meant for; a request is for the States that make it.

States in one list share what is said of the list. The weights are data (`actors.toml`).
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

from nlp.actors import weights
from nlp.around import kind_of, signs_around, zone_of
from nlp.lists import lists
from nlp.reading import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp.countries import Mention
    from nlp.reading import Evidence
    from nlp.view import Clause, Leaf, View

#: words around a list of States in which a cue touches it, and before it at a sentence's head
_NEAR = 6
_OPENS = 1
#: words after a State in which it is itself the one that gives: `Georgia stands ready to`
_GIVER = 2
#: signs that say another thing of a town than of a State
_BY_KIND = frozenset({"bare", "give", "origin", "self", "head", "near_give"})

Marks = dict[str, dict[str, float]]


def marks(view: View, speakers: Sequence[str]) -> tuple[Marks, dict[str, list[Evidence]]]:
    """Signs of each State named beside the speakers, and where it is named."""
    found: Marks = defaultdict(lambda: defaultdict(float))
    shown: dict[str, list[Evidence]] = defaultdict(list)
    for clause, group in _groups(view):
        signs = set(_signs(clause, group))
        for mention in group:
            if mention.code in speakers:
                continue
            kind = kind_of(mention)
            around = [f"{sign}_{kind}" for sign in signs & _BY_KIND]
            for sign in (*signs, *around, kind):
                found[mention.code][sign] = 1.0
            shown[mention.code].append(clause.leaf.evidence(mention.start, mention.end))
    if len(found) == 1:
        next(iter(found.values()))["sole"] = 1.0
    if not speakers:
        for signs_ in found.values():
            signs_["no_speaker"] = 1.0
    return found, shown


def _groups(view: View) -> Iterator[tuple[Clause, list[Mention]]]:
    """Lists of States in sentences; signatures name nobody that benefits."""
    for clause in view.clauses:
        if clause.leaf.role is not Role.SIGNATURE:
            inside = [one for one in clause.leaf.states if clause.start <= one.start < clause.end]
            for group in lists(clause.leaf.text, inside):
                yield clause, group


def _signs(clause: Clause, group: Sequence[Mention]) -> Iterator[str]:
    leaf: Leaf = clause.leaf
    yield zone_of(leaf, group[0].start)
    if len(group) > 1:
        yield "listed"
    for cue in ("give", "past", "topic", "limit", "except"):
        if clause.has(f"offers.{cue}"):
            yield cue
    first, last = leaf.word_at(group[0].start), leaf.word_at(group[-1].end) - 1
    around = signs_around(leaf, first, last)
    yield from around
    if "aim" not in around:
        yield "bare"
    if first - clause.first <= _OPENS:
        yield "opens"
    yield from _signs_near(clause, first, last)


def _signs_near(clause: Clause, first: int, last: int) -> Iterator[str]:
    """Cues near words `first` to `last`; what gives before a State gives to it, after it is its."""
    for cue in ("give", "topic", "except"):
        hits = clause.cues.get(f"offers.{cue}", ())
        before = any(first - _NEAR <= hit.last < first for hit in hits)
        if before or any(last < hit.first <= last + _NEAR for hit in hits):
            yield f"near_{cue}"
        if cue == "give" and before:
            yield "give_then"
        if cue == "give" and any(last < hit.first <= last + _GIVER for hit in hits):
            yield "then_give"


def beneficiaries(found: Marks) -> tuple[tuple[str, float], ...]:
    """States that the offer names as its aim, with confidence, in the order of the text."""
    table = weights("beneficiary")
    sure = {
        code: 1 / (1 + math.exp(-table["base"] - sum(table.get(sign, 0.0) for sign in signs)))
        for code, signs in found.items()
    }
    return tuple((code, value) for code, value in sure.items() if value >= table["least"])
