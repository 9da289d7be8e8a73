"""Arrivals that wait to be kept, and the thread that sees to them; how they are kept is elsewhere.

Whoever hands one over learns by a future that it is safe.
"""

from __future__ import annotations

import queue
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, NamedTuple

from ingest.errors import StorageError
from ingest.keeping import BATCH, BATCH_BYTES

if TYPE_CHECKING:
    from store.model import Accepted, Arrival


class Waiting(NamedTuple):
    """An arrival, and the future of whoever handed it over."""

    arrival: Arrival
    future: Future[Accepted]

    @classmethod
    def of(cls, arrival: Arrival) -> Waiting:
        """Let an arrival wait; its future cannot be cancelled.

        Whoever asked again would not know what became of the first.
        """
        future: Future[Accepted] = Future()
        future.set_running_or_notify_cancel()
        return cls(arrival, future)

    def settle(self, answer: Accepted | None) -> None:
        """Tell that it is safe, or for None that nothing is promised."""
        if answer is None:
            self.future.set_exception(StorageError())
        else:
            self.future.set_result(answer)


class Inlet:
    """Takes arrivals from any thread; one thread of its own sees to all, in batches."""

    def __init__(self, name: str) -> None:
        """Start the thread under a name."""
        self._queue: queue.SimpleQueue[Waiting | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def submit(self, arrival: Arrival) -> Future[Accepted]:
        """Hand over a message, from any thread.

        The future ends when the message is committed, or raises `StorageError`.
        """
        waiting = Waiting.of(arrival)
        with self._lock:
            if self._closed:
                waiting.settle(None)
            else:
                self._queue.put(waiting)
        return waiting.future

    def close(self) -> None:
        """Store what was handed over, then stop."""
        with self._lock:
            if not self._closed:
                self._queue.put(None)
            self._closed = True
        self._thread.join()

    def _run(self) -> None:
        """See to batches (`_gather`) until the last."""
        raise NotImplementedError

    def _gather(self) -> tuple[list[Waiting], bool]:
        """Wait for one, take with it what else is there, up to a batch; whether it is the last."""
        batch: list[Waiting] = []
        size_bytes = 0
        one = self._queue.get()
        while one is not None:
            batch.append(one)
            size_bytes += len(one.arrival.raw)
            if len(batch) >= BATCH or size_bytes >= BATCH_BYTES:
                return batch, False
            try:
                one = self._queue.get_nowait()
            except queue.Empty:
                return batch, False
        return batch, True
