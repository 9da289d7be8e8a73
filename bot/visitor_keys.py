"""Buttons of the talk in private: `v:<topic>:<verb>:<argument>`, at most 64 bytes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST_BYTES: Final = 64
_SHAPE: Final = re.compile(r"v:([a-z]+):([a-z_]+):([A-Za-z0-9_.+-]*)")


def key(words: str, topic: str, verb: str, argument: str = "") -> InlineKeyboardButton:
    """A button.

    Raises:
        ValueError: it would not come back as it is; a mistake of ours.

    """
    data = f"v:{topic}:{verb}:{argument}"
    if len(data.encode()) > _LONGEST_BYTES or parse(data) != (topic, verb, argument):
        raise ValueError(f"a button cannot carry {data!r}")
    return InlineKeyboardButton(words, callback_data=data)


def keys(*rows: Sequence[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    """Rows of buttons."""
    return InlineKeyboardMarkup([list(row) for row in rows])


def parse(data: str) -> tuple[str, str, str] | None:
    """Topic, verb and argument of a button; None for what is none of these."""
    found = _SHAPE.fullmatch(data)
    return (found[1], found[2], found[3]) if found else None
