"""The words that people read, from one file per language in `templates/words/`.

A value is a sentence with `{placeholders}`, or a table of plural forms (CLDR: one, two, few, many,
other) chosen by `count`. In a language that runs from right to left each given value is isolated
(Unicode TR9, FSI and PDI), so that references, numbers and Latin names stay whole.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from babel import Locale

from bot.render import templates

LANGUAGES: Final = ("en", "fr", "es", "ar", "pt", "ru")
_FIRST_STRONG_ISOLATE: Final = "\u2068"
_POP_ISOLATE: Final = "\u2069"


@dataclass(frozen=True, slots=True)
class Words:
    """The words in one language."""

    language: str

    def __call__(self, key: str, **given: object) -> str:
        """The words for a key such as `greeting.what`, with the placeholders filled.

        Raises:
            KeyError: there is no such key, or a placeholder was not given; a mistake of ours.

        """
        section, _, name = key.partition(".")
        found = catalogue(self.language)[section][name]
        if isinstance(found, dict):
            found = found[_form(self.language, int(str(given["count"])), found)]
        return str(found).format_map({name: self._isolated(one) for name, one in given.items()})

    @property
    def is_right_to_left(self) -> bool:
        """Whether the script runs from right to left."""
        return Locale(self.language).text_direction == "rtl"

    def _isolated(self, value: object) -> str:
        if not self.is_right_to_left:
            return str(value)
        return f"{_FIRST_STRONG_ISOLATE}{value}{_POP_ISOLATE}"


def words_in(language: str | None) -> Words:
    """The words for a BCP 47 code; English where there is no catalogue for it."""
    main = (language or "").split("-")[0].lower()
    return Words(main if main in LANGUAGES else "en")


@cache
def catalogue(language: str) -> dict[str, dict[str, Any]]:
    """Everything in one language's file: section -> name -> words or plural forms."""
    return tomllib.loads((templates() / "words" / f"{language}.toml").read_text(encoding="utf-8"))


def _form(language: str, count: int, forms: dict[str, str]) -> str:
    form = Locale(language).plural_form(count)
    return form if form in forms else "other"
