"""The way into the store: what waits is committed together, each with its work item.

A commit costs a write that the disk confirms; mails that come at the same time share one. Whoever
handed over learns by a future that the message is safe. Nothing is read or parsed here.
"""

from __future__ import annotations

import queue
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, Final, NamedTuple

import structlog

from ingest.errors import StorageError
from store import inbox

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from store.model import Accepted, Arrival
    from store.session import Database

_log = structlog.get_logger()

_BATCH: Final = 64
_BATCH_BYTES: Final = 16_000_000


class _Waiting(NamedTuple):
    arrival: Arrival
    future: Future[Accepted]


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
        """Start the writer.

        Args:
            db: where to keep.
            enqueue: writes the work items of new messages in the transaction it is given.
            clock: the time, aware.
            zone: of the year in references.

        """
        self._db = db
        self._enqueue = enqueue
        self._clock = clock
        self._zone = zone
        self._queue: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="acceptor", daemon=True)
        self._thread.start()

    def submit(self, arrival: Arrival) -> Future[Accepted]:
        """Hand over a message, from any thread.

        The future ends when the message is committed, or raises `StorageError`; it cannot be
        cancelled, because whoever asks again would not know what became of the first.
        """
        future: Future[Accepted] = Future()
        future.set_running_or_notify_cancel()
        with self._lock:
            if self._closed:
                future.set_exception(StorageError())
            else:
                self._queue.put(_Waiting(arrival, future))
        return future

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
            batch, last = self._gather()
            self._settle(batch)

    def _gather(self) -> tuple[list[_Waiting], bool]:
        """Everything that waits, up to a batch; and whether it is the last."""
        batch: list[_Waiting] = []
        size_bytes = 0
        waiting = self._queue.get()
        while waiting is not None:
            batch.append(waiting)
            size_bytes += len(waiting.arrival.raw)
            if len(batch) >= _BATCH or size_bytes >= _BATCH_BYTES:
                return batch, False
            try:
                waiting = self._queue.get_nowait()
            except queue.Empty:
                return batch, False
        return batch, True

    def _settle(self, batch: Sequence[_Waiting]) -> None:
        """Store a batch; where that fails, one by one, so that one bad arrival costs only itself.

        Two failures in a row are the store's: then nobody waits for its timeouts any longer.
        """
        if not batch or self._kept(batch):
            return
        failures = 0
        for waiting in batch:
            if len(batch) > 1 and failures < 2 and self._kept([waiting]):  # noqa: PLR2004 - as said
                failures = 0
            else:
                failures += 1
                waiting.future.set_exception(StorageError())

    def _kept(self, batch: Sequence[_Waiting]) -> bool:
        try:
            accepted = self._store([waiting.arrival for waiting in batch])
        except Exception as error:  # noqa: BLE001 - whatever it is, the sender keeps its mail
            _log.error("not_stored", trouble=type(error).__name__, arrivals=len(batch))
            return False
        for waiting, answer in zip(batch, accepted, strict=True):
            waiting.future.set_result(answer)
        return True

    def _store(self, arrivals: Sequence[Arrival]) -> list[Accepted]:
        now = self._clock()
        year = now.astimezone(self._zone).year
        with self._db.begin() as session:
            accepted = inbox.accept(session, arrivals, now=now, year=year)
            new = [answer for answer in accepted if answer.new]
            if new:
                self._enqueue(session, new)
        return accepted
