"""Several States in one line, as an officer types them."""

from __future__ import annotations

import re
from typing import Final

from nlp.state_names import named

_BETWEEN: Final = re.compile(r"[,;،؛/+]")
_AND: Final = re.compile(r"\s+(?:and|et|y|e|и)\s+|\s+و\s*|\s*&\s*", re.IGNORECASE)


class UnclearError(Exception):
    """A name is no State's, or more than one's: then `codes` says whose."""

    def __init__(self, name: str, codes: tuple[str, ...] = ()) -> None:
        """Keep the name and whose it may be."""
        super().__init__(name)
        self.name = name
        self.codes = codes


def codes_in(typed: str) -> tuple[str, ...]:
    """The States of a line in its order, each once.

    Raises:
        UnclearError: one of the names is unknown or may be several States'.

    """
    pieces = [piece.strip() for piece in _BETWEEN.split(typed)]
    found = [code for piece in pieces if piece for code in _codes(piece)]
    if not found:
        raise UnclearError(typed)
    return tuple(dict.fromkeys(found))


def _codes(piece: str) -> list[str]:
    """Of one name, or of two with `and` between; Bosnia and Herzegovina is one."""
    if named(piece):
        return [_only(piece)]
    parts = _AND.split(piece)
    if len(parts) == 1 or not all(map(named, parts)):
        unknown = next((part for part in parts if not named(part)), piece)
        raise UnclearError(unknown)
    return [_only(part) for part in parts]


def _only(name: str) -> str:
    codes = named(name)
    if len(codes) > 1:
        raise UnclearError(name, codes)
    return codes[0]
