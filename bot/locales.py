"""Names of States and languages for officers, and dates for senders; babel's only door here."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from babel import Locale
from babel.dates import format_date

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

#: of answers, and of what officers may type
SIX: Final = ("en", "fr", "es", "ar", "pt", "ru")
_FLAG_A: Final = 0x1F1E6
_CODE_LETTERS: Final = 2
#: people of the United Nations write the day before the month
_CLDR: Final = {"en": "en_GB", "pt": "pt_PT"}
#: where CLDR's short word is not the one that the office uses
_NAMES: Final = {"PS": "Palestine", "XK": "Kosovo", "TR": "Türkiye"}


def country(code: str) -> str:
    """English name of a State by its ISO 3166 alpha-2 code; an unknown code as it is."""
    return _NAMES.get(code) or str(_english().territories.get(code, code))


def flag(code: str) -> str:
    """The flag of a State as two regional indicators; nothing for what is no code."""
    if len(code) != _CODE_LETTERS or not (code.isascii() and code.isalpha() and code.isupper()):
        return ""
    return "".join(chr(_FLAG_A + ord(letter) - ord("A")) for letter in code)


def main_language(code: str) -> str:
    """A language's code without script and region."""
    return code.split("-", maxsplit=1)[0]


def language(code: str) -> str:
    """English name of a language by its BCP 47 code."""
    if code == "und":
        return "language not told"
    return str(_english().languages.get(main_language(code), code))


def own_name(code: str) -> str:
    """A language as those who speak it call it, with a capital where their script has some."""
    name = str(Locale.parse(code).get_language_name(code))
    return name[:1].upper() + name[1:]


def long_date(day: date, code: str) -> str:
    """A date as people write it in one of the six languages of answers.

    Arabic names the months twice, as the United Nations do: readers in the Maghreb and the
    Levant know different names.
    """
    if code == "ar":
        return f"{day.day} {_arabic_months()[day.month - 1]} {day.year}"
    return str(format_date(day, "long", locale=_CLDR.get(code, code)))


@cache
def _english() -> Locale:
    return Locale.parse("en")


@cache
def _arabic_months() -> list[str]:
    words = Path(__file__).with_name("arabic_months.toml").read_text(encoding="utf-8")
    return list(tomllib.loads(words)["months"])


def country_names(codes: Iterable[str]) -> dict[str, str]:
    """Names of States in the six languages -> code."""
    territories = [Locale.parse(_CLDR.get(one, one)).territories for one in SIX]
    return {
        str(name): code
        for code in codes
        for name in (country(code), *(one.get(code) for one in territories))
        if name
    }


def language_names() -> dict[str, str]:
    """The six languages by what each of the six calls them -> code."""
    return {
        str(Locale.parse(_CLDR.get(there, there)).languages[one]): one
        for there in SIX
        for one in SIX
    }
