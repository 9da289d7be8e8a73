"""Pieces of a page put below one another in one picture, to be read in one go.

To start the program takes longer than to read ten words: one picture of many words costs hardly
more than one word.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.doubt import Box
    from ingest.recognised import Found

_PAPER: Final = 255
#: between two pieces and around them, in pixels
_GAP: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A picture of a box of the page, at a scale of its own."""

    picture: Image.Image
    #: of the page, in its pixels
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Strips:
    """Pieces in one picture."""

    picture: Image.Image
    pieces: tuple[Piece, ...]
    #: of each piece in the picture
    tops: tuple[int, ...]

    def back(self, words: Sequence[Found]) -> list[list[Found]]:
        """The words of each piece, at their places on the page."""
        found: list[list[Found]] = [[] for _ in self.pieces]
        for word in words:
            middle = (word.box[1] + word.box[3]) / 2
            for at, (piece, top) in enumerate(zip(self.pieces, self.tops, strict=True)):
                if top <= middle <= top + piece.picture.height:
                    found[at].append(_moved(word, piece, top))
        return found


def strips(pieces: Sequence[Piece]) -> Strips:
    """One picture of all of them, the first at the top."""
    wide = max(piece.picture.width for piece in pieces) + 2 * _GAP
    tops, top = [], _GAP
    for piece in pieces:
        tops.append(top)
        top += piece.picture.height + _GAP
    picture = Image.new("L", (wide, top), _PAPER)
    for piece, at in zip(pieces, tops, strict=True):
        picture.paste(piece.picture, (_GAP, at))
    return Strips(picture=picture, pieces=tuple(pieces), tops=tuple(tops))


def _moved(word: Found, piece: Piece, top: int) -> Found:
    left, upper, right, lower = piece.box
    across = (right - left) / piece.picture.width
    down = (lower - upper) / piece.picture.height
    return replace(
        word,
        box=(
            left + (word.box[0] - _GAP) * across,
            upper + (word.box[1] - top) * down,
            left + (word.box[2] - _GAP) * across,
            upper + (word.box[3] - top) * down,
        ),
    )
