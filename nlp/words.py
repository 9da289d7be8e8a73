"""Words of a text at their places, folded so that case, accents and vowel marks do not matter."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

#: letters and digits with the marks that ride on them (Latin accents, Arabic vowels, tatweel)
_WORD = re.compile(
    r"[^\W_][^\W_\u0300-\u036f\u0640\u064b-\u065f\u0670]*"
    r"(?:[\u0300-\u036f\u0640\u064b-\u065f\u0670]+[^\W_]*)*"
)
_TATWEEL = "\u0640"
#: Arabic letters that writers exchange freely
_SAME = str.maketrans({"ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك"})
#: no word worth reading is longer; a run without spaces is cut here
LONGEST = 64


@dataclass(frozen=True, slots=True)
class Word:
    """One word: `text[start:end] == raw`, and its folded form."""

    start: int
    end: int
    raw: str
    key: str


@lru_cache(maxsize=65536)
def fold(raw: str) -> str:
    """Lower case without accents, vowel marks and letter variants."""
    plain = unicodedata.normalize("NFKD", raw.casefold())
    return "".join(
        letter for letter in plain if not unicodedata.combining(letter) and letter != _TATWEEL
    ).translate(_SAME)


def words(text: str) -> list[Word]:
    """All words of a text in order; those over 64 letters are left out."""
    found = []
    for match in _WORD.finditer(text):
        if match.end() - match.start() <= LONGEST:
            raw = match.group()
            found.append(Word(match.start(), match.end(), raw, fold(raw)))
    return found
