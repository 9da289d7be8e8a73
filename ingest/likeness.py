"""How like two letters are: by their files, and by their words whatever the script.

Runs of six characters of the folded text are compared, not words: a word that was misread on a
scan is still mostly the same, and a form filled in for another need is not. Measured on
`tests/corpus/likeness`; see `docs/mail.md`.
"""

from __future__ import annotations

import hashlib
import heapq
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from nlp.normalise import fold, plain
from store.codec import evidence_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.content import Content
    from store.model import StoredSegment

#: share of runs from which two texts look the same: forms reach .59, bad scans .67, clean ones .88
SAME: Final = 0.66
_RUN: Final = 6
#: of a text; the rest adds time and no certainty
_LONGEST: Final = 50_000
#: runs under which a text says too little to be like another
_FEWEST: Final = 40
#: the smaller text must be at least this share of the larger one to lie inside it
_LEAST_PART: Final = 0.25
#: texts of which the runs are kept, four megabytes at most
_KEPT: Final = 24
#: hashes that are kept of a text, the smallest: like texts share some
_MARKS: Final = 16
_BREAKS: Final = re.compile(r"[\W_]+")
_OWN: Final = ("body", "forwarded")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The message's own text, what it forwards, or one of its files."""

    segments: tuple[int, ...]
    text: str
    #: of a file
    sha256: str | None


def parts_of(segments: Sequence[StoredSegment]) -> tuple[Part, ...]:
    """What of a message can be like another: without quoted history and signatures."""
    found: dict[str, list[StoredSegment]] = {}
    for one in segments:
        name = one.document_sha256 or one.origin
        if (one.document_sha256 or one.origin in _OWN) and one.text.strip():
            found.setdefault(name, []).append(one)
    return tuple(
        Part(
            segments=tuple(one.index for one in same),
            text="\n".join(one.text for one in same),
            sha256=same[0].document_sha256,
        )
        for same in found.values()
    )


def main_part(parts: Sequence[Part], content: Content) -> Part | None:
    """The part that a draft rests on most; the longest where its evidence does not say."""
    counted = [one.segment for _, _, _, one in evidence_of(content) if one.message is None]

    def weight(part: Part) -> tuple[int, int]:
        return sum(number in part.segments for number in counted), len(part.text)

    return max(parts, key=weight, default=None)


def share(one: str, other: str) -> float:
    """0..1, how much of the smaller text stands in the larger one."""
    return _share(runs(one), runs(other))


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    small, large = sorted((len(one), len(other)))
    if small < _FEWEST:
        return 0.0
    common = len(one & other)
    # a letter lies in the mail that passes it on; a note does not lie in a whole plan
    return common / small if small >= _LEAST_PART * large else common / len(one | other)


def marks(parts: Iterable[Part]) -> tuple[int, ...]:
    """Hashes by which messages with like text are found: the smallest of each part."""
    found: dict[int, None] = {}
    for part in parts:
        spoken = runs(part.text)
        if len(spoken) >= _FEWEST:
            found |= dict.fromkeys(heapq.nsmallest(_MARKS, map(_hash, spoken)))
    return tuple(found)


@lru_cache(maxsize=_KEPT)
def runs(text: str) -> frozenset[str]:
    """All runs of characters of the folded text; kept, for when they are compared again."""
    said = _BREAKS.sub(" ", fold(plain(text[:_LONGEST]))).strip()
    return frozenset(said[at : at + _RUN] for at in range(max(len(said) - _RUN + 1, 0)))


def _hash(run: str) -> int:
    """63 bits, as both databases keep them."""
    digest = hashlib.blake2b(run.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1
