"""Words of others, made fit to stand among ours: one line, no hidden controls, own direction."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from bot.office_words import spoken
from bot.words import Words

#: first strong isolate and its end: what stands between them turns nothing outside around
_FSI, _PDI = "\u2068", "\u2069"
#: left-to-right isolate
_LRI: Final = "\u2066"
#: marks of direction; chat programs that skip no isolates take a line's direction from them too
_LRM, _RLM = "\u200e", "\u200f"
#: embeddings, overrides and isolates of others would reach beyond their words
_DIRECTING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
#: joiners, marks of direction and variation selectors that scripts need
_NEEDED: Final = frozenset("\u200c\u200d\u200e\u200f\u061c")
#: the last two code points of each plane stand for nothing
_NO_CHARACTER: Final = 0xFFFE
_RIGHT_TO_LEFT: Final = ("R", "AL")
ELLIPSIS: Final = "…"
#: of a line of markup, the tags before its first letter; not of what is copied or pressed whole
_HEAD: Final = re.compile(
    r"^((?:<(?!code|pre)[^>]+>)*)(?=[^<\s\u200e\u200f])(?!https?://)", re.MULTILINE
)


def clean(text: str) -> str:
    """The text on one line without control characters and half surrogates."""
    kept = (character if _is_fit(character) else " " for character in text)
    return " ".join("".join(kept).split())


def fit(text: str) -> str:
    """The text with its lines, without control characters, half surrogates and directing marks."""
    return "".join(one for one in text if one in "\n\t" or _is_fit(one))


def clip(text: str, longest: int) -> str:
    """At most so many characters, cut between words where that loses little."""
    if len(text) <= longest:
        return text
    cut = text[: max(longest - 1, 0)]
    space = cut.rfind(" ")
    if space > longest * 2 // 3:
        cut = cut[:space]
    while cut and unicodedata.combining(text[len(cut)]):
        cut = cut[:-1]
    return cut.rstrip(" ,;:\u200d") + ELLIPSIS


def isolate(text: str) -> str:
    """The text with marks around it, where it or what stands around it runs from right to left."""
    if _is_right_to_left(spoken()) or any(
        unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in text
    ):
        return f"{_FSI}{text}{_PDI}"
    return text


def quoted(text: str, longest: int = 300) -> str:
    """The same between quotation marks, which turn with the words."""
    return isolate(f"“{clip(clean(text), longest)}”")


def led(text: str) -> str:
    """Isolated words at the head of a line of ours, which runs as the office's language does."""
    if not text.startswith((_FSI, _LRI)):
        return text
    return f"{_RLM if _is_right_to_left(spoken()) else _LRM}{text}"


def headed(markup: str) -> str:
    """Markup of ours, each line running as the office's language does, whatever it begins with.

    A card begins with a reference, and its lines with names: a chat program would take these for
    the direction of the line.
    """
    return _HEAD.sub(rf"\1{_RLM}", markup) if _is_right_to_left(spoken()) else markup


def turned(text: str) -> str:
    """Isolated words that have a line to themselves, which runs as they do."""
    if not text.startswith(_FSI):
        return text
    strong = (unicodedata.bidirectional(character) for character in text)
    first = next((one for one in strong if one in ("L", *_RIGHT_TO_LEFT)), "L")
    return f"{_LRM if first == 'L' else _RLM}{text}"


def file_name(text: str, longest: int = 80) -> str:
    """A file's name for lines of either direction: its ending stays at the right."""
    return f"{_LRI}{clip(clean(text), longest)}{_PDI}"


def said(text: str, longest: int = 300) -> str:
    """Clean, clipped and isolated; not yet escaped."""
    return isolate(clip(clean(text), longest))


def _is_fit(character: str) -> bool:
    if character in _NEEDED:
        return True
    if character in _DIRECTING or ord(character) & 0xFFFE == _NO_CHARACTER:
        return False
    return unicodedata.category(character) not in {"Cc", "Cs", "Co", "Zl", "Zp"}


@cache
def _is_right_to_left(language: str) -> bool:
    return Words(language).is_right_to_left
