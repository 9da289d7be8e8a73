"""How much a chat still takes: places that fill as we speak and empty evenly as time goes by."""

from __future__ import annotations

from typing import Final


class Budget:
    """So many messages at once, and in the long run so many in each period.

    Times are seconds of any clock that is not set back.
    """

    __slots__ = ("_each_s", "_empty_at", "_places")

    def __init__(self, places: int, period_s: float) -> None:
        self._places: Final = places
        self._each_s: Final = period_s / places
        #: when all that was taken will have emptied
        self._empty_at = 0.0

    def take(self, now: float) -> float:
        """Take a place, in the order of asking; gives the seconds until it is there."""
        self._empty_at = max(self._empty_at, now) + self._each_s
        return max(self._empty_at - self._places * self._each_s - now, 0.0)

    def wait_s(self, now: float, *, leaving: int = 0) -> float:
        """Seconds until a place can be had that leaves so many free; takes none."""
        full_at = self._empty_at - (self._places - leaving - 1) * self._each_s
        return max(full_at - now, 0.0)

    def is_empty(self, now: float) -> bool:
        """Whether nothing that was taken counts any more."""
        return self._empty_at <= now
