"""The words that people read, from one file per language.

Senders' are in `templates/words/`, officers' in `templates/office/words/`.

A value is a sentence with `{placeholders}`, or a table of plural forms (CLDR: one, two, few, many,
other) chosen by `count`. In a language that runs from right to left each given value is isolated
(Unicode TR9, FSI and PDI), so that references, numbers and Latin names stay whole.
"""

from __future__ import annotations

import html
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from babel import Locale
from markupsafe import Markup, escape

from bot.shelf import templates

LANGUAGES: Final = ("en", "fr", "es", "ar", "pt", "ru")
_FIRST_STRONG_ISOLATE: Final = "\u2068"
_POP_ISOLATE: Final = "\u2069"


@dataclass(frozen=True, slots=True)
class Words:
    """The words in one language."""

    language: str
    #: the folder of the files, in `templates/`
    shelf: str = "words"

    def __call__(self, key: str, **given: object) -> str:
        """The words for a key such as `greeting.what`, with the placeholders filled.

        Raises:
            KeyError: there is no such key, or a placeholder was not given; a mistake of ours.

        """
        filled = {name: self._isolated(str(one)) for name, one in given.items()}
        return self._found(key, given).format_map(filled)

    def markup(self, key: str, **given: object) -> Markup:
        """The same as markup: what is given is escaped, unless it is markup already."""
        filled = {name: self._isolated(escape(one)) for name, one in given.items()}
        words = html.escape(self._found(key, given), quote=False)
        return Markup(words.format_map(filled))  # noqa: S704 - all of it is escaped

    def _found(self, key: str, given: dict[str, object]) -> str:
        section, _, name = key.partition(".")
        found = catalogue(self.language, self.shelf)[section][name]
        if isinstance(found, dict):
            found = found[_form(self.language, int(str(given["count"])), found)]
        return str(found)

    @property
    def is_right_to_left(self) -> bool:
        """Whether the script runs from right to left."""
        return Locale(self.language).text_direction == "rtl"

    def _isolated(self, value: str) -> str:
        if not self.is_right_to_left:
            return value
        return f"{_FIRST_STRONG_ISOLATE}{value}{_POP_ISOLATE}"


def words_in(language: str | None) -> Words:
    """The words for a BCP 47 code; English where there is no catalogue for it."""
    main = (language or "").split("-")[0].lower()
    return Words(main if main in LANGUAGES else "en")


@cache
def catalogue(language: str, shelf: str = "words") -> dict[str, dict[str, Any]]:
    """Everything in one language's file: section -> name -> words or plural forms."""
    return tomllib.loads((templates() / shelf / f"{language}.toml").read_text(encoding="utf-8"))


def _form(language: str, count: int, forms: dict[str, str]) -> str:
    form = Locale(language).plural_form(count)
    return form if form in forms else "other"
