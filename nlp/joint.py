"""Finds the States that write with one hand, where a text says that it is of several.

Only what binds them is told; who speaks is weighed in `actors.py`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlp.around import signs_around
from nlp.countries import Sort, mentions
from nlp.hosts import host_states
from nlp.lists import lists
from nlp.phrases import hits
from nlp.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp.countries import Mention
    from nlp.reading import Circumstances
    from nlp.view import Clause, Leaf, View

#: sentences before and after the one that says so
_BESIDE = 2
#: words between `on behalf of` at the head of a line and the State that signs
_SIGNED_NEAR = 6
_LONGEST_SUBJECT = 300
#: what begins a signature: a new line, or a gap between two columns
_COLUMN = re.compile(r"(?:\n|\s{3}|\t|\||[,،;]\s)[\s(«\"]{0,4}$")
_COLUMN_WIDTH = 12
_LINE = re.compile(r"[^\n]+")
#: said of a State that is not among those that write
_OTHERS = frozenset({"origin", "hosted", "elsewhere"})

#: sign -> groups of States that it binds
Bonds = list[tuple[str, frozenset[str]]]
#: signs that bind, the surest first
_SURENESS = ("signed", "subject", "said", "line", "list")
#: those that tell who writes even where another State seems to
_SURE = frozenset({"signed", "subject"})


def bonds(view: View, about: Circumstances) -> Bonds:
    """Groups of States that a text binds together, with what binds them."""
    found: Bonds = []
    for leaf in view.leaves:
        _add(found, "signed", _signed(leaf))
    said = [
        at for at, clause in enumerate(view.clauses) if clause.has("joint.letter", "joint.joins")
    ]
    subject = (about.subject or "")[:_LONGEST_SUBJECT]
    titled = any(hit.group == "joint.letter" for hit in hits(words(subject)))
    if not (said or titled):
        return found
    _add(found, "subject", _codes(mentions(subject)))
    name = mentions((about.sender_name or "")[:_LONGEST_SUBJECT])
    found.append(("home", frozenset(_codes(name) | set(host_states(about.sender_address)))))
    for at in said:
        _add(found, "said", _codes(_named(view.clauses[at])))
        for near in view.clauses[max(at - _BESIDE, 0) : at + _BESIDE + 1]:
            for group in _listed(near):
                _add(found, "list", group)
            found += [("beside", frozenset(group)) for group in _beside(near)]
    for leaf in view.leaves:
        for line in _LINE.finditer(leaf.text, 0, leaf.head):
            _add(found, "line", _codes(_within(leaf, *line.span())))
    return found


def hands(speaking: Sequence[str], found: Bonds) -> tuple[str, ...]:
    """The States that write with the surest speaker, itself first; the speakers where none do."""
    first = next(iter(speaking), None)
    for sign in _SURENESS:
        groups = [group for kind, group in found if kind == sign]
        bound = [group for group in groups if first in group]
        if bound and first is not None:
            return (first, *sorted(max(bound, key=len) - {first}))
        if sign in _SURE and len(groups) == 1:
            return tuple(sorted(groups[0]))
    beside = {code for kind, group in found if kind == "beside" for code in group}
    home = {code for kind, group in found if kind == "home" for code in group}
    if first is not None and beside - {first} and first in beside | home:
        return (first, *sorted((beside | home) - {first}))
    return tuple(speaking)


def _add(found: Bonds, sign: str, codes: set[str]) -> None:
    """One State alone is bound to nobody."""
    if len(codes) > 1:
        found.append((sign, frozenset(codes)))


def _codes(some: Sequence[Mention]) -> set[str]:
    return {mention.code for mention in some if mention.sort is not Sort.PEOPLE}


def _within(leaf: Leaf, start: int, end: int) -> list[Mention]:
    return [mention for mention in leaf.states if start <= mention.start < end]


def _named(clause: Clause) -> list[Mention]:
    """States of a sentence that no cue makes an origin, a host or an example."""
    return [
        mention
        for mention in _within(clause.leaf, clause.start, clause.end)
        if not _OTHERS & signs_around(clause.leaf, *_words_of(clause.leaf, mention, mention))
    ]


def _beside(clause: Clause) -> Iterator[set[str]]:
    """States that follow `we and`, or that sign or ask as well."""
    if clause.has("joint.joins"):
        yield _codes(_named(clause))
    leaf = clause.leaf
    befores = {hit.last for hit in clause.cues.get("joint.beside_us", ())}
    for group in lists(leaf.text, _within(leaf, clause.start, clause.end)):
        first, _ = _words_of(leaf, group[0], group[-1])
        if befores & {first - 1, first - 2}:
            yield _codes(group)


def _words_of(leaf: Leaf, first: Mention, last: Mention) -> tuple[int, int]:
    return leaf.word_at(first.start), leaf.word_at(last.end) - 1


def _listed(clause: Clause) -> Iterator[set[str]]:
    """Lists of States; one that follows `we and` is of the writer's side."""
    leaf = clause.leaf
    for group in lists(leaf.text, _within(leaf, clause.start, clause.end)):
        first, last = _words_of(leaf, group[0], group[-1])
        if not {"origin", "hosted"} & signs_around(leaf, first, last):
            yield _codes(group)


def _signed(leaf: Leaf) -> set[str]:
    """States for which somebody signs, each at the head of a line or column."""
    found = set()
    for hit in leaf.cues:
        start = leaf.row[hit.first].start
        if hit.group != "joint.signed_for" or not _begins(leaf.text, start):
            continue
        reach = leaf.row[hit.last + 1 : hit.last + 1 + _SIGNED_NEAR]
        if reach:
            line = leaf.text[start : reach[-1].end].split("\n", 1)[0]
            near = _within(leaf, start, start + len(line))
            found |= {near[0].code} if near and near[0].sort is not Sort.PEOPLE else set()
    return found


def _begins(text: str, at: int) -> bool:
    """Whether a line or column begins at a character."""
    return at == 0 or _COLUMN.search(text[max(at - _COLUMN_WIDTH, 0) : at]) is not None
