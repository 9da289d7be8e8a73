"""Finds the cue phrases of `cues/*.toml` in a text; what a cue means is told where it is used.

A phrase is words with spaces; `word*` takes any ending; `...` stands for up to five words.
Case, accents, Arabic vowel marks and Arabic prefixes (and, with, to, the) do not matter.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from nlp.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp.words import Word

_GAP = "..."
_WIDEST_GAP = 5
_ARABIC = ("\u0600", "\u06ff")
_ARABIC_FRONTS = ("و", "ف", "ب", "ل", "ك", "س")
_ARTICLE = "ال"
_SHORTEST_ARABIC = 3
#: no, what, from, in: as short as they are, they take a letter to the front
_ARABIC_SHORT = frozenset({"لا", "ما", "من", "في"})


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue found at words `first` to `last`, both included. `group` is `file.table`."""

    group: str
    first: int
    last: int


@dataclass(slots=True)
class _Node:
    exact: dict[str, _Node] = field(default_factory=dict)
    stems: dict[str, _Node] = field(default_factory=dict)
    gap: _Node | None = None
    groups: list[str] = field(default_factory=list)


def hits(row: Sequence[Word]) -> list[Hit]:
    """All cues in a run of words, in order of their first word; they may overlap."""
    root = _root()
    found: dict[tuple[str, int], int] = {}
    for at in range(len(row)):
        for group, last in _walk(root, row, at):
            if last > found.get((group, at), -1):
                found[group, at] = last
    return [Hit(group, first, last) for (group, first), last in found.items()]


@cache
def word_keys(*groups: str) -> frozenset[str]:
    """The single folded words of some groups, for looking at a neighbour."""
    return frozenset(
        fold(phrase) for group in groups for phrase in phrases(group) if phrase.isalpha()
    )


@cache
def phrases(group: str) -> tuple[str, ...]:
    """All phrases of one group, every language."""
    name, table = group.split(".")
    return tuple(phrase for row in _file(name)[table].values() for phrase in row)


@cache
def _file(name: str) -> dict[str, dict[str, list[str]]]:
    source = files("nlp").joinpath("cues", f"{name}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def _root() -> _Node:
    root = _Node()
    folder = files("nlp").joinpath("cues")
    names = (entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    for name in sorted(file.removesuffix(".toml") for file in names):
        for table in _file(name):
            for phrase in phrases(f"{name}.{table}"):
                _plant(root, phrase, f"{name}.{table}")
    return root


def _plant(root: _Node, phrase: str, group: str) -> None:
    node = root
    for part in phrase.split():
        if part == _GAP:
            node.gap = node.gap or _Node()
            node = node.gap
        elif part.endswith("*"):
            node = node.stems.setdefault(fold(part[:-1]), _Node())
        else:
            node = node.exact.setdefault(fold(part), _Node())
    if group not in node.groups:
        node.groups.append(group)


def _walk(node: _Node, row: Sequence[Word], at: int) -> Iterator[tuple[str, int]]:
    """Groups whose phrase begins here in the tree, with the index of their last word."""
    if at >= len(row):
        return
    for key in _forms(row[at].key):
        for after in _steps(node, key):
            for group in after.groups:
                yield group, at
            yield from _walk(after, row, at + 1)
            if after.gap is not None:
                for skipped in range(_WIDEST_GAP + 1):
                    yield from _walk(after.gap, row, at + 1 + skipped)


def _steps(node: _Node, key: str) -> Iterator[_Node]:
    if key in node.exact:
        yield node.exact[key]
    if node.stems:
        for size in range(1, len(key) + 1):
            if key[:size] in node.stems:
                yield node.stems[key[:size]]


@lru_cache(maxsize=65536)
def _forms(key: str) -> tuple[str, ...]:
    """The word, and for Arabic the word without what is written to its front."""
    if not _ARABIC[0] <= key[:1] <= _ARABIC[1]:
        return (key,)
    forms = [key]
    for _ in range(2):
        shorter = forms[-1][1:]
        if forms[-1][:1] in _ARABIC_FRONTS and (
            len(shorter) >= _SHORTEST_ARABIC or shorter in _ARABIC_SHORT
        ):
            forms.append(shorter)
    for form in tuple(forms):
        if form.startswith((_ARTICLE, "لل")) and len(form) > _SHORTEST_ARABIC + 1:
            forms.append(form[2:])
        elif form.startswith("ل") and form != key:
            forms.append(form[1:])
    return tuple(dict.fromkeys(forms))
