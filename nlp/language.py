"""The door to language statistics: which language a passage and a message are written in.

Scripts and their letters first, statistics next, three voices together for short lines; `und`
rather than a guess.
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

from nlp.language_lines import Guess, Lines
from nlp.language_words import LANGUAGES as COMMON
from nlp.reading import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nlp.reading import Passage

UNKNOWN: Final = "und"
#: letters below which langdetect does not decide alone
_SHORT: Final = 60
#: letters below which a guess needs more of a lead
_TINY: Final = 12
#: letters of Cyrillic from which it is asked whether they are Russian
_SOME: Final = 40
#: lead that the likeliest language of a short line needs: where a word of it is known, where it has
#: few letters, where none is known and it may be no words at all
_LEAD: Final = 0.2
_LEAD_OF_TINY: Final = 1.5
_LEAD_OF_UNKNOWN: Final = 0.8
#: the same for languages whose words are not known: some known word is in it, or none
_LEAD_OF_OTHERS: Final = 1.5
_LEAD_OF_STRANGERS: Final = 3.0
#: characters of one paragraph that are looked at
_ENOUGH: Final = 1000
#: paragraphs of one passage that are looked at
_MOST_PARAGRAPHS: Final = 200

_ADDRESS: Final = re.compile(r"\S*(?:@|://|www\.)\S*|\b\d[\d.,:/-]*\b")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_PARAGRAPH: Final = re.compile(r"\n\s*\n")
#: what is no letter in itself: the stroke that lengthens Arabic words, and their vowel signs
_MARKS: Final = re.compile(r"[\u0640\u064b-\u0652\u0670]")
#: words of chats may have digits in them, for sounds that Latin letters lack
_CHAT_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_LATIN: Final = ""
#: letters that one character of a dense script is worth
_DENSE: Final = 3
#: lists of words -> language that is typed in Latin letters
_IN_LATIN_LETTERS: Final = {"ru-Latn": "ru", "ar-Latn": "ar"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Data:
    profiles: tuple[str, ...]
    #: first word of the names of its letters -> language
    scripts: dict[str, str]
    #: languages whose characters are words
    dense: frozenset[str]
    #: language of a script -> others that are written in it
    near: dict[str, tuple[str, ...]]
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
    plain = _MARKS.sub("", paragraph)
    letters = "".join(_WORD.findall(plain))
    script = _script(letters)
    if script is None:
        return UNKNOWN
    if script == _LATIN:
        return _latin(plain.lower() if plain.isupper() else plain, len(letters))
    return _by_letters(letters, script, plain)


def _script(letters: str) -> str | None:
    """Language that the script of most letters stands for, "" for Latin, None for none."""
    scripts = Counter(unicodedata.name(c, "? ").split()[0] for c in letters)
    known = [
        (scripts[name] * (_DENSE if code in _data().dense else 1), code)
        for name, code in _data().scripts.items()
        if scripts[name]
    ]
    return max(known)[1] if known else None


def _by_letters(letters: str, language: str, paragraph: str) -> str:
    """A script of several languages: told by letters that only one has, or by statistics."""
    near = _data().near.get(language, ())
    marked = {other: sum(c in _data().letters[other] for c in letters) for other in near}
    best = max(marked, key=marked.__getitem__, default="")
    own = sum(c in _data().letters.get(language, ()) for c in letters)
    if len(letters) < _SOME and own >= marked.get(best, 0):
        return language
    if best and marked[best] >= max(1, len(letters) // 50):
        guess = _statistics(paragraph)[0] if best in _data().profiles else best
        return guess if guess in near else language if guess == language else best
    if language == "ru" and len(letters) >= _SOME and not own:
        return _without_russian_letters(paragraph)
    return language


def _without_russian_letters(paragraph: str) -> str:
    """Bulgarian and its kin, where both libraries say so."""
    guess, sure = _statistics(paragraph)
    return guess if sure and guess == _identifier().classify(paragraph)[0] else "ru"


def _latin(paragraph: str, letters: int) -> str:
    by_words = _by_words(paragraph)
    if by_words in _IN_LATIN_LETTERS:
        return _IN_LATIN_LETTERS[by_words]
    if letters >= _SHORT:
        guess, sure = _statistics(paragraph)
        if sure:
            return guess
    near = _lines().guess(paragraph)
    return near.language if near.lead >= _least(near, letters) else by_words or UNKNOWN


def _least(near: Guess, letters: int) -> float:
    """The lead that a short line's likeliest language needs."""
    if near.language not in COMMON:
        return _LEAD_OF_OTHERS if near.known else _LEAD_OF_STRANGERS
    if letters < _TINY:
        return _LEAD_OF_TINY
    return _LEAD if near.known else _LEAD_OF_UNKNOWN


def _by_words(paragraph: str) -> str | None:
    """The language that clearly most short words belong to, None where that is not clear."""
    words = [word for word in _CHAT_WORD.findall(paragraph.casefold()) if not word.isdigit()]
    counts = Counter(
        language for word in words for language, own in _data().words.items() if word in own
    )
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] * 6 < len(words):
        return None
    if len(ranked) > 1 and ranked[0][1] == ranked[1][1]:
        return None
    if ranked[0][0] in _IN_LATIN_LETTERS and ranked[0][1] < 2:  # noqa: PLR2004  # one word may be a name
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


@cache
def _data() -> _Data:
    path = Path(__file__).with_name("language.toml")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return _Data(
        profiles=tuple(data["profiles"]),
        scripts=data["scripts"],
        dense=frozenset(data["dense"]),
        near={language: tuple(others) for language, others in data["near"].items()},
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
    identifier.set_languages(list(_data().profiles))
    return identifier


@cache
def _lines() -> Lines:
    return Lines(_detectors(), _identifier())
