"""Why a draft is kept out of the register: ids in `reject_reasons.toml`, words in the office's.

The record keeps the words in English, so that it reads the same when the office changes language.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.office_words import kept, names, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason to keep a draft out of the register."""

    id: str
    #: what it says of the letter's kind, for learning; None where it says nothing of that
    kind: str | None = None

    @property
    def button(self) -> str:
        """On the button."""
        return say(f"reject_buttons.{self.id}")

    @property
    def words(self) -> str:
        """In the record."""
        return kept(f"reject_reasons.{self.id}")


@cache
def reasons() -> tuple[Reason, ...]:
    """Why a draft may be rejected, in the order of the buttons."""
    path = Path(__file__).with_name("reject_reasons.toml")
    found = tomllib.loads(path.read_text(encoding="utf-8"))["reasons"]
    return tuple(Reason(**one) for one in found)


def reason_id(recorded: str | None) -> str | None:
    """Which reason of the list was recorded; None for an officer's own words."""
    return next((one.id for one in reasons() if one.words == recorded), None)


def reason_said(recorded: str) -> str:
    """A recorded reason for officers; one in an officer's own words as it is."""
    found = reason_id(recorded)
    if found is not None:
        return say(f"reject_reasons.{found}")
    # what the program records by itself, when a wish was granted or a split undone
    own = names("own_reasons")
    ours = next((one for one in own if kept(f"own_reasons.{one}") == recorded), None)
    return recorded if ours is None else say(f"own_reasons.{ours}")
