"""Whether a text is in the alphabet of the charset that its sender declared.

Every byte is a letter in the charsets of Windows, so a wrong one fails nowhere; it only gives words
that nobody writes: Russian as a row of accents, or with the capitals inside the words.
"""

from __future__ import annotations

import re
from typing import Final

#: charsets of languages that are written in Latin letters, a few of them with marks
_LATIN: Final = frozenset({"cp1252", "iso8859-1", "iso8859-15", "mac_roman", "mac-roman", "cp850"})
_CYRILLIC: Final = ("cp1251", "koi8-r", "cp866", "iso8859-5")
#: of ten letters in Russian seven are of these; in a text read wrongly, hardly four
_FREQUENT: Final = frozenset("оеаинтсрвлк")
_RIGHT: Final = 0.62
_WRONG: Final = 0.5
#: under so many letters nothing can be told
_FEW: Final = 12
#: of the letters of a text in Latin letters that carry marks; Vietnamese has the most, a third
_MARKED: Final = 0.6
_SAMPLE: Final = 20_000
_HIGH: Final = bytes(range(0x80, 0x100))
_INSIDE: Final = re.compile("(?<=[^\\W\\d_])[А-ЯЁ]")


def is_other(text: str, codec: str) -> bool:
    """Whether a text that was read by a charset of Latin letters is in another alphabet."""
    if codec not in _LATIN:
        return False
    letters = [ch for ch in text[:_SAMPLE] if ch.isalpha()]
    beyond = sum(ch > "\x7f" for ch in letters)
    return beyond >= _FEW and beyond > _MARKED * len(letters)


def cyrillic(data: bytes, codec: str) -> str | None:
    """The charset in which these bytes are Russian, where in the declared one they are not."""
    if codec.replace("_", "-") not in _CYRILLIC:
        return None
    sample = data[:_SAMPLE]
    if len(sample) - len(sample.translate(None, _HIGH)) < _FEW or _russian(sample, codec) > _WRONG:
        return None
    best = max(_CYRILLIC, key=lambda one: _russian(sample, one))
    return best if _russian(sample, best) > _RIGHT else None


def _russian(sample: bytes, codec: str) -> float:
    """Share of frequent letters among all signs beyond ASCII.

    A capital inside a word of small letters counts as none: so it looks when read wrongly.
    """
    text = sample.decode(codec, "replace")
    beyond = [ch for ch in text if ch > "\x7f"]
    if not text.isupper():
        text = _INSIDE.sub("", text)
    return sum(ch in _FREQUENT for ch in text.lower()) / max(len(beyond), 1)
