"""Two readings of one page compared: the words that the file itself gives, and those recognised.

Pure: texts in, a choice out. The small words by which text is told from signs are in readings.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Final

_SMALL: Final = frozenset(
    word
    for words in tomllib.loads(
        Path(__file__).with_name("readings.toml").read_text(encoding="utf-8")
    )["words"].values()
    for word in words
)
_TOKEN: Final = re.compile(r"\S+")
_WORD: Final = re.compile(r"[^\W\d_]{2,}(?:['’-][^\W\d_]+)*$")
_EDGES: Final = ".,;:!?()[]«»\"'“”’…-–،؛؟*•|"
#: so many words are needed to tell text from signs
_ENOUGH: Final = 40
#: ordinary text of the languages that are known has .25 and more of small words
_FEW_SMALL: Final = 0.03
#: two readings with so many words in common are of the same text
SAME_TEXT: Final = 0.6
#: a gain in plausibility that is no chance
_GAIN: Final = 0.03


def agreement(one: str, other: str) -> float:
    """Share of words that two readings have in common, 0 to 1; 1 for two empty ones."""
    a, b = Counter(_plain(one)), Counter(_plain(other))
    most = max(a.total(), b.total())
    return (a & b).total() / most if most else 1.0


def plausible(text: str) -> float:
    """How much a text looks like one: share of words made as words are, and of small words."""
    words = _plain(text)
    if not words:
        return 0.0
    made = sum(bool(_WORD.match(word)) or word.isdigit() for word in words)
    return (made + sum(word in _SMALL for word in words)) / len(words)


def looks_strange(text: str) -> bool:
    """Whether a text of some length holds next to no small word of a language that is known.

    True as well of other languages: then a second reading says the same as the first.
    """
    words = _plain(text)
    return len(words) >= _ENOUGH and sum(word in _SMALL for word in words) < _FEW_SMALL * len(words)


def layer_is_better(layer: str, recognised: str, *, unsure: bool, shown: bool) -> bool:
    """Which of two readings of a page to keep.

    Args:
        layer: as the file gives it.
        recognised: as recognition gives it.
        unsure: whether recognition is unsure of its reading.
        shown: whether the layer is what the page shows, not letters without ink.

    """
    if not recognised.strip():
        return True
    gain = plausible(layer) - plausible(recognised)
    if agreement(layer, recognised) >= SAME_TEXT:
        return gain > (-_GAIN if shown else _GAIN)
    # another text than the picture shows: only where the picture can hardly be read
    return unsure and gain > 0


def _plain(text: str) -> list[str]:
    words = (word.strip(_EDGES).casefold() for word in _TOKEN.findall(text))
    return [word for word in words if word]
