"""Entries of a card that rest on the same words of the letter, so that these are shown once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.cards import Quote


class Quoting(Protocol):
    """An area or a criterion as a card has it."""

    @property
    def quote(self) -> Quote | None:
        """The words that show it; None where there are none."""


_Entry = TypeVar("_Entry", bound=Quoting)


def together(entries: Sequence[_Entry]) -> list[list[_Entry]]:
    """The entries that have a quote, those of one quote together, in the order of the first."""
    groups: dict[Quote, list[_Entry]] = {}
    for entry in entries:
        if entry.quote is not None:
            groups.setdefault(entry.quote, []).append(entry)
    return list(groups.values())
