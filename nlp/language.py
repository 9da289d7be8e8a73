"""The one door to language statistics: which language a passage and a message are written in.

Scripts and their letters first, statistics next, a referee for short lines; `und` rather than
a guess.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from nlp.reading import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nlp.reading import Passage

UNKNOWN: Final = "und"
#: letters below which the referee decides
_SHORT: Final = 60
#: letters below which statistics say nothing worth hearing
_TINY: Final = 12
#: characters of one paragraph that are looked at
_ENOUGH: Final = 1000
#: paragraphs of one passage that are looked at
_MOST_PARAGRAPHS: Final = 200

_ADDRESS: Final = re.compile(r"\S*(?:@|://|www\.)\S*|\b\d[\d.,:/-]*\b")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_PARAGRAPH: Final = re.compile(r"\n\s*\n")
_SCRIPTS: Final = {"ARABIC": "ar", "CYRILLIC": "ru", "LATIN": "", "CJK": "zh", "ETHIOPIC": "am"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Data:
    profiles: tuple[str, ...]
    referee: tuple[str, ...]
    letters: dict[str, frozenset[str]]
    words: dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Languages:
    """The languages of a message, BCP 47."""

    main: str
    #: of the sender's words, most used first
    used: tuple[str, ...]
    #: one for each passage
    passages: tuple[str, ...]


def languages(passages: Sequence[Passage], *, prior: str | None = None) -> Languages:
    """Tell the languages of a message.

    Args:
        passages: with the roles of their words; quoted history counts only when all is quoted.
        prior: language of the thread, for what cannot be told otherwise.

    """
    weights = [_weights(passage.text) for passage in passages]
    own = [w for w, p in zip(weights, passages, strict=True) if p.role not in _OTHERS]
    total: Counter[str] = Counter()
    for weight in own if any(own) else weights:
        total.update(weight)
    used = tuple(language for language, _ in total.most_common() if language != UNKNOWN)
    main = used[0] if used else prior or UNKNOWN
    each = tuple(max(w, key=w.__getitem__) if w else UNKNOWN for w in weights)
    return Languages(main=main, used=_notable(used, total), passages=each)


_OTHERS: Final = (Role.QUOTED, Role.SIGNATURE)


def _notable(used: Sequence[str], total: Counter[str]) -> tuple[str, ...]:
    """Without what a heading or a name in another language adds."""
    least = 0.08 * sum(total.values())
    return tuple(language for language in used if total[language] >= least)


def _weights(text: str) -> Counter[str]:
    """Language -> number of its letters in a passage."""
    found: Counter[str] = Counter()
    for paragraph in _paragraphs(text):
        letters = sum(map(len, _WORD.findall(paragraph)))
        if letters:
            found[language_of(paragraph)] += letters
    if len(found) > 1:
        found[UNKNOWN] = 0
    return +found


def _paragraphs(text: str) -> Iterable[str]:
    pieces = [piece for piece in _PARAGRAPH.split(text) if piece.strip()]
    for piece in pieces[:_MOST_PARAGRAPHS]:
        yield _ADDRESS.sub(" ", piece[:_ENOUGH])


def language_of(paragraph: str) -> str:
    """The language of one paragraph, `und` where it cannot be told."""
    letters = "".join(_WORD.findall(paragraph))
    script = _script(letters)
    if script is None:
        return UNKNOWN
    if script:
        return _by_letters(letters, script, paragraph)
    return _latin(paragraph, len(letters))


def _script(letters: str) -> str | None:
    """Language that a script stands for, "" for Latin, None for none."""
    scripts = Counter(unicodedata.name(c, "? ").split()[0] for c in letters)
    known = [(scripts[name], language) for name, language in _SCRIPTS.items() if scripts[name]]
    return max(known)[1] if known else None


def _by_letters(letters: str, language: str, paragraph: str) -> str:
    """Arabic or Cyrillic script: its neighbours by their own letters, else by statistics."""
    near = {"ar": ("ur", "fa"), "ru": ("uk", "mk")}.get(language, ())
    marked = {other: sum(c in _data().letters[other] for c in letters) for other in near}
    best = max(marked, key=marked.__getitem__, default="")
    if not best or marked[best] < max(1, len(letters) // 50):
        return language
    guess = _statistics(paragraph)[0]
    return guess if guess in near else language if guess == language else best


def _latin(paragraph: str, letters: int) -> str:
    by_words = _by_words(paragraph)
    if letters < _TINY:
        return by_words or UNKNOWN
    guess, sure = _statistics(paragraph)
    if by_words == "ru-Latn":
        return "ru"
    if letters >= _SHORT and sure:
        return guess
    referee, referee_sure = _referee(paragraph)
    votes = Counter(vote for vote in (guess, referee, by_words) if vote)
    best, count = votes.most_common(1)[0]
    if count > 1:
        return best
    if by_words:
        return by_words
    return referee if referee_sure else UNKNOWN


def _by_words(paragraph: str) -> str | None:
    """The language that clearly most short words belong to, None where that is not clear."""
    words = [word.casefold() for word in _WORD.findall(paragraph)]
    counts = Counter(
        language for word in words for language, own in _data().words.items() if word in own
    )
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] * 6 < len(words):
        return None
    if len(ranked) > 1 and ranked[0][1] == ranked[1][1]:
        return None
    if ranked[0][0] == "ru-Latn" and ranked[0][1] < 2:  # noqa: PLR2004  # one word may be a name
        return None
    return ranked[0][0]


def _statistics(paragraph: str) -> tuple[str, bool]:
    """Best guess and whether it may stand alone."""
    from langdetect.lang_detect_exception import LangDetectException  # noqa: PLC0415

    detector = _detectors().create()
    detector.seed = 0
    detector.append(paragraph)
    try:
        ranked = detector.get_probabilities()
    except LangDetectException:
        return "", False
    if not ranked:
        return "", False
    return str(ranked[0].lang), ranked[0].prob > 0.9  # noqa: PLR2004


def _referee(paragraph: str) -> tuple[str, bool]:
    language, probability = _identifier().classify(paragraph)
    return str(language), bool(probability > 0.8)  # noqa: PLR2004


@cache
def _data() -> _Data:
    path = Path(__file__).with_name("language.toml")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return _Data(
        profiles=tuple(data["profiles"]),
        referee=tuple(data["referee"]),
        letters={language: frozenset(own) for language, own in data["letters"].items()},
        words={language: frozenset(own) for language, own in data["words"].items()},
    )


@cache
def _detectors() -> Any:
    """Only the profiles that are needed: fewer strangers to be mistaken for."""
    from langdetect import PROFILES_DIRECTORY  # noqa: PLC0415
    from langdetect.detector_factory import DetectorFactory  # noqa: PLC0415

    profiles = [
        (Path(PROFILES_DIRECTORY) / language).read_text(encoding="utf-8")
        for language in _data().profiles
    ]
    factory = DetectorFactory()
    factory.load_json_profile(profiles)
    return factory


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(_data().referee))
    return identifier
