"""The way into the store within this process: what waits is committed together.

Nothing is read or parsed here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.waiting import Inlet

if TYPE_CHECKING:
    from ingest.keeping import Keeper


class Acceptor(Inlet):
    """Keeps arrivals durably; one thread writes, so that writers never wait for each other."""

    def __init__(self, keeper: Keeper) -> None:
        """Take what stores them, and start the thread."""
        self._keeper = keeper
        super().__init__("acceptor")

    def _run(self) -> None:
        last = False
        while not last:
            batch, last = self._gather()
            if batch:
                answers = self._keeper.keep([waiting.arrival for waiting in batch])
                for waiting, answer in zip(batch, answers, strict=True):
                    waiting.settle(answer)
