"""The language of a line in Latin letters that is too short for statistics alone.

Three voices are added: the profiles of langdetect, asked about every run of letters instead of a
random few; py3langid; and frequent words. With nlp/language.py the one door of both libraries.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from nlp.language_words import LANGUAGES, weights, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Scores = NDArray[np.float64]

#: how much each voice counts; found on translations of programs, which nobody here wrote
_PROFILES: Final = 0.5
_REFEREE: Final = 1.0
_WORDS: Final = 0.7
#: what a known word of the four languages says against all others
_ELSEWHERE: Final = -1.0
#: a probability under which the referee means never
_NEVER: Final = 1e-30
#: what langdetect adds to each frequency of its profiles
_SMOOTH: Final = 0.5 / 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What a line seems to be in."""

    language: str
    #: lead over the next language
    lead: float
    #: number of its words that are known
    known: int


class Lines:
    """Tells the language of short lines."""

    def __init__(self, detectors: Any, identifier: Any) -> None:
        """Take langdetect's factory with its profiles, and py3langid's identifier."""
        self._factory = detectors
        self._identifier = identifier
        self._languages: Sequence[str] = tuple(detectors.langlist)
        self._four = [self._languages.index(language) for language in LANGUAGES]

    def guess(self, line: str) -> Guess:
        """The likeliest language, and by how much."""
        words, known = self._words(line)
        scores = _PROFILES * self._profiles(line) + _REFEREE * self._referee(line) + _WORDS * words
        second, best = np.argsort(scores)[-2:]
        return Guess(
            language=self._languages[best], lead=float(scores[best] - scores[second]), known=known
        )

    def _profiles(self, line: str) -> Scores:
        detector = self._factory.create()
        detector.append(line)
        known = self._factory.word_lang_prob_map
        runs = [known[run] for run in detector._extract_ngrams()]  # noqa: SLF001 - it has no other name
        if not runs:
            return np.zeros(len(self._languages))
        found: Scores = np.log(_SMOOTH + np.array(runs)).sum(axis=0) / sqrt(len(runs))
        best: float = found.max()
        found -= best
        return found

    def _referee(self, line: str) -> Scores:
        ranked = dict(self._identifier.rank(line))
        # the library's own measure of how far a text of this length may be trusted is in already
        scores: Scores = np.log([max(float(ranked.get(one, 0)), _NEVER) for one in self._languages])
        return scores

    def _words(self, line: str) -> tuple[Scores, int]:
        found = [weights()[word] for word in words_of(line) if word in weights()]
        scores = np.full(len(self._languages), _ELSEWHERE * len(found))
        scores[self._four] = np.sum(found, axis=0) if found else 0.0
        return scores, len(found)
