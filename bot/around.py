"""What stands right before and after a quote, so that people see it in its place."""

from __future__ import annotations

import re
from typing import Final

#: characters of a neighbour that are shown
_LONGEST: Final = 240
#: ends of sentences in our scripts, and of paragraphs
_END: Final = re.compile(r"[.!?…؟۔。]+[\"'»”’)\]]*(?=\s)|\n[ \t]*\n")


def before(text: str, start: int) -> str:
    """The sentence that ends where a quote begins, or the rest of the one that it lies in."""
    end = len(text[:start].rstrip())
    near = text[max(end - 4 * _LONGEST, 0) : end]
    # its own full stop at its very end is no boundary before it
    last = max((found.end() for found in _END.finditer(near, 0, max(len(near) - 1, 0))), default=0)
    words = " ".join(near[last:].split())
    return words if len(words) <= _LONGEST else "…" + words[-_LONGEST:].partition(" ")[2]


def after(text: str, end: int) -> str:
    """The sentence that begins where a quote ends, or the rest of the one that it lies in."""
    rest = text[end : end + 4 * _LONGEST].lstrip(" .\n\t")
    found = _END.search(rest)
    words = " ".join((rest[: found.end()] if found else rest).split())
    return words if len(words) <= _LONGEST else words[:_LONGEST].rpartition(" ")[0] + "…"
