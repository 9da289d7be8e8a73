"""Finds the authority or organisation that writes, as written; who passes it on, `relay.py`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlp import bodynames
from nlp.reading import Evidence, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp.reading import Circumstances
    from nlp.view import Leaf, View

_LINE = re.compile(r"[^\n]+")
#: a longer line that the next one goes on with is running text
_FULL_LINE = 60
_LONGEST_SENDER = 200
#: reference, date, recipient or salutation: the letterhead is over
_ADDRESS = re.compile(
    r"\d{4,}|\b(?:ref|réf|objet|subject|asunto|assunto|dear|madam[e]?|monsieur|estimad[oa]s?)\b"
    r"|\b(?:senhor(?:a|es|as)?|señor(?:a|es|as)?|уважаем\w+)\b|الموضوع|\bтема\b|السلام عليكم"
    r"|^\s*(?:to|à|a|au|aux|al|ao|إلى|кому|в)\b|acsg|asylum capacity|capacité d|capacidad de"
    r"|capacidade de",
    re.IGNORECASE,
)
#: how much a place speaks for a body
_HEAD, _FOOT, _SENDER, _BEHALF, _TEXT, _SHORT = 3.0, 2.0, 1.6, 1.2, 0.0, -2.0
#: and what its name says for or against it
_SORTS = {
    "asylum": 1.5,
    "ministry": -0.5,
    "mission": -2.5,
    "inner": -3.0,
    "parent": 1.6,
    "government": -1.0,
}
#: words before a body in running text that make it the one that speaks
_BEFORE = 4

_Found = tuple[float, str, Evidence | None]


def organisation(view: View, about: Circumstances) -> tuple[str | None, tuple[Evidence, ...]]:
    """The body that asks or offers: letterhead, signature, sender's name, then the text."""
    found = [one for leaf in view.leaves for one in _of_leaf(leaf)]
    found += _of_sender(view, about)
    if not found:
        return None, ()
    _, name, shown = max(found, key=lambda one: one[0])
    return name, (shown,) if shown else ()


def _of_leaf(leaf: Leaf) -> Iterator[_Found]:
    places = (
        *((_HEAD, low, high) for low, high in in_head(leaf)),
        *((_FOOT, low, high) for low, high in in_foot(leaf)),
        *_in_text(leaf),
    )
    for weight, low, high in places:
        shown = leaf.evidence(low, high)
        if not bodynames.is_sort(shown.quote, "addressee"):
            yield _weigh(shown.quote, weight), shown.quote, shown


def _weigh(name: str, weight: float) -> float:
    """A parent body counts as such only where the writer's block names it."""
    sorts = _SORTS if weight > 0 else {**_SORTS, "parent": 0.0}
    return weight + sum(much for sort, much in sorts.items() if bodynames.is_sort(name, sort))


def _of_sender(view: View, about: Circumstances) -> Iterator[_Found]:
    """The display name where it is a body's; evidence where the text has it too."""
    sender = (about.sender_name or "")[:_LONGEST_SENDER]
    for low, high in bodynames.in_line(sender, 0):
        name = sender[low:high]
        if bodynames.is_sort(name, "addressee"):
            continue
        places = ((leaf, leaf.text.find(name)) for leaf in view.leaves)
        shown = (leaf.evidence(at, at + len(name)) for leaf, at in places if at >= 0)
        yield _weigh(name, _SENDER), name, next(shown, None)


def in_head(leaf: Leaf) -> Iterator[tuple[int, int]]:
    """Lines of a letterhead that name a body before the address begins."""
    lines = list(_LINE.finditer(leaf.text, 0, leaf.head))
    for match in lines:
        if _ADDRESS.search(match.group()) or _goes_on(leaf.text, match):
            break
        yield from bodynames.in_line(match.group(), match.start())


def in_foot(leaf: Leaf) -> Iterator[tuple[int, int]]:
    """Lines of the signature block, apart from the recipient's address at its end."""
    start = 0 if leaf.role is Role.SIGNATURE else max(leaf.foot, leaf.head)
    for match in _LINE.finditer(leaf.text, start):
        if bodynames.is_sort(match.group(), "addressee"):
            break
        if not _goes_on(leaf.text, match):
            yield from bodynames.in_line(match.group(), match.start())


def _goes_on(text: str, line: re.Match[str]) -> bool:
    """A full line that the next one goes on with in lower case: running text."""
    after = text[line.end() : line.end() + 2].strip()
    return len(line.group()) > _FULL_LINE and (after[:1].islower() or line.group().endswith(","))


def _in_text(leaf: Leaf) -> Iterator[tuple[float, int, int]]:
    for low, high in bodynames.in_text(leaf.text, leaf.row):
        at = leaf.word_at(low)
        before = leaf.row[max(at - _BEFORE, 0) : at]
        own = any(bodynames.is_sort(word.key, "speaks") for word in before)
        yield (_BEHALF if own else _TEXT), low, high
    for low, high in bodynames.short_names(leaf.row):
        yield _SHORT, low, high
