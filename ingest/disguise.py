"""Characters that make a text say something else to a program than to its readers, taken back.

Invisible ones go, runs that are shown backwards are turned, look-alike letters of another script
inside a word become those of the word. What belongs to a script stays: joiners in Arabic and Indic
words and in emoji, direction marks, Cyrillic and Latin words beside each other. After Unicode
Technical Reports 36 and 39.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ingest.concealed import told
from ingest.problems import problem

if TYPE_CHECKING:
    from ingest.inbound import Problem
    from ingest.segment import Page, Word

#: no letter, no width: separators, operators, fillers, variation selectors, language tags
_UNSEEN: Final = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u2060-\u2064\u206a-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
#: embeddings, overrides and isolates; what they hold is judged before they go
_DIRECTIONS: Final = "\u202a-\u202e\u2066-\u2069"
#: shown backwards up to the sign that ends it or the end of the line
_TURNED: Final = re.compile("([\u202d\u202e])([^\u202a-\u202e\u2066-\u2069\n]*)\u202c?")
_GONE: Final = re.compile(f"[{_UNSEEN}{_DIRECTIONS}]")
#: joiners that join nothing: between letters of scripts without them
_JOINERS: Final = re.compile(
    "(?<=[\u0020-\u058f])[\u200c\u200d]+|[\u200c\u200d]+(?=[\u0020-\u058f])"
)
#: a flag of a region is a black flag with tags
_FLAG: Final = re.compile("\U0001f3f4[\U000e0020-\U000e007f]+")
_TAGS: Final = re.compile("[\U000e0020-\U000e007e]{4,}")
#: between two letters these hide a word from a program, at its edge they do not
_INSIDE: Final = re.compile(
    "(?<=[^\\W_])[\u200b\u2060-\u2064\ufeff\u115f\u1160\u3164\uffa0\u180e]+(?=[^\\W_])"
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})
#: letters that look alike; not all of the first are of a language that the second is written in
_TO_LATIN: Final = str.maketrans(
    "АВЕЅІЈКМНОРСТХУаеорсухіјѕԁԛԝһӏЁёЇїΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρ",
    "ABESIJKMHOPCTXYaeopcyxijsdqwhlËëÏïABEZHIKMNOPTYXovp",
)
_TO_CYRILLIC: Final = str.maketrans("ABEIKMHOPCTXYaeopcyxiËëÏï", "АВЕІКМНОРСТХУаеорсухіЁёЇї")
_MIXED: Final = re.compile(
    "[A-Za-z\u00c0-\u024f][\u0370-\u052f]|[\u0370-\u052f][A-Za-z\u00c0-\u024f]"
)
_STYLED: Final = re.compile("[\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff]")
_CLEAN: Final = re.compile(
    f"[{_UNSEEN}{_DIRECTIONS}\u200c\u200d\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff]"
)
#: so many disguised places are a trick, fewer an accident
_LEAST: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """A text without disguises; `origins[i]` is where its character i stood before."""

    text: str
    origins: tuple[int, ...] | None
    #: letters that nobody saw
    hidden: int = 0
    #: places where a word was disguised
    disguised: int = 0

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the source stands in this text."""
        if self.origins is None:
            return start, end
        return sum(at < start for at in self.origins), sum(at < end for at in self.origins)

    def problems(self, name: str | None = None) -> list[Problem]:
        """What is to be said of it."""
        found = told(self.hidden, name)
        if self.disguised >= _LEAST:
            found.append(problem("disguised_text", name, what=str(self.disguised)))
        return found


def plain(text: str) -> Plain:
    """The text as people see it."""
    if text.isascii():
        return Plain(text=text, origins=None)
    shown, origins, hidden, disguised = text, None, 0, 0
    if _CLEAN.search(text) is not None:
        hidden = sum(len(found[0]) for found in _TAGS.finditer(_FLAG.sub("", text)))
        disguised = len(_INSIDE.findall(text)) + sum(map(_is_turned, _TURNED.finditer(text)))
        shown, origins = _seen(text)
    alike = 0
    if _MIXED.search(shown) is not None:
        shown, alike = _one_script(shown)
    return Plain(text=shown, origins=origins, hidden=hidden, disguised=disguised + alike)


def plain_page(page: Page, name: str) -> tuple[Page, list[Problem]]:
    """A page without disguises, its words where they were."""
    found = plain(page.text)
    if found.text == page.text:
        return page, []
    words = page.words
    if found.origins is not None and words:
        places = {origin: at for at, origin in enumerate(found.origins)}
        words = tuple(filter(None, (_moved(word, places) for word in words)))
    return replace(page, text=found.text, words=words), found.problems(name)


def _moved(word: Word, places: dict[int, int]) -> Word | None:
    at = [places[one] for one in range(word.start, word.end) if one in places]
    return replace(word, start=min(at), end=max(at) + 1) if at else None


def _seen(text: str) -> tuple[str, tuple[int, ...]]:
    """Characters that are seen, in the order in which they are, and where each stood."""
    order = list(range(len(text)))
    for found in _TURNED.finditer(text):
        if _is_turned(found):
            start, end = found.span(2)
            order[start:end] = reversed(order[start:end])
    gone = {at for match in _GONE.finditer(text) for at in range(*match.span())}
    gone |= {at for match in _JOINERS.finditer(text) for at in range(*match.span())}
    gone -= {at for match in _FLAG.finditer(text) for at in range(*match.span())}
    kept = tuple(at for at in order if at not in gone)
    return _STYLED.sub(_unstyled, "".join(text[at] for at in kept)), kept


def _is_turned(found: re.Match[str]) -> bool:
    """Whether an override shows a run backwards: one to the right Latin, one to the left Arabic."""
    directions = {unicodedata.bidirectional(sign) for sign in found[2]}
    leftwards = bool(directions & _RIGHT_TO_LEFT)
    letters = leftwards or "L" in directions
    return letters and len(found[2]) > 1 and leftwards == (found[1] == "\u202d")


def _unstyled(found: re.Match[str]) -> str:
    """A letter of formulas or of full width as the plain one."""
    bare = unicodedata.normalize("NFKC", found[0])
    return bare if len(bare) == 1 else found[0]


def _one_script(text: str) -> tuple[str, int]:
    """Words of two scripts made of one, where all letters of the other only look like it."""
    alike = 0

    def mended(found: re.Match[str]) -> str:
        nonlocal alike
        word = found[0] if found[0].isascii() else _mended(found[0])
        alike += word != found[0]
        return word

    return _WORD.sub(mended, text), alike


def _mended(word: str) -> str:
    """One word: the script of most of its letters is taken for its own."""
    latin = [sign for sign in word if ord(sign) < _FIRST_GREEK]
    others = [sign for sign in word if ord(sign) >= _FIRST_GREEK]
    if len(latin) >= len(others) and all(ord(sign) in _TO_LATIN for sign in others):
        return word.translate(_TO_LATIN)
    if latin and all(ord(sign) in _TO_CYRILLIC for sign in latin):
        is_cyrillic = all(_FIRST_CYRILLIC <= ord(sign) <= _LAST_CYRILLIC for sign in others)
        return word.translate(_TO_CYRILLIC) if is_cyrillic else word
    return word


_FIRST_GREEK, _FIRST_CYRILLIC, _LAST_CYRILLIC = 0x370, 0x400, 0x52F
