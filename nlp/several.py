"""Finds lists whose points are pledges, projects or offers that stand for themselves.

Numbered paragraphs of one letter are one matter: a list counts only where a heading or its own
labels call its points so, and where each point has an act and an object of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from nlp.phrases import hits, word_keys
from nlp.reading import Role
from nlp.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp.reading import Passage

_FEWEST, _MOST = 2, 12
#: a shorter point says too little to stand for itself; Arabic needs fewer words
_LEAST_WORDS = 6
#: characters before the first point in which its heading ends
_HEADING = 160
#: and words that may follow the one that says it: `commits to the following:`
_HEADING_END = 5
_LINE: Final = re.compile(r"[^\n]+")
_NUMBER: Final = re.compile(
    r"[ \t>*_]*\(?(?P<sign>\d{1,2}|[\u0660-\u0669]{1,2}|[ivxIVX]{1,4}|[a-hA-Hа-еА-Е])[.)\-–:]\)?\s+"
)
_ROW: Final = re.compile(r"[^|\n]+(?:\|[^|\n]*){1,}")
#: a word that counts may stand this far into a label: `Our first pledge`, `Pledge no. 1`
_LABEL_WORDS: Final = 4
#: between a label and its number
_NUMBER_WORDS: Final = frozenset({"n", "no", "nº", "num", "number", "numero", "nr", "رقم", "номер"})
_ROMAN: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_LETTERS: Final = ("abcdefgh", "абвгде")
_ENDS: Final = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """A list in one passage: where each of its points begins and ends."""

    passage: int
    spans: tuple[tuple[int, int], ...]


def points(passages: Sequence[Passage]) -> Points | None:
    """The one list of separate matters in a message; None where there is none or several."""
    found = [
        Points(passage=number, spans=spans)
        for number, passage in enumerate(passages)
        if passage.role in {Role.OWN, Role.ATTACHED, Role.FORWARDED}
        for spans in _lists(passage.text)
    ]
    return found[0] if len(found) == 1 else None


def alone(passages: Sequence[Passage], found: Points, point: int) -> tuple[Passage, ...]:
    """The passages as if they had this point only; all that stays keeps its place."""
    text = passages[found.passage].text
    for number, (start, end) in enumerate(found.spans):
        if number != point:
            text = text[:start] + "\n" * (end - start) + text[end:]
    return tuple(
        replace(passage, text=text) if number == found.passage else passage
        for number, passage in enumerate(passages)
    )


def _lists(text: str) -> Iterator[tuple[tuple[int, int], ...]]:
    for begun, labelled in ((_labelled(text), True), (_rows(text), True), (_numbered(text), False)):
        for starts in begun:
            spans = tuple(_spans(text, starts))
            if not _FEWEST <= len(spans) <= _MOST:
                continue
            own = [text[start:end] for start, end in spans]
            named = labelled or _is_headed(text, spans[0][0]) or all(map(_commits, own))
            if named and all(map(_stands, own)):
                yield spans
                return


def _numbered(text: str) -> Iterator[list[int]]:
    """Lines that count on from one: 1. 2. 3., a) b), i. ii."""
    runs: list[tuple[int, list[int]]] = []
    for line in _LINE.finditer(text):
        match = _NUMBER.match(line.group())
        if match is None:
            continue
        for family, value in _values(match["sign"]):
            if value == 1:
                runs.append((family, [line.start()]))
                continue
            last = next((run for kind, run in reversed(runs) if kind == family), None)
            if last is not None and len(last) == value - 1:
                last.append(line.start())
    yield from (run for _, run in runs if len(run) >= _FEWEST)


def _values(sign: str) -> Iterator[tuple[int, int]]:
    """What a sign may count as; `i` is one in Roman numbers and the ninth letter."""
    low = sign.lower()
    if low.isdigit():
        yield 0, int(low)
    if low in _ROMAN:
        yield 1, _ROMAN.index(low) + 1
    for family, letters in enumerate(_LETTERS, 2):
        if low in letters:
            yield family, letters.index(low) + 1


def _labelled(text: str) -> Iterator[list[int]]:
    """Lines such as `Pledge 1:` or `Second commitment.`; each counts one further."""
    found = [line.start() for line in _LINE.finditer(text) if _is_label(line.group())]
    if len(found) >= _FEWEST:
        yield found


def _is_label(line: str) -> bool:
    """A noun of the list right beside what counts it, at the head of a line."""
    row = words(line[:_HEADING])[:_LABEL_WORDS]
    keys = [word.key for word in row]
    for at, key in enumerate(keys):
        if key not in word_keys("several.label"):
            continue
        after = [one for one in keys[at + 1 :] if one not in _NUMBER_WORDS][:1]
        beside = {*keys[max(at - 1, 0) : at], *after}
        counted = any(one.isdigit() or one in word_keys("several.ordinal") for one in beside)
        ordinal = any(one in word_keys("several.ordinal") for one in keys[:at])
        if counted and (at == 0 or ordinal):
            return True
    return False


def _rows(text: str) -> Iterator[list[int]]:
    """Rows of a table below one that names pledges or commitments."""
    rows = [line for line in _LINE.finditer(text) if _ROW.fullmatch(line.group())]
    if len(rows) > _FEWEST and _names(rows[0].group(), "several.label", "several.heading"):
        yield [line.start() for line in rows[1:]]


def _spans(text: str, starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Each point goes to the next one; the last to the end of its paragraph."""
    yield from pairwise(starts)
    blank = _ENDS.search(text, starts[-1])
    yield starts[-1], blank.start() if blank else len(text)


def _is_headed(text: str, start: int) -> bool:
    """The line right before the first point calls the points so: `commits to:`, `Our pledges`."""
    line = text[max(start - 2 * _HEADING, 0) : start].rstrip().rsplit("\n", 1)[-1][-_HEADING:]
    row = words(re.split(r"(?<=[.!?؟])\s", line)[-1])
    near = [hit for hit in hits(row) if hit.group == "several.heading"]
    ends = line.endswith((":", "：")) or len(row) <= _LEAST_WORDS
    return ends and any(len(row) - hit.last <= _HEADING_END for hit in near)


def _commits(point: str) -> bool:
    """A point that begins with a subject and its commitment: `The Government will`."""
    row = words(_NUMBER.sub("", point, count=1))[:_LEAST_WORDS]
    found = [hit for hit in hits(row) if hit.group == "several.commits"]
    return any(hit.first > 0 for hit in found)


def _names(line: str, *groups: str) -> bool:
    return any(hit.group in groups for hit in hits(words(line)))


def _stands(point: str) -> bool:
    """A point with an act and enough words to say of what."""
    row = words(point)
    return len(row) >= _LEAST_WORDS and any(hit.group == "several.act" for hit in hits(row))
