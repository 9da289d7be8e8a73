"""A letter's text cut into pieces at its findings, ready to be marked; nothing is markup here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from bot.foreign import fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.evidence import Finding

_EMPTY_LINE: Final = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some characters, and the findings that they prove."""

    text: str
    numbers: tuple[int, ...] = ()
    #: findings that begin here: each has one place to be jumped to
    begins: tuple[int, ...] = ()


def paragraphs(text: str, found: Sequence[Finding]) -> list[list[Piece]]:
    """The paragraphs of a segment, each in pieces.

    Args:
        text: of the segment, as evidence counts its characters.
        found: what is proven in it; a quote that does not stand where it is said to marks nothing.

    """
    there = [one for one in found if _stands(one, text)]
    made, at = [], 0
    for gap in [*_EMPTY_LINE.finditer(text), None]:
        end = gap.start() if gap else len(text)
        pieces = _pieces(text, at, end, there)
        if any(one.text.strip() for one in pieces):
            made.append(pieces)
        at = gap.end() if gap else end
    return made


def _pieces(text: str, start: int, end: int, found: Sequence[Finding]) -> list[Piece]:
    cuts = {start, end}
    for one in found:
        cuts |= {at for at in (one.evidence.start, one.evidence.end) if start < at < end}
    edges = sorted(cuts)
    return [_piece(text, left, right, found) for left, right in pairwise(edges) if left < right]


def _piece(text: str, left: int, right: int, found: Sequence[Finding]) -> Piece:
    over = [one for one in found if one.evidence.start <= left and right <= one.evidence.end]
    return Piece(
        text=fit(text[left:right]),
        numbers=tuple(one.number for one in over),
        begins=tuple(one.number for one in over if one.evidence.start == left),
    )


def _stands(one: Finding, text: str) -> bool:
    evidence = one.evidence
    return evidence.quote != "" and text[evidence.start : evidence.end] == evidence.quote
