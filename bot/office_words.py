"""The words that officers read, from one file per language in `templates/office/words/`.

An office speaks one language (`ACSG_OFFICE_LANGUAGE`): its chat is shared, and a card stands there
for everybody. It is set where the program is put together, before anything is said.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

from babel import Locale

from bot.words import Words, catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

SHELF: Final = "office/words"
#: people of the United Nations write the day before the month
CLDR: Final = {"en": "en_GB", "pt": "pt_PT"}


class _Office:
    """Which language is spoken; one per process, since cards are rendered in many threads."""

    words = Words("en", SHELF)


#: spoken for a while in place of the office's language
_MEANWHILE: Final[ContextVar[Words | None]] = ContextVar("meanwhile", default=None)


def speak(language: str) -> None:
    """From now on officers read this language."""
    _Office.words = Words(language, SHELF)


@contextmanager
def in_english() -> Iterator[None]:
    """What is said within is English: for what cannot show the letters of the office's language."""
    before = _MEANWHILE.set(Words("en", SHELF))
    try:
        yield
    finally:
        _MEANWHILE.reset(before)


def spoken() -> str:
    """The language that officers read."""
    return _words().language


def locale() -> Locale:
    """How the office's language names States and languages, and writes dates."""
    return Locale.parse(CLDR.get(spoken(), spoken()))


def say(key: str, **given: object) -> str:
    """The office's words for a key such as `replies.sent_below`, with the placeholders filled.

    Raises:
        KeyError: there is no such key, or a placeholder was not given; a mistake of ours.

    """
    return _words()(key, **given)


def kept(key: str) -> str:
    """The same in English, for what is kept: it reads the same when the office changes language."""
    return Words("en", SHELF)(key)


def say_safely(key: str, **given: object) -> Markup:
    """The same for templates: what is given is escaped, unless it is markup already."""
    return _words().markup(key, **given)


def has(section: str, name: str) -> bool:
    """Whether the office has words for an id."""
    return name in catalogue("en", SHELF).get(section, {})


def names(section: str) -> tuple[str, ...]:
    """All ids of a section, in the order of the file."""
    return tuple(catalogue("en", SHELF)[section])


def _words() -> Words:
    return _MEANWHILE.get() or _Office.words
