"""Tells which States an offer is meant for; a request is for the States that make it.

States in one list share what is said of the list. The weights are data (`actors.toml`).
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from typing import TYPE_CHECKING

from nlp.actors import kind_of, signs_around, weights, zone_of
from nlp.reading import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp.countries import Mention
    from nlp.reading import Evidence
    from nlp.view import Clause, Leaf, View

#: what stands between two members of a list
_BETWEEN = re.compile(
    r"[\s,;،؛/()•\-–]*(?:(?:and|or|et|ou|y|e|o|и|или|و|أو|as well as|ainsi que|así como|bem como"
    r"|а также)\b)?\s*(?:(?:the|la|le|les|el|los|las|l|a|o|as|os|da|do|de|du|des|del|au|aux|to"
    r"|for|pour|para|для|в|из|на)\b[’']?\s*){0,2}",
    re.IGNORECASE,
)
_WIDEST_BETWEEN = 24

Marks = dict[str, dict[str, float]]


def marks(view: View, speakers: Sequence[str]) -> tuple[Marks, dict[str, list[Evidence]]]:
    """Signs of each State named beside the speakers, and where it is named."""
    found: Marks = defaultdict(lambda: defaultdict(float))
    shown: dict[str, list[Evidence]] = defaultdict(list)
    for clause in view.clauses:
        if clause.leaf.role is Role.SIGNATURE:
            continue
        inside = [one for one in clause.leaf.states if clause.start <= one.start < clause.end]
        for group in _lists(clause.leaf.text, inside):
            signs = set(_signs(clause, group))
            for mention in group:
                if mention.code in speakers:
                    continue
                for sign in (*signs, kind_of(mention)):
                    found[mention.code][sign] = 1.0
                shown[mention.code].append(clause.leaf.evidence(mention.start, mention.end))
    return found, shown


def _lists(text: str, inside: Sequence[Mention]) -> Iterator[list[Mention]]:
    group: list[Mention] = []
    for mention in inside:
        if group and not _goes_on(text, group[-1], mention):
            yield group
            group = []
        group.append(mention)
    if group:
        yield group


def _goes_on(text: str, left: Mention, right: Mention) -> bool:
    between = text[left.end : right.start]
    return len(between) <= _WIDEST_BETWEEN and _BETWEEN.fullmatch(between) is not None


def _signs(clause: Clause, group: Sequence[Mention]) -> Iterator[str]:
    leaf: Leaf = clause.leaf
    yield zone_of(leaf, group[0].start)
    if len(group) > 1:
        yield "listed"
    for cue in ("give", "past", "topic", "limit"):
        if clause.has(f"offers.{cue}"):
            yield cue
    first, last = leaf.word_at(group[0].start), leaf.word_at(group[-1].end) - 1
    yield from signs_around(leaf, first, last)


def beneficiaries(found: Marks) -> tuple[tuple[str, float], ...]:
    """States that the offer names as its aim, with confidence, in the order of the text."""
    table = weights("beneficiary")
    sure = {
        code: 1 / (1 + math.exp(-table["base"] - sum(table.get(sign, 0.0) for sign in signs)))
        for code, signs in found.items()
    }
    return tuple((code, value) for code, value in sure.items() if value >= table["least"])
