"""Threads that write one after the other, in the order in which they came.

SQLite lets in whoever asks at the right moment, and those who wait ask ever more seldom: an
officer's press could wait for all that came after it.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

#: after which nobody waits for the one before any more: the database then decides
_PATIENCE_S: Final = 2.0


class FirstCome:
    """Gives turns. It is for fairness alone: what keeps writers apart is the database."""

    def __init__(self, patience_s: float = _PATIENCE_S) -> None:
        self._patience_s = patience_s
        self._guard = threading.Lock()
        #: set when whoever came last is done
        self._last = threading.Event()
        self._last.set()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for whoever came before, and let the next in at the end."""
        done = threading.Event()
        with self._guard:
            before, self._last = self._last, done
        try:
            before.wait(self._patience_s)
            yield
        finally:
            done.set()
