"""The languages of answers to senders."""

from __future__ import annotations

from typing import Final

#: the languages of answers
LANGUAGES: Final = ("en", "fr", "es", "ar", "pt", "ru")


def supported(code: str | None) -> str | None:
    """The language of answers for a BCP 47 code; None where there are no words in it."""
    main = (code or "").split("-")[0].lower()
    return main if main in LANGUAGES else None
