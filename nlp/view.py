"""A message laid out for looking up facts: words, cues, States, head and foot of each passage.

What the findings mean is told elsewhere.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlp.countries import Mention, mentions
from nlp.phrases import Hit, hits
from nlp.reading import Evidence, Role
from nlp.words import Word, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp.reading import Passage
    from nlp.sentence import Sentence

#: characters of one message that facts are looked for in
LONGEST_READ = 300_000
#: lines of a letterhead or signature block at most, and their longest line
_BLOCK_LINES = 12
_FOOT_LINES = 8
_BLOCK_WIDTH = 90
#: a line of a block has fewer spaces, or does not end so
_SENTENCE_SPACES = 6
_ENDS = (".", "!", "?", "؟", ";", "؛")
_LINE = re.compile(r"[^\n]*\n?")
_QUOTE_LINE = re.compile(r"(?m)^[ \t]*>[^\n]*")
#: a text with more than this share of quote lines is a forwarded one
_MOST_QUOTED = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One sentence with the cues in it."""

    leaf: Leaf
    start: int
    end: int
    #: words `first` to `last - 1` of the leaf
    first: int
    last: int
    cues: dict[str, tuple[Hit, ...]]

    def has(self, *groups: str) -> bool:
        """Whether a cue of one of the groups stands here."""
        return any(group in self.cues for group in groups)

    def evidence(self) -> Evidence:
        """The whole sentence as evidence."""
        return self.leaf.evidence(self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One passage; `text` has the length of the passage, what is not to be read is blanked."""

    passage: int
    role: Role
    text: str
    source: str
    row: list[Word]
    cues: list[Hit]
    states: tuple[Mention, ...]
    #: end of the letterhead, start of the signature block
    head: int
    foot: int

    def evidence(self, start: int, end: int) -> Evidence:
        """The characters from start to end, without white space around, as evidence."""
        quote = self.source[start:end]
        start += len(quote) - len(quote.lstrip())
        quote = quote.strip()
        return Evidence(passage=self.passage, start=start, end=start + len(quote), quote=quote)

    def word_at(self, start: int) -> int:
        """Index of the first word that begins at or after a character."""
        return bisect_left(self.row, start, key=lambda word: word.start)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """All that may be evidence in one message."""

    leaves: tuple[Leaf, ...]
    clauses: tuple[Clause, ...]

    def own(self) -> Iterator[Leaf]:
        """Passages with the writer's sentences; signatures apart."""
        return (leaf for leaf in self.leaves if leaf.role is not Role.SIGNATURE)


def lay_out(passages: Sequence[Passage], sentences: Sequence[Sentence]) -> View:
    """Read passages once; quoted ones are left out."""
    left, leaves = LONGEST_READ, []
    for number, passage in enumerate(passages):
        if passage.role is Role.QUOTED or left <= 0:
            continue
        leaves.append(_leaf(number, passage, left))
        left -= len(passage.text)
    return View(leaves=tuple(leaves), clauses=tuple(_clauses(leaves, sentences)))


def _leaf(number: int, passage: Passage, left: int) -> Leaf:
    text = _blank_quotes(passage.text[:left])
    row = words(text)
    whole = passage.role is Role.SIGNATURE
    head, foot = (0, 0) if whole else (_head(text), _foot(text))
    return Leaf(
        passage=number,
        role=passage.role,
        text=text,
        source=passage.text,
        row=row,
        cues=hits(row),
        states=mentions(text, row),
        head=head,
        foot=foot,
    )


def _blank_quotes(text: str) -> str:
    quoted = sum(len(match.group()) for match in _QUOTE_LINE.finditer(text))
    if not quoted:
        return text
    if quoted > _MOST_QUOTED * len(text):
        return re.sub(r"(?m)^[ \t]*>", lambda match: " " * len(match.group()), text)
    return _QUOTE_LINE.sub(lambda match: " " * len(match.group()), text)


def _head(text: str) -> int:
    """End of the short lines that a text begins with; 0 where it begins with a sentence."""
    end = count = 0
    for match in _LINE.finditer(text[:4000]):
        line = match.group().strip()
        if _is_sentence(line) or count >= _BLOCK_LINES:
            break
        if line:
            count += 1
        end = match.end()
        if not match.group():
            break
    return end if count > 1 else 0


def _is_sentence(line: str) -> bool:
    """Too long for a letterhead, or it ends as a sentence does."""
    ended = line.endswith(_ENDS) and line.count(" ") >= _SENTENCE_SPACES
    return ended or len(line) > _BLOCK_WIDTH


def _foot(text: str) -> int:
    """Start of the short lines that a text ends with; its length where there are none."""
    start, count = len(text), 0
    for line in reversed(text[-4000:].splitlines(keepends=True)):
        bare = line.strip()
        if _is_sentence(bare) or count >= _FOOT_LINES:
            break
        if bare:
            count += 1
        start -= len(line)
    return max(start, 0)


def _clauses(leaves: Sequence[Leaf], sentences: Sequence[Sentence]) -> Iterator[Clause]:
    by_passage = {leaf.passage: leaf for leaf in leaves}
    for sentence in sentences:
        leaf = by_passage.get(sentence.passage)
        if leaf is None or leaf.role is Role.SIGNATURE or sentence.start >= len(leaf.text):
            continue
        first = leaf.word_at(sentence.start)
        last = bisect_right(leaf.row, sentence.end - 1, key=lambda word: word.start)
        yield Clause(
            leaf=leaf,
            start=sentence.start,
            end=min(sentence.end, len(leaf.text)),
            first=first,
            last=last,
            cues=_grouped(leaf, first, last),
        )


def _grouped(leaf: Leaf, first: int, last: int) -> dict[str, tuple[Hit, ...]]:
    low = bisect_left(leaf.cues, first, key=lambda hit: hit.first)
    high = bisect_left(leaf.cues, last, key=lambda hit: hit.first)
    found: dict[str, list[Hit]] = {}
    for hit in leaf.cues[low:high]:
        if hit.last < last:
            found.setdefault(hit.group, []).append(hit)
    return {group: tuple(some) for group, some in found.items()}
