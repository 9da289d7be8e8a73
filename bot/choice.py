"""A choice of thematic areas, small enough for a button: one bit each, and a check.

So the choice lives in the keyboard itself until it is done: nothing to forget, nothing to clean
up, and two officers who choose at once do not mix their choices.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from bot.labels import area_ids

if TYPE_CHECKING:
    from collections.abc import Iterable


def pack(areas: Iterable[str]) -> str:
    """The choice as text; areas that the taxonomy does not know are left out."""
    chosen = set(areas)
    bits = sum(1 << place for place, area in enumerate(area_ids()) if area in chosen)
    return f"{bits:x}.{_check()}"


def unpack(text: str | None) -> frozenset[str] | None:
    """The choice of a button; None where it was made from another list of areas."""
    bits, _, check = (text or "").partition(".")
    if check != _check():
        return None
    try:
        number = int(bits, 16)
    except ValueError:
        return None
    return frozenset(area for place, area in enumerate(area_ids()) if number >> place & 1)


def _check() -> str:
    return f"{zlib.crc32(' '.join(area_ids()).encode()) & 0xFFFF:04x}"
