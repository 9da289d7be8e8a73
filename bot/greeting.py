"""The first words to somebody who writes to the bot in private, in their language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.render import render
from bot.words import words_in

if TYPE_CHECKING:
    from collections.abc import Sequence

#: the languages of answers
LANGUAGES: Final = ("en", "fr", "es", "ar", "pt", "ru")


def greeting(language_code: str | None, addresses: Sequence[str]) -> str:
    """What this is and what to send; in English with French where the language has no words."""
    code = supported(language_code)
    if code is not None:
        return _in(code, addresses)
    return f"{_in('en', addresses)}\n\n— — —\n\n{_in('fr', addresses)}"


def supported(code: str | None) -> str | None:
    """The language of answers for a BCP 47 code; None where there are no words in it."""
    main = (code or "").split("-")[0].lower()
    return main if main in LANGUAGES else None


def _in(code: str, addresses: Sequence[str]) -> str:
    words = words_in(code)
    way = words("privacy.mail_first", address=addresses[0])
    return f"{way} {words('privacy.telegram_stores')}\n\n{render(f'greeting/{code}.txt.j2')}"
