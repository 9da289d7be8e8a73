"""Officers by their names, as cards and lists say them and as people type them."""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot import names
from bot.names import Named
from bot.office_words import say
from store import officers
from store.folded import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy.orm import Session

OFFICER: Final = "officer"
#: stands for nobody where an officer could stand
NOBODY: Final = "0"
#: words of the longest name
_LONGEST: Final = 5


def name_of(session: Session, user_id: int | None) -> str:
    """The name of an officer; the number of one who has left; empty for nobody."""
    if user_id is None:
        return ""
    found = officers.find(session, user_id)
    return str(user_id) if found is None else found.name


def code_of(user_id: int | None) -> str:
    """An officer, or nobody, in as few letters as a button has room for."""
    return NOBODY if user_id is None else f"{user_id:x}"


def officer_of(code: str) -> int | None:
    """The id that a code stands for; None for nobody."""
    return int(code, 16) or None


def people_of(session: Session) -> dict[str, str]:
    """Everybody of the office: code -> name."""
    return {code_of(one.id): one.name for one in officers.listed(session)}


def called(people: Mapping[str, str], code: str) -> str:
    """What officers call whoever a code stands for; one who has left by their number."""
    if code == NOBODY:
        return say("officer_names.nobody")
    return people.get(code) or str(officer_of(code))


def named(text: str, people: Mapping[str, str]) -> Iterator[Named]:
    """As `names.named`, and officers by their names.

    A whole name of several words is found before anything else, a single word where it names
    nothing else and one officer alone.
    """
    whole = _nobody() | {folded(name): code for code, name in people.items()}
    single = _single_words(people)
    words, between, at = text.split(), list[str](), 0
    while at < len(words):
        length = _length(words[at:], whole)
        if not length:
            between.append(words[at])
            at += 1
            continue
        yield from _others(between, single)
        between.clear()
        said = " ".join(words[at : at + length])
        yield Named(words=said, what=OFFICER, code=whole[folded(said)])
        at += length
    yield from _others(between, single)


def _length(words: list[str], whole: Mapping[str, str]) -> int:
    """Of how many words the officer's name is that these begin with; 0: with none."""
    lengths = range(min(_LONGEST, len(words)), 1, -1)
    return next((one for one in lengths if folded(" ".join(words[:one])) in whole), 0)


def _others(words: list[str], single: Mapping[str, str]) -> Iterator[Named]:
    for one in names.named(" ".join(words)):
        code = None if one.what else single.get(folded(one.words))
        yield one if code is None else Named(words=one.words, what=OFFICER, code=code)


def _single_words(people: Mapping[str, str]) -> dict[str, str]:
    """Words that name one officer: all of a name, or a part that nobody else has."""
    parts = [(part, code) for code, name in people.items() for part in set(folded(name).split())]
    count = Counter(part for part, _ in parts)
    unique = {part: code for part, code in parts if count[part] == 1}
    whole = {folded(name): code for code, name in people.items() if len(name.split()) == 1}
    return _nobody() | unique | whole


@cache
def _nobody() -> dict[str, str]:
    path = Path(__file__).with_name("finding.toml")
    given = tomllib.loads(path.read_text(encoding="utf-8"))
    return {folded(words): NOBODY for words in given["officers"]["nobody"]}
