"""One plain spelling of a text with the way back to every character; meaning is read elsewhere."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

#: what carries no meaning: soft hyphen, zero-width and direction marks, tatweel, Arabic vowels
_IGNORED: Final = re.compile(
    "[\u00ad\u061c\u0640\u064b-\u0652\u0670\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+"
)
#: a word broken over two lines, a line break with quote marks, other white space
_BREAK: Final = re.compile(r"(?<=[^\W\d_])-\n(?=[^\W\d_])|\s*\n[>\s]*|\s+")
_SAME: Final = str.maketrans("‘’‛`´“”„«»–—‑\u06cc\u06a9", "'''''\"\"\"\"\"---\u064a\u0643")


@dataclass(frozen=True, slots=True, kw_only=True)
class Normalised:
    """A text spelled plainly; `origins[i]` is where its character i stood before."""

    text: str
    #: one longer than the text: the last is the end of the source
    origins: tuple[int, ...]

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Where the span stands in the source; an empty span stays empty."""
        if start >= end:
            return self.origins[start], self.origins[start]
        return self.origins[start], self.origins[end - 1] + 1


def normalise(source: str) -> Normalised:
    """Spell a text plainly: compatibility forms, quotes and dashes, white space, line breaks."""
    characters: list[str] = []
    origins: list[int] = []
    for at, plain in _pieces(source):
        characters.append(plain)
        origins.extend([at] * len(plain))
    origins.append(len(source))
    return Normalised(text="".join(characters), origins=tuple(origins))


def plain(source: str) -> str:
    """Spell a text plainly where the way back is not needed."""
    return "".join(piece for _, piece in _pieces(source)).strip()


def fold(source: str) -> str:
    """Lower case without accents, for comparing words; lengths may change."""
    decomposed = unicodedata.normalize("NFKD", source.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _pieces(source: str) -> Iterator[tuple[int, str]]:
    at = 0
    while at < len(source):
        if ignored := _IGNORED.match(source, at):
            at = ignored.end()
        elif gap := _BREAK.match(source, at):
            yield from () if gap[0].startswith("-") else ((at, " "),)
            at = gap.end()
        else:
            yield at, _character(source[at])
            at += 1


def _character(character: str) -> str:
    if character.isascii():
        return "'" if character == "`" else character
    return unicodedata.normalize("NFKC", character).translate(_SAME)
