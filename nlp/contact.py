"""Finds the person to write to: named as contact, or the one who signs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlp.phrases import hits, word_keys
from nlp.reading import Role
from nlp.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp.reading import Evidence
    from nlp.view import Leaf, View
    from nlp.words import Word

_LINE = re.compile(r"[^\n]+")
#: a name after a word such as `contact:`; titles may stand before it
_NAMED = re.compile(
    r"\s*(?:is|est|es|é|—|–|-|:|：)?\s*"
    r"(?P<name>(?:(?:Mr|Mrs|Ms|Dr|M|Mme|Mlle|Me|Sr|Sra|Lic|Dra|Eng|Prof|г-н|г-жа|السيد|السيدة)\.?\s)?"
    r"(?:[^\W\d_][^\W\d_.'’\-]*[.'’\-]?[^\W\d_]*\s?){1,5})"
)
_REACHED = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}|\+?\d[\d ()./-]{6,18}\d")
_SHORTEST, _LONGEST = 4, 60
_FEWEST_WORDS, _MOST_WORDS = 2, 6
#: signs that stand in no name
_NO_NAME = re.compile(r"[:@/\d]|[!?]$")
_ARABIC = re.compile("[\u0600-\u06ff]")


def contact(view: View) -> tuple[str | None, tuple[Evidence, ...]]:
    """Name (and mail or telephone beside it) with its places."""
    for found in (*_named(view), *_signed(view)):
        return found[0].quote, found
    return None, ()


def _named(view: View) -> Iterator[tuple[Evidence, ...]]:
    for leaf in view.leaves:
        for hit in leaf.cues:
            if hit.group != "contact.contact":
                continue
            match = _NAMED.match(leaf.text, leaf.row[hit.last].end)
            if match is not None and _is_name(match["name"].strip(), strict=True):
                start, end = match.span("name")
                yield (leaf.evidence(start, end), *_reached(leaf, end))


def _signed(view: View) -> Iterator[tuple[Evidence, ...]]:
    for leaf in reversed(view.leaves):
        lines = [
            match for match in _LINE.finditer(leaf.text, leaf.foot) if match.group().strip(" >*_-")
        ]
        for line in lines:
            start, end = _trimmed(leaf.text, *line.span())
            if _is_name(leaf.text[start:end], strict=False):
                yield (leaf.evidence(start, end), *_reached(leaf, end))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The part of a line before its first comma, bar or bracket, without signs around."""
    cut = re.search(r"[,،|(;]| – | — ", text[start:end])
    if cut is not None and cut.start() > 0:
        end = start + cut.start()
    while start < end and not text[start].isalpha():
        start += 1
    return start, end


def _is_name(text: str, *, strict: bool) -> bool:
    row = words(text)
    bare = text.strip()
    if not (_SHORTEST <= len(bare) <= _LONGEST and _FEWEST_WORDS <= len(row) <= _MOST_WORDS):
        return False
    if "\n" in bare or _NO_NAME.search(bare) or _speaks_of_office(row):
        return False
    if _ARABIC.search(text):
        return not strict or len(row) < _MOST_WORDS
    long = [word for word in row if len(word.raw) > len("van")]
    return bool(long) and all(word.raw[0].isupper() for word in long)


def _speaks_of_office(row: Sequence[Word]) -> bool:
    known = word_keys(
        "states.institution", "states.state_word", "contact.closing", "contact.function"
    )
    return any(word.key in known for word in row) or any(
        hit.group == "contact.closing" for hit in hits(row)
    )


def _reached(leaf: Leaf, end: int) -> Iterator[Evidence]:
    """A mail address or telephone within the next lines."""
    match = _REACHED.search(leaf.text, end, min(end + 200, len(leaf.text)))
    if match is not None and leaf.role is not Role.QUOTED:
        yield leaf.evidence(*match.span())
