"""Every page in the office's language, and in its direction.

Words that stand in an attribute go through `striptags`: what they quote is escaped again there.
"""

from __future__ import annotations

from typing import Any

from bot.office_words import locale, spoken
from bot.render import render


def framed(name: str, **context: Any) -> str:
    """A page from its template."""
    return render(name, language=spoken(), direction=locale().text_direction, **context)
