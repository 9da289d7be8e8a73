"""Quotes of one input with their places, each in full once and by its number after that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.wrapping import beside, clean, cut, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

_LONGEST: Final = 400
_REMINDER: Final = 40


class Citations:
    """Writes evidence as the lines of a page; remembers what it has quoted."""

    def __init__(self, segments: Sequence[dict[str, Any]], width: int) -> None:
        """Take the segments that evidence points into, and the columns of the page."""
        self._segments = segments
        self._width = width
        self._numbers: dict[tuple[int, int, int], int] = {}

    def lines(
        self, evidence: Sequence[dict[str, Any]], indent: int, most: int = 1
    ) -> Iterator[str]:
        """The first quotes, strongest first; equal words are not said twice."""
        told: set[str] = set()
        for one in evidence:
            if one["quote"] not in told and len(told) < most:
                told.add(one["quote"])
                yield from self._one(one, indent)

    def place_of(
        self, words: str, evidence: Sequence[dict[str, Any]], indent: int
    ) -> Iterator[str]:
        """Where words stand; their sentence too, unless it says no more than they do."""
        if evidence and clean(evidence[0]["quote"]) == clean(words):
            yield f"{' ' * indent}{self._place(evidence[0])}"
        else:
            yield from self.lines(evidence, indent)

    def _one(self, evidence: dict[str, Any], indent: int) -> Iterator[str]:
        place = (evidence["segment"], evidence["start"], evidence["end"])
        margin = " " * indent
        if place in self._numbers:
            reminder = beside(cut(evidence["quote"], _REMINDER))
            yield f"{margin}see [{self._numbers[place]}] “{reminder}”"
            return
        number = self._numbers[place] = len(self._numbers) + 1
        label = f"[{number}] "
        yield from quoted(evidence["quote"], self._width, margin + label)
        for line in wrapped(self._place(evidence), self._width - indent - len(label)):
            yield f"{margin}{' ' * len(label)}{line}"

    def _place(self, evidence: dict[str, Any]) -> str:
        segment = self._segments[evidence["segment"]]
        where = beside(segment["name"]) if segment["name"] else _origin(segment["origin"])
        page = f", page {segment['page']}" if segment["page"] else ""
        return f"{where}{page}, characters {evidence['start']} to {evidence['end']}"


def quoted(quote: str, width: int, first: str) -> Iterator[str]:
    """A quote between marks, its lines under each other.

    Args:
        quote: words of a letter.
        width: columns of the page.
        first: what stands before its first line.

    """
    lines = wrapped(cut(quote, _LONGEST), width - len(first) - 2)
    last = len(lines) - 1
    for number, line in enumerate(lines):
        before = f"{first}“" if number == 0 else " " * (len(first) + 1)
        yield f"{before}{line}{'”' if number == last else ''}"


def _origin(origin: str) -> str:
    return "the message itself" if origin == "body" else f"the message, {origin}"
