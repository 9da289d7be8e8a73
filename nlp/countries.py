"""Finds States in a text by name, people, place, body or flag; not what they do there."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from nlp.broken import unbroken
from nlp.namesakes import meant
from nlp.phrases import word_keys
from nlp.words import Word, fold, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: what may stand between two words of one name; a comma or bracket ends it
_GAP = re.compile(r"[\s.'’`´‘\-‐‑–—&/]{0,4}")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_FLAG_A = 0x1F1E6
#: endings that a Russian name marked with * may take, folded
_ENDINGS = frozenset(
    map(
        fold,
        re.findall(
            r"\w+",
            "а я у ю е и ы о ь й ой ей ою ею ом ем ам ям ах ях ами ями ов ев ия ии ию ием ией иях "
            "ий ый ая яя ое ее ые ие ого его ому ему им ым их ых ими ыми ую юю иям",
        ),
    )
)
#: the vowel mark that tells Oman from Amman
_DAMMA = "\u064f"
_LONGEST_ENDING = 3
#: Arabic letters that are written to the front of a name: and, then, with, to, as
_PREFIXES = ("و", "ف", "ب", "ل", "ك")
_MARKS = "!?~="
#: what stands between two States in a list
_LIST_GAP = re.compile(r"[\s,،;/]*(?:و|и|y|e|et|and)?\s*")
_WIDEST_LIST_GAP = 8


class Sort(StrEnum):
    """How a State is referred to, strongest first."""

    NAME = "name"
    FLAG = "flag"
    BODY = "body"
    PEOPLE = "people"
    PLACE = "place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One reference to a State: `text[start:end]`."""

    code: str
    sort: Sort
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Entry:
    code: str
    sort: Sort
    #: the words as the table writes them
    shape: tuple[str, ...]
    marks: frozenset[str]


@dataclass(slots=True)
class _Node:
    next: dict[str, _Node] = field(default_factory=dict)
    entries: list[_Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Table:
    root: _Node
    codes: frozenset[str]
    #: every word of a name; a Russian one without its ending has a *
    parts: frozenset[str]


def codes() -> frozenset[str]:
    """ISO 3166 alpha-2 of all States in the table."""
    return _table().codes


def mentions(text: str, row: Sequence[Word] | None = None) -> tuple[Mention, ...]:
    """All references to States in order, none inside another. `row`: the words, if known."""
    row = words(text) if row is None else row
    row = unbroken(text, row, _is_part)
    raw = [*_named(text, row), *_flags(text)]
    found = sorted(_certain(text, row, raw), key=lambda mention: mention.start)
    return tuple(meant(text, found))


@cache
def _table() -> _Table:
    root, seen, parts = _Node(), set(), set()
    with files("nlp").joinpath("countries.csv").open(encoding="utf-8") as source:
        for line in csv.DictReader(source):
            seen.add(line["code"])
            for column, sort in _COLUMNS:
                for written in filter(None, line[column].split("; ")):
                    parts.update(_plant(root, line["code"], sort, written))
    return _Table(root, frozenset(seen), frozenset(parts))


_COLUMNS = (
    ("names", Sort.NAME),
    ("people", Sort.PEOPLE),
    ("places", Sort.PLACE),
    ("bodies", Sort.BODY),
)


def _plant(root: _Node, code: str, sort: Sort, written: str) -> list[str]:
    """Add one way to name a State; its words."""
    name = written.rstrip(_MARKS)
    shape = tuple(
        word.raw + ("*" if name.startswith("*", word.end) else "") for word in words(name)
    )
    keys = [fold(part.rstrip("*")) + ("*" if part.endswith("*") else "") for part in shape]
    node = root
    for key in keys:
        node = node.next.setdefault(key, _Node())
    entry = _Entry(code, sort, shape, frozenset(written[len(name) :]))
    if all(known.code != code for known in node.entries):
        node.entries.append(entry)
    return keys


def _is_part(key: str) -> bool:
    """Whether a word belongs to the name of a State."""
    stems = (f"{key[: len(key) - size]}*" for size in range(_LONGEST_ENDING + 1))
    return key in _table().parts or any(stem in _table().parts for stem in stems)


def _named(text: str, row: Sequence[Word]) -> Iterator[tuple[Mention, frozenset[str]]]:
    at = 0
    while at < len(row):
        hit = _longest(text, row, at)
        if hit is None:
            at += 1
            continue
        entry, start, last = hit
        found = Mention(code=entry.code, sort=entry.sort, start=start, end=row[last].end)
        yield found, entry.marks
        at = last + 1


def _longest(text: str, row: Sequence[Word], at: int) -> tuple[_Entry, int, int] | None:
    for cut, key in _first_keys(row[at].key):
        best = _walk(text, row, at, key)
        if best is not None:
            start = row[at].start + (cut if len(row[at].raw) == len(row[at].key) else 0)
            return best[0], start, best[1]
    return None


def _first_keys(key: str) -> Iterator[tuple[int, str]]:
    """The word itself, then what remains when Arabic prefixes are taken off."""
    yield 0, key
    if key[:1] not in _PREFIXES:
        return
    for cut in (1, 2):
        rest = key[cut:]
        if cut > 1 and key[1:2] not in _PREFIXES:
            return
        if rest.startswith("ل") and key[cut - 1] == "ل":
            yield cut, "ا" + rest
        yield cut, rest


def _walk(text: str, row: Sequence[Word], at: int, key: str) -> tuple[_Entry, int] | None:
    best: tuple[_Entry, int] | None = None
    nodes, place = _step(_table().root, key), at
    while nodes:
        for node in nodes:
            entry = next((one for one in node.entries if _fits(one, row, at)), None)
            if entry is not None:
                best = (entry, place)
                break
        place += 1
        if place >= len(row) or not _joined(text, row[place - 1], row[place]):
            break
        nodes = [after for node in nodes for after in _step(node, row[place].key)]
    return best


def _joined(text: str, left: Word, right: Word) -> bool:
    gap = text[left.end : right.start]
    return _GAP.fullmatch(gap) is not None and gap.count("\n") < 2  # noqa: PLR2004 - a blank line


def _step(node: _Node, key: str) -> list[_Node]:
    found = [node.next[key]] if key in node.next else []
    if "\u0400" <= key[:1] <= "\u04ff":
        for size in range(min(_LONGEST_ENDING, len(key) - 2) + 1):
            stem = key[: len(key) - size] + "*"
            if stem in node.next and (not size or key[len(key) - size :] in _ENDINGS):
                found.append(node.next[stem])
                break
    return found


def _fits(entry: _Entry, row: Sequence[Word], at: int) -> bool:
    """Where case tells a name from a word, the text's case must agree with the table's."""
    if "=" in entry.marks and _DAMMA not in row[at].raw:
        return False
    if not entry.marks & {"!", "?"}:
        return True
    for part, word in zip(entry.shape, row[at:], strict=False):
        if part.isupper() and len(part) > 1 and not word.raw.isupper():
            return False
        if part[0].isupper() and not word.raw[0].isupper():
            return False
    return True


def _flags(text: str) -> Iterator[tuple[Mention, frozenset[str]]]:
    for match in _FLAG.finditer(text):
        code = "".join(chr(ord(letter) - _FLAG_A + ord("A")) for letter in match.group())
        if code in codes():
            start, end = match.span()
            yield Mention(code=code, sort=Sort.FLAG, start=start, end=end), frozenset()


def _certain(
    text: str,
    row: Sequence[Word],
    raw: Sequence[tuple[Mention, frozenset[str]]],
) -> Iterator[Mention]:
    """Leave out what is a person's name or a common word at this place."""
    starts = {word.start: index for index, word in enumerate(row)}
    ends = {word.end: index for index, word in enumerate(row)}
    sure = [mention for mention, marks in raw if not marks & {"?", "~"}]
    for mention, marks in raw:
        first = starts.get(mention.start, ends.get(mention.end, 0))
        last = ends.get(mention.end, first)
        if "?" in marks and _is_person(text, row, first, last):
            continue
        prefixed = mention.start not in starts
        if "~" in marks and not (
            prefixed or _is_led(row, first) or _is_listed(text, mention, sure)
        ):
            continue
        yield mention


def _is_person(text: str, row: Sequence[Word], first: int, last: int) -> bool:
    known = word_keys("states.lead", "states.institution", "states.state_word")
    before = row[first - 1] if first else None
    if before is not None and before.key in word_keys("states.title"):
        return True
    after = row[last + 1] if last + 1 < len(row) else None
    return any(
        word is not None
        and left is not None
        and text[left.end : word_start].strip(" ") == ""
        and word.raw[0].isupper()
        and not (word.raw.isupper() and len(word.raw) > 1)
        and word.key not in known
        for left, word_start, word in (
            (before, row[first].start, before),
            (row[last], after.start if after else 0, after),
        )
    )


def _is_led(row: Sequence[Word], first: int) -> bool:
    return first > 0 and row[first - 1].key in word_keys("states.lead", "states.state_word")


def _is_listed(text: str, mention: Mention, sure: Sequence[Mention]) -> bool:
    """Between other States, as in a list of them."""
    return any(
        _LIST_GAP.fullmatch(gap) is not None
        for other in sure
        if other.sort is Sort.NAME
        for gap in (text[other.end : mention.start], text[mention.end : other.start])
        if gap and len(gap) <= _WIDEST_LIST_GAP
    )
