"""In which language somebody in private is answered: chosen, else written, else the program's."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.greeting import supported
from nlp.language import languages
from nlp.reading import Passage, Role
from store import visitors

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from store.model import InboxMessage
    from store.visitors import Visitor

#: characters from which a text tells its language for sure
_SURE: Final = 40
_ENOUGH: Final = 1_000
_MOST_WORDS: Final = 4
_ACCOUNT: Final = "telegram:"


def chosen(session: Session, message: InboxMessage) -> str | None:
    """The language that the sender of a letter by chat chose; None where they chose none."""
    number = message.sender.removeprefix(_ACCOUNT)
    if message.channel != "chat" or not number.isdecimal():
        return None
    visitor = visitors.find(session, int(number))
    return visitor.language if visitor is not None and visitor.language_chosen else None


def greeted_in(text: str) -> frozenset[str]:
    """The languages that a mere greeting may be in; none where it is more than that."""
    words = "".join(one if one.isalpha() else " " for one in text.casefold()).split()
    if not words or len(words) > _MOST_WORDS:
        return frozenset()
    said = " ".join(words)
    return frozenset(code for code, known in _greetings().items() if said in known)


def having_written(visitor: Visitor, text: str) -> Visitor:
    """A visitor, with the language of what they wrote where that is sure and none was chosen."""
    if visitor.language_chosen:
        return visitor
    found = greeted_in(text)
    if len(found) == 1:
        return replace(visitor, language=next(iter(found)))
    if len(text) < _SURE:
        return visitor
    passage = Passage(text=text[:_ENOUGH], role=Role.OWN)
    code = supported(languages([passage]).main)
    return visitor if code is None else replace(visitor, language=code)


@cache
def _greetings() -> dict[str, frozenset[str]]:
    path = Path(__file__).with_name("hello.toml")
    read = tomllib.loads(path.read_text(encoding="utf-8"))
    return {code: frozenset(known) for code, known in read["greetings"].items()}
