"""A pool of guarded processes that is made anew when it is broken.

pebble gives a pool up when a process of it ends that had nothing to do, as when the system is
short of memory; the message at hand must not pay for that. With `ingest/guard.py` its one door.
"""

from __future__ import annotations

import contextlib
import threading
from concurrent.futures import Future, InvalidStateError
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable

    from pebble import ProcessPool

_log = structlog.get_logger()


class Pool:
    """Runs tasks in processes; a task that ends its process costs itself alone."""

    def __init__(self, make: Callable[[], ProcessPool]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._pool = make()
        self._closed = False
        #: of tasks under way: pebble tells nobody who waits when it is stopped
        self._futures: set[Future[Any]] = set()

    def start(self, task: Callable[..., Any]) -> None:
        """Start the processes with a first task, without waiting for it."""
        self._pool.schedule(task)

    def run(self, task: Callable[..., Any], arguments: tuple[Any, ...], seconds: float) -> Any:
        """Run one task, once more where the pool broke under it.

        Raises:
            TimeoutError, ProcessExpired: of concurrent.futures and pebble.
            Exception: what the task raised.

        """
        pool = self._pool
        try:
            return self._once(pool, task, arguments, seconds)
        except BrokenProcessPool:
            if self._closed:
                raise
            _log.warning("guard_pool_broken")
            return self._once(self._renewed(pool), task, arguments, seconds)

    def close(self) -> None:
        """End all processes, and the waiting for them."""
        with self._lock:
            self._closed = True
            _end(self._pool)
            for future in list(self._futures):
                with contextlib.suppress(InvalidStateError):
                    future.set_exception(BrokenProcessPool())

    def _once(
        self,
        pool: ProcessPool,
        task: Callable[..., Any],
        arguments: tuple[Any, ...],
        seconds: float,
    ) -> Any:
        with self._lock:
            try:
                future: Future[Any] = pool.schedule(task, arguments, timeout=seconds)
            except RuntimeError as error:
                raise BrokenProcessPool from error
            self._futures.add(future)
        try:
            return future.result()
        finally:
            self._futures.discard(future)

    def _renewed(self, broken: ProcessPool) -> ProcessPool:
        """The pool in place of a broken one; whoever comes second finds it made."""
        with self._lock:
            if self._pool is broken:
                _end(broken)
                self._pool = self._make()
            return self._pool


def _end(pool: ProcessPool) -> None:
    with contextlib.suppress(RuntimeError):
        pool.stop()  # type: ignore[no-untyped-call] # pebble's own
        pool.join()
