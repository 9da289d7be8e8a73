"""Names of States and languages for officers, and dates for senders."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from babel import Locale
from babel.dates import format_date

from bot.office_words import CLDR, SHELF, say, spoken
from bot.words import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

#: of answers, and of what officers may type
SIX: Final = ("en", "fr", "es", "ar", "pt", "ru")
_FLAG_A: Final = 0x1F1E6
_CODE_LETTERS: Final = 2
#: English names are kept with what is learned and typed, whatever language the office reads
_KEPT: Final = "en"


def country(code: str) -> str:
    """Name of a State by its ISO 3166 alpha-2 code, as officers read it; an unknown code as it is.

    Where the short word of CLDR is not the one that the office uses, its own words have another.
    """
    return _country(code, spoken())


def kept_country(code: str) -> str:
    """The same in English, for what is kept."""
    return _country(code, _KEPT)


def flag(code: str) -> str:
    """The flag of a State as two regional indicators; nothing for what is no code."""
    if len(code) != _CODE_LETTERS or not (code.isascii() and code.isalpha() and code.isupper()):
        return ""
    return "".join(chr(_FLAG_A + ord(letter) - ord("A")) for letter in code)


def main_language(code: str) -> str:
    """A language's code without script and region."""
    return code.split("-", maxsplit=1)[0]


def language(code: str) -> str:
    """Name of a language by its BCP 47 code, as officers read it."""
    if code == "und":
        return say("locales.not_told")
    return str(_names(spoken()).languages.get(main_language(code), code))


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
    return str(format_date(day, "long", locale=CLDR.get(code, code)))


def _country(code: str, spoken_there: str) -> str:
    own = catalogue(spoken_there, SHELF).get("countries", {}).get(code)
    return str(own or _names(spoken_there).territories.get(code, code))


@cache
def _names(spoken_there: str) -> Locale:
    """What has the names; in English the American ones, which write `St. Lucia`."""
    return Locale.parse("en" if spoken_there == "en" else CLDR.get(spoken_there, spoken_there))


@cache
def _arabic_months() -> list[str]:
    words = Path(__file__).with_name("arabic_months.toml").read_text(encoding="utf-8")
    return list(tomllib.loads(words)["months"])


def country_names(codes: Iterable[str]) -> dict[str, str]:
    """Names of States in the six languages -> code."""
    territories = [Locale.parse(CLDR.get(one, one)).territories for one in SIX]
    return {
        str(name): code
        for code in codes
        for name in (kept_country(code), country(code), *(one.get(code) for one in territories))
        if name
    }


def language_names() -> dict[str, str]:
    """The six languages by what each of the six calls them -> code."""
    return {
        str(Locale.parse(CLDR.get(there, there)).languages[one]): one
        for there in SIX
        for one in SIX
    }
