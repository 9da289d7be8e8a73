"""Quotes of one message in the language of whoever asked, as far as a machine says them in time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bot.evidence import Finding, Translate
    from bot.evidence_rows import QuoteRow
    from bot.translator import Translator

#: for all quotes of one message; what follows it into the chat waits for it
SECONDS: Final = 30.0


def translating(quotes: QuoteRow, translator: Translator | None) -> Translate:
    """What gives the translation of a quote; None where there is none, or no time is left."""
    until = time.monotonic() + SECONDS

    def translated(one: Finding) -> str | None:
        if translator is None:
            return None
        left = until - time.monotonic()
        source = quotes.foreign[one.number]
        return translator.translated(one.evidence.quote, source, quotes.into, seconds=left)

    return translated
