"""Words that a line breaks with a hyphen, made whole where what they make is known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlp.words import Word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: what stands between the halves: `Ni-` at the end of a line, `ger` in the next
_GAP = re.compile(r"[-‐\u00ad][ \t]{0,4}\r?\n[ \t]{0,16}")


def unbroken(text: str, row: Sequence[Word], is_known: Callable[[str], bool]) -> Sequence[Word]:
    """The words of a text; two halves are one word where that is known, from end to end of them.

    A hyphen that belongs to a name stands before a capital, so that only small letters go on.
    """
    if _GAP.search(text) is None:
        return row
    whole: list[Word] = []
    for word in row:
        last = whole[-1] if whole else None
        if last is not None and word.raw[0].islower() and _is_gap(text, last, word):
            key = last.key + word.key
            if is_known(key):
                whole[-1] = Word(last.start, word.end, last.raw + word.raw, key)
                continue
        whole.append(word)
    return whole


def _is_gap(text: str, left: Word, right: Word) -> bool:
    return _GAP.fullmatch(text, left.end, right.start) is not None
