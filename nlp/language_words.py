"""`python -m nlp.language_words`: how often words stand in the training texts, by language.

Written to `nlp/frequent_words.csv`, which the reader of short lines uses. Only the four languages
that share a script need it. Run it again when the texts have changed much; nothing depends on
its being of today.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

FILE: Final = Path(__file__).with_name("frequent_words.csv")
LANGUAGES: Final = ("en", "fr", "es", "pt")
#: most frequent words of each language
_MOST: Final = 1500
#: occurrences in so many words
_OF: Final = 100_000
#: occurrences that a word is thought to have in a language whose texts lack it
_UNSEEN: Final = 3.0
#: one word never says more than this against a language
_LEAST: Final = -4.0
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def words_of(text: str) -> list[str]:
    """Words in small letters, with their apostrophes."""
    return [word.casefold().replace("’", "'") for word in _WORD.findall(text)]


@cache
def weights() -> dict[str, NDArray[np.float64]]:
    """Word -> what it says for each of the languages: 0 for the best, less for the others.

    Words are known without their accents too, as people write them in chat.
    """
    counts: dict[str, NDArray[np.float64]] = {}
    with FILE.open(encoding="utf-8", newline="") as file:
        for word, *row in csv.reader(file):
            if word == "word":
                continue
            numbers = np.array(row, dtype=np.float64)
            for form in {word, _bare(word)}:
                counts[form] = counts.get(form, np.zeros(len(LANGUAGES))) + numbers
    return {word: _weighed(numbers) for word, numbers in counts.items()}


def _weighed(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    logs = np.log(numbers + _UNSEEN)
    weighed: NDArray[np.float64] = np.maximum(logs - logs.max(), _LEAST)
    return weighed


def _bare(word: str) -> str:
    """The word without accents."""
    split = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def counted(texts: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Rows of the file from pairs of language and text."""
    found = {language: Counter[str]() for language in LANGUAGES}
    for language, text in texts:
        if language in found:
            found[language].update(words_of(text))
    kept = {word for own in found.values() for word, count in own.most_common(_MOST) if count > 1}
    totals = {language: max(own.total(), 1) for language, own in found.items()}
    return [
        (word, *(f"{found[one][word] * _OF / totals[one]:.0f}" for one in LANGUAGES))
        for word in sorted(kept)
    ]


def main() -> None:
    """Write the file."""
    from nlp.records import read_folder  # noqa: PLC0415 - reading a line needs no texts
    from nlp.training_data import CORPUS  # noqa: PLC0415 - the same

    rows = counted((record.language, record.text) for record in read_folder(CORPUS))
    with FILE.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("word", *LANGUAGES), *rows])


if __name__ == "__main__":
    main()
