"""Text laid into columns of a terminal, of any script; what a line means is said elsewhere."""

from __future__ import annotations

import unicodedata
from typing import Final

#: embeddings, overrides and isolates: with them a letter could turn the words around its quote
_STEERING: Final = dict.fromkeys(
    map(ord, "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})
#: what stands between these is laid out by itself, from right to left, whatever is around it
_ISOLATE: Final = "\u2067{}\u2069"


def clean(text: str) -> str:
    """The text as one line that steers neither the terminal nor the direction of its line."""
    bare = text.translate(_STEERING)
    return " ".join(
        "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in bare).split()
    )


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(map(_columns, text))


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most so many columns, broken at spaces where there are any.

    A text that runs from right to left does so on each of its lines.

    Args:
        text: One clean line.
        width: Columns.

    """
    lines, line = [], ""
    for word in _pieces(text, width):
        longer = f"{line} {word}" if line else word
        if line and columns(longer) > width:
            lines.append(line)
            longer = word
        line = longer
    lines.append(line)
    form = _ISOLATE if _runs_left(text) else "{}"
    return [form.format(one) for one in lines]


def beside(text: str) -> str:
    """One line of it, in whatever direction it runs, to stand among other words."""
    line = clean(text)
    return _ISOLATE.format(line) if _runs_left(line) else line


def cut(text: str, width: int) -> str:
    """As much of a text as so many columns take; what was left out shows as three dots."""
    line = clean(text)
    if columns(line) <= width:
        return line
    kept, left = "", width - 1
    for letter in line:
        left -= _columns(letter)
        if left < 0:
            break
        kept += letter
    return kept.rstrip() + "…"


def _runs_left(text: str) -> bool:
    """Whether most letters that have a direction run from right to left.

    The first letter alone, as a terminal would ask, turns an Arabic sentence that begins with an
    acronym.
    """
    directions = [unicodedata.bidirectional(letter) for letter in text]
    leftward = sum(one in _RIGHT_TO_LEFT for one in directions)
    return leftward > directions.count("L")


def _columns(letter: str) -> int:
    if unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in {"W", "F"} else 1


def _pieces(text: str, width: int) -> list[str]:
    """Words; one that is too long for a line, or a script without spaces, in parts."""
    pieces = []
    for word in text.split(" "):
        part, used = "", 0
        for letter in word:
            if part and used + _columns(letter) > width:
                pieces.append(part)
                part, used = "", 0
            part += letter
            used += _columns(letter)
        pieces.append(part)
    return pieces
