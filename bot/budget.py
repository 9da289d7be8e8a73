"""How many messages a chat still takes: what we spend comes back evenly as time goes by."""

from __future__ import annotations

from typing import Final


class Budget:
    """So many messages at once, and in the long run so many in each period.

    Times are seconds of any clock that is not set back.
    """

    __slots__ = ("_each_s", "_most", "_whole_at")

    def __init__(self, most: int, period_s: float) -> None:
        self._most: Final = most
        self._each_s: Final = period_s / most
        #: when all that was spent will have come back
        self._whole_at = 0.0

    def spend(self, now: float) -> float:
        """Spend one, in the order of asking; gives the seconds until it may be sent."""
        self._whole_at = max(self._whole_at, now) + self._each_s
        return max(self._whole_at - self._most * self._each_s - now, 0.0)

    def wait_s(self, now: float, *, leaving: int = 0) -> float:
        """Seconds until one can be spent that leaves so many for others; spends none."""
        there_at = self._whole_at - (self._most - leaving - 1) * self._each_s
        return max(there_at - now, 0.0)

    def is_whole(self, now: float) -> bool:
        """Whether nothing that was spent counts any more."""
        return self._whole_at <= now
