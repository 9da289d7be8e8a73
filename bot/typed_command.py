"""What was typed as a command, for topics of the talk in private."""

from __future__ import annotations

from typing import Final

#: what is longer is a letter that begins with a stroke
_LONGEST: Final = 64


def command_of(text: str) -> str | None:
    """The name of a command, in lower case; None for what is none."""
    if not text.startswith("/") or len(text) > _LONGEST:
        return None
    return text.split(maxsplit=1)[0].partition("@")[0].removeprefix("/").lower()
