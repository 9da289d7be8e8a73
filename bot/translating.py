"""Quotes of one message in the language of whoever asked, as far as a machine says them in time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.evidence import Finding, Translate
    from bot.translator import Translator

#: for all quotes of one message; what follows it into the chat waits for it
SECONDS: Final = 20.0


def translating(foreign: Mapping[int, str], into: str, translator: Translator | None) -> Translate:
    """What gives the translation of a quote; None where there is none, or no time is left.

    Args:
        foreign: number of a finding -> language of its quote.
        into: language of the translations.
        translator: None where none is set any more.

    """
    until = time.monotonic() + SECONDS

    def translated(one: Finding) -> str | None:
        if translator is None:
            return None
        left = until - time.monotonic()
        source = foreign[one.number]
        return translator.translated(one.evidence.quote, source, into, seconds=left)

    return translated
