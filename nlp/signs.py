"""Signs that what a person writes of their own case cannot wait: phrases of `cues/signs.toml`.

They put a letter before others and warn an officer; no answer and no decision depends on them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from nlp.phrases import hits
from nlp.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nlp.phrases import Hit

#: in the order in which officers read them
SIGNS: Final = ("removal", "detention", "violence", "aid_worker", "children")
_GROUPS: Final = {f"signs.{sign}": sign for sign in SIGNS}
_NONE: Final = "signs.none"
_NONE_AFTER: Final = "signs.none_after"
#: words between a word of [none] and what it takes the sign from
_REACH: Final = 3
#: characters of one message that are looked at; who cannot wait says so before
_MOST_CHARACTERS: Final = 60_000
_SENTENCE: Final = re.compile(r"[^.!?;؟\n]+")


def signs_in(texts: Iterable[str]) -> tuple[str, ...]:
    """The signs in these texts, as codes in the order of `SIGNS`."""
    found: set[str] = set()
    left = _MOST_CHARACTERS
    for text in texts:
        for sentence in _SENTENCE.findall(text[:left]):
            found |= _of_sentence(sentence)
        left -= min(len(text), left)
    return tuple(sign for sign in SIGNS if sign in found)


def _of_sentence(sentence: str) -> set[str]:
    there = [hit for hit in hits(words(sentence)) if hit.group.startswith("signs.")]
    return {
        _GROUPS[hit.group]
        for hit in there
        if hit.group in _GROUPS and not any(_is_taken(hit, other) for other in there)
    }


def _is_taken(hit: Hit, other: Hit) -> bool:
    """Whether another phrase says that there is no such thing."""
    if other.group == _NONE:
        return 0 < hit.first - other.last <= _REACH
    return other.group == _NONE_AFTER and 0 < other.first - hit.last <= _REACH
