"""The languages in Latin letters, told apart by their small words."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Final

#: language, as Tesseract names its data -> its small words
LATIN: Final[dict[str, frozenset[str]]] = {
    language: frozenset(words)
    for language, words in tomllib.loads(
        Path(__file__).with_name("ocr.toml").read_text(encoding="utf-8")
    )["words"].items()
}
_FEW_WORDS: Final = 4


def told_apart(text: str) -> str | None:
    """Which of the languages in Latin letters a text is in, by its small words; None if unsure."""
    plain = unicodedata.normalize("NFD", text.casefold())
    counts = Counter(re.findall(r"[a-z]+", re.sub("[\u0300-\u036f]", "", plain)))
    scores = {language: sum(counts[word] for word in words) for language, words in LATIN.items()}
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] >= _FEW_WORDS else None
