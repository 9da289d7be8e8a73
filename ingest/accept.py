"""The way into the store from any thread: what waits is committed together.

Whoever handed over learns by a future that the message is safe. Nothing is read or parsed here.
"""

from __future__ import annotations

import queue
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, NamedTuple

from ingest.errors import StorageError
from ingest.keeping import BATCH, BATCH_BYTES, Keeper

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from store.model import Accepted, Arrival
    from store.session import Database


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


class Acceptor:
    """Keeps arrivals durably; one thread writes, so that writers never wait for each other."""

    def __init__(
        self,
        db: Database,
        enqueue: Callable[[Session, Sequence[Accepted]], object],
        *,
        clock: Callable[[], datetime],
        zone: ZoneInfo,
    ) -> None:
        """Start the thread; the arguments are those of `Keeper`."""
        self._keeper = Keeper(db, enqueue, clock=clock, zone=zone)
        self._queue: queue.SimpleQueue[Waiting | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="acceptor", daemon=True)
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
        last = False
        while not last:
            batch, last = gather(self._queue)
            if batch:
                answers = self._keeper.keep([waiting.arrival for waiting in batch])
                for waiting, answer in zip(batch, answers, strict=True):
                    waiting.settle(answer)


def gather(waiting: queue.SimpleQueue[Waiting | None]) -> tuple[list[Waiting], bool]:
    """Wait for one, take with it what else is there, up to a batch; and whether it is the last."""
    batch: list[Waiting] = []
    size_bytes = 0
    one = waiting.get()
    while one is not None:
        batch.append(one)
        size_bytes += len(one.arrival.raw)
        if len(batch) >= BATCH or size_bytes >= BATCH_BYTES:
            return batch, False
        try:
            one = waiting.get_nowait()
        except queue.Empty:
            return batch, False
    return batch, True
