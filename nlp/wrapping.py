"""Lines that end where their column did: how wide it is, and whether a line goes on in the next.

A text tells no places; in characters, lines of prose are about as long as their neighbours, and the
first word of the next would not have fitted. Addresses, lists and signatures are not like that.
"""

from __future__ import annotations

import itertools
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

#: lines before and after that show how wide a column is
_NEAR: Final = 12
#: a longer line was not broken to fit a page, a column is no narrower
_LONGEST: Final = 140
_NARROWEST: Final = 20
#: full lines have at least this share of the letters of the longest, by how wide their letters are
_EVEN: Final = 0.8
#: so many of them, and this share of the lines around, make a column
_LEAST: Final = 3
_SHARE: Final = 0.3
#: where no letter is small, they can as well be the lines of a list
_LEAST_WITHOUT_CASE: Final = 4
_NARROWEST_WITHOUT_CASE: Final = 30
#: of its lines, the share that go on with a small letter, in scripts that have them
_SMALL: Final = 0.4
#: a line with the next word would be as long as this share of the column's width
_FULL: Final = 0.92
_FULL_BEFORE_MORE: Final = 0.7
#: and the line alone as long as this, since some words are very long
_LONG_ENOUGH: Final = 0.6
#: capitals are so much wider
_WIDE: Final = 1.25
#: a line this long goes on before a small letter
_GOES_ON: Final = 24

#: what stands between the cells of a row: this, or many blanks
_BAR: Final = " | "
_ROW: Final = "   "
_ENDED: Final = re.compile(r"[!?؟…:;؛。]['\")»”]?$")
_MORE: Final = re.compile(r"[,\u060c\u2010\u2013\u2014-]$")
_LAST_WORD: Final = re.compile(r"([^\W\d_]+)['\u2019]?$")
#: what is told of a thing, behind its name: `Telephone: ...`
_LABEL: Final = re.compile(r"[^\W\d_](?:[^\W_]|[ '\u2019/().-]){1,28}:\s")


def column_widths(lines: Sequence[str]) -> list[int | None]:
    """For each line, the width in characters of the column that it stands in; None for none."""
    some = [(at, line) for at, line in enumerate(lines) if line and not is_row(line)]
    out: list[int | None] = [None] * len(lines)
    for place, (at, _) in enumerate(some):
        out[at] = _width(some[max(place - _NEAR, 0) : place + _NEAR + 1])
    return out


def is_row(line: str) -> bool:
    """Whether its words stand in columns of their own."""
    return _BAR in line or _ROW in line


def goes_on(above: str, below: str, width: int) -> bool:
    """Whether a line goes on in the next line of a column so wide."""
    first = below.split(maxsplit=1)[0]
    are_capitals = above.isupper() and first.isupper()
    reach = (len(above) + 1 + len(first)) * (_WIDE if are_capitals else 1)
    is_full = len(above) > _LONG_ENOUGH * width and reach > _FULL * width
    is_small = below[0].islower()
    if above.endswith("."):
        # whether that ends a sentence is told by its words
        return is_full
    if ended := _ENDED.search(above):
        return is_full and is_small and ended[0][0] == ":"
    if is_small:
        return is_full or len(above) >= _GOES_ON
    if _lacks_more(above.lower() if are_capitals else above):
        return reach > _FULL_BEFORE_MORE * width
    return is_full and not (below[0].isupper() and _LABEL.match(below))


def _width(lines: Sequence[tuple[int, str]]) -> int | None:
    """The length of the longest of those lines that are about as long as most others."""
    lengths = [len(line) for _, line in lines if len(line) <= _LONGEST]
    widths = [length for length in set(lengths) if length >= _NARROWEST]
    count, width = max(
        ((sum(_EVEN * width <= one <= width for one in lengths), width) for width in widths),
        default=(0, 0),
    )
    if count < max(_LEAST, _SHARE * len(lines)) or not _is_prose(lines, width):
        return None
    return width


def _is_prose(lines: Sequence[tuple[int, str]], width: int) -> bool:
    """Whether full lines go on, as small letters show; where a script has none, many are full."""
    after = [
        below[0]
        for (at, above), (next_at, below) in itertools.pairwise(lines)
        if next_at == at + 1 and _EVEN * width <= len(above) <= width
    ]
    cased = [letter for letter in after if letter.lower() != letter.upper()]
    if not cased:
        return len(after) >= _LEAST_WITHOUT_CASE and width >= _NARROWEST_WITHOUT_CASE
    return sum(map(str.islower, cased)) >= _SMALL * len(cased)


def _lacks_more(line: str) -> bool:
    """Whether it ends on what nothing ends with: a comma, a hyphen, an article, a preposition."""
    if _MORE.search(line):
        return True
    word = _LAST_WORD.search(line)
    return word is not None and word[1] in _small_words()


@cache
def _small_words() -> frozenset[str]:
    path = Path(__file__).with_name("wrapping.toml")
    return frozenset(tomllib.loads(path.read_text(encoding="utf-8"))["words"])
