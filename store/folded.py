"""Words as they are compared when something is looked for: without case, accents, vowel marks.

What is kept for finding and what is looked for go through the same function, and both databases
see only its outcome: so both give the same answers.
"""

from __future__ import annotations

import unicodedata
from typing import Final

#: letters that decomposing leaves apart although people write one for the other
_SAME: Final = str.maketrans(
    {
        "ة": "ه", "ى": "ي", "ٱ": "ا", "ک": "ك", "ی": "ي", "ھ": "ه",
        "ø": "o", "đ": "d", "ł": "l", "ı": "i", "œ": "oe", "æ": "ae",
        "\u0640": "",
    }
)  # fmt: skip
#: from here on the scripts in which a word begins with its article, or has no spaces around it
_FIRST_JOINED: Final = "\u0590"


def folded(text: str) -> str:
    """The words of a text in their plain form, with one space between them."""
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_SAME)
    kept = (_letter(one) for one in plain if not unicodedata.combining(one))
    return " ".join("".join(kept).split())


def needle(words: str) -> str:
    """What to look for inside a kept text, which begins with a space, to find `folded` words.

    A word is found by its beginning; one of Arabic also behind its article.
    """
    return words if any(one >= _FIRST_JOINED for one in words) else f" {words}"


def _letter(one: str) -> str:
    if not one.isalnum():
        return " "
    return str(unicodedata.digit(one, -1)) if one.isdigit() else one
