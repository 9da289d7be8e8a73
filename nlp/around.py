"""What stands around the name of a State: its place in the letter, the cues of `states.toml`."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from nlp.countries import Mention, Sort
from nlp.phrases import word_keys
from nlp.reading import Role

if TYPE_CHECKING:
    from nlp.phrases import Hit
    from nlp.view import Leaf

#: words around a mention in which a cue touches it
_NEAR = 5
_JOINT_NEAR = 12
#: cues that touch a mention from further away, with their reach
_LOOSE = {"self": _NEAR, "bodies.joint": _JOINT_NEAR}


def kind_of(mention: Mention) -> str:
    """name, people or place; flags and bodies are as good as names."""
    return "name" if mention.sort in {Sort.NAME, Sort.FLAG, Sort.BODY} else mention.sort.value


def zone_of(leaf: Leaf, at: int) -> str:
    """Where in a passage a character stands: head, body or foot."""
    if leaf.role is Role.SIGNATURE or at >= leaf.foot:
        return "foot"
    return "head" if at < leaf.head else "body"


def near(leaf: Leaf, first: int, last: int, keys: frozenset[str], reach: int) -> bool:
    """Whether one of the words stands within reach of words `first` to `last`."""
    around = leaf.row[max(first - reach, 0) : first] + leaf.row[last + 1 : last + 1 + reach]
    return any(word.key in keys for word in around)


def signs_around(leaf: Leaf, first: int, last: int) -> set[str]:
    """What the cues of `states.toml` around a mention make of it."""
    found = set()
    low = bisect_left(leaf.cues, first - 2 * _NEAR, key=lambda hit: hit.first)
    for hit in leaf.cues[low:]:
        if hit.first > last + _NEAR:
            break
        name = hit.group.removeprefix("states.")
        if name == "persons":
            found |= _beside_persons(leaf, hit, first, last)
        elif name in {"behalf", "elsewhere", "aim"} and first - 2 <= hit.last <= first:
            found.add(name)
        elif name in _LOOSE and first - _LOOSE[name] <= hit.last:
            found.add(name.removeprefix("bodies."))
    return found


def _beside_persons(leaf: Leaf, hit: Hit, first: int, last: int) -> set[str]:
    """People named with a State: they left it, or they are there."""
    if hit.first == last + 1 or hit.last == first - 1:
        return {"origin"}
    if first - _NEAR <= hit.last < first:
        before = leaf.row[first - 1].key
        return {"origin"} if before in word_keys("states.from") else {"hosted"}
    return set()
