"""Ids of messages: sortable by time, unique without asking anybody."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

_RANDOM_BITS: Final = 64


def earliest(moment: datetime) -> str:
    """What no id of this moment or later sorts before."""
    return f"{int(moment.timestamp() * 1000):012x}"


def new_ids(now: datetime, count: int) -> list[str]:
    """So many ids of 28 hexadecimal digits: 12 of milliseconds, 16 of chance, ascending."""
    milliseconds = int(now.timestamp() * 1000)
    start = secrets.randbits(_RANDOM_BITS - 1)  # room to count up from
    return [f"{milliseconds:012x}{start + step:016x}" for step in range(count)]
