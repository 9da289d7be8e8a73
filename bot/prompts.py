"""The question for a typed reason: a reply quotes it; for a loose answer it is remembered.

What is remembered is forgotten at a restart, after which only a reply is an answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

    from bot.scene import Pressed
    from store.model import Draft

_ASKED: Final = re.compile(r"([A-Z]+-[0-9]{4}-[0-9]{4,}-[0-9]+) \(revision ([0-9]{1,9})\)")

#: after which a loose text is no answer any more but talk
_OPEN_FOR: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The draft that a prompt of ours was about."""

    ref: str
    revision: int


def prompt_for(draft: Draft) -> str:
    """The question, as plain text."""
    return (
        "✍️ Reply to this message with the reason for not registering "
        f"{draft.ref} (revision {draft.revision})."
    )


def asked_in(prompt: str) -> Asked | None:
    """What a prompt of ours asked about; None where it is no such prompt."""
    found = _ASKED.search(prompt)
    if found is None or not prompt.startswith("✍️"):
        return None
    return Asked(ref=found[1], revision=int(found[2]))


class Questions:
    """The last question that each officer was asked in a chat and has not answered."""

    def __init__(self) -> None:
        self._open: dict[tuple[int, int], tuple[Asked, datetime]] = {}

    def ask(self, pressed: Pressed, asked: Asked, *, now: datetime) -> None:
        """Remember a question; an earlier one of the same officer is forgotten."""
        self._open[pressed.chat_id, pressed.person.id] = asked, now

    def close(self, pressed: Pressed) -> None:
        """It was answered, or the officer turned to something else."""
        self._open.pop((pressed.chat_id, pressed.person.id), None)

    def open_to(self, pressed: Pressed, *, now: datetime) -> Asked | None:
        """What this officer was asked in this chat not long ago."""
        asked, at = self._open.get((pressed.chat_id, pressed.person.id), (None, now))
        return asked if now - at <= _OPEN_FOR else None
