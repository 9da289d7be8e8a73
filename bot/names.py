"""What officers may call States, languages, kinds, statuses, areas, and which code that is."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.labels import area_ids, ids, label
from bot.locales import SIX, country_names, language_names
from bot.office_words import spoken
from nlp.countries import codes as state_codes
from nlp.countries import mentions
from nlp.taxonomy import taxonomy
from store.folded import folded

if TYPE_CHECKING:
    from collections.abc import Iterator

STATE, LANGUAGE, KIND, STATUS, AREA = "state", "language", "kind", "status", "area"
#: words of the longest name
_LONGEST: Final = 7
_CODE_LETTERS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Some words, and what they are the name of."""

    #: as typed
    words: str
    #: `state`, `language`, `kind`, `status` or `area`; empty where they name nothing
    what: str = ""
    code: str = ""


def named(text: str) -> Iterator[Named]:
    """The words of a text in order, the longest names first; what names nothing, word by word."""
    words = text.split()
    at = 0
    while at < len(words):
        found = None
        for length in range(min(_LONGEST, len(words) - at), 0, -1):
            found = _name(" ".join(words[at : at + length]))
            if found is not None:
                at += length
                break
        if found is None:
            found = Named(words=words[at])
            at += 1
        yield found


def _name(words: str) -> Named | None:
    plain = words.strip(",;.")
    if len(plain) == _CODE_LETTERS and plain.isascii() and plain.isalpha():
        return _of_code(words, plain)
    found = _names(spoken()).get(folded(plain))
    if found is not None:
        return Named(words=words, what=found[0], code=found[1])
    state = _state(plain)
    return None if state is None else Named(words=words, what=STATE, code=state)


def _of_code(words: str, code: str) -> Named | None:
    """Two letters: a language where they are one in lower case, else a State."""
    if code in SIX:
        return Named(words=words, what=LANGUAGE, code=code)
    if code.upper() in state_codes():
        return Named(words=words, what=STATE, code=code.upper())
    return None


def _state(words: str) -> str | None:
    """A State, by any name of the reader's table that fills the words."""
    for written in (words, words.title()):
        for one in mentions(written):
            if folded(written) == folded(written[one.start : one.end]):
                return one.code
    return None


@cache
def _names(_spoken: str) -> dict[str, tuple[str, str]]:
    """Folded name -> what, code, in an office that reads this language.

    Cards and lists say their words for areas, kinds and statuses; whoever reads them may type them.
    Of two that share a name, the later line wins.
    """
    path = Path(__file__).with_name("finding.toml")
    given = tomllib.loads(path.read_text(encoding="utf-8"))
    areas = {
        **{term: area.id for area in taxonomy().areas for term in _terms(area.terms)},
        **_labels("areas"),
        **{one: one for one in area_ids()},
    }
    groups = (
        (AREA, areas),
        (LANGUAGE, language_names()),
        (STATE, country_names(state_codes())),
        (KIND, _labels("kinds")),
        (STATUS, _labels("statuses")),
        (KIND, {word: code for code, words in given["kinds"].items() for word in words}),
        (STATUS, {word: code for code, words in given["statuses"].items() for word in words}),
    )
    return {folded(name): (what, code) for what, named in groups for name, code in named.items()}


def _labels(group: str) -> dict[str, str]:
    return {label(group, one): one for one in ids(group)}


def _terms(terms: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for words in terms.values():
        yield from words
