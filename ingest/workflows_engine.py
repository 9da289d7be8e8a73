"""The durable engine in the worker: runs each attempt once more until it has come to an end.

A workflow of one idempotent step per attempt; its arguments are the message's id and the number
of the attempt, it has no result, and no exception with content goes through it.
"""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import structlog
from dbos import DBOS

from ingest.errors import EngineError
from ingest.workflows import (
    APPLICATION,
    QUEUE,
    WORKFLOW,
    Enqueuer,
    prepare,
    reconcile,
    serializer,
    system_engine,
    workflow_id,
)
from store import leases

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from dbos import DBOSConfig

    from store.session import Database

_log = structlog.get_logger()

#: pinned: by default it is a hash of the code, and an upgrade would strand what is pending
_APPLICATION_VERSION: Final = "1"
#: our own count of starts parks a message long before
_MAX_RECOVERIES: Final = 1000
_BEAT_SECONDS: Final = 20
_LEASE: Final = timedelta(seconds=120)
#: beats between two looks for work that nobody stands for
_BEATS_TO_RECONCILE: Final = 3
#: how long a work item that has ended is kept, for whoever looks for what happened
_KEPT: Final = timedelta(days=7)
_FORGOTTEN_AT_ONCE: Final = 500
_LEASE_NAME: Final = "worker:"

#: set while an engine runs; the engine allows one in a process
_running: dict[str, Callable[[str, int], None]] = {}


@DBOS.step(name="attempt")
def _attempt(message_id: str, attempt: int) -> None:
    run = _running.get(QUEUE)
    if run is None:
        raise EngineError
    run(message_id, attempt)


@DBOS.workflow(name=WORKFLOW, max_recovery_attempts=_MAX_RECOVERIES)
def _process_message(message_id: str, attempt: int) -> None:
    _attempt(message_id, attempt)


class Engine:
    """The durable engine of one worker process."""

    def __init__(
        self,
        db: Database,
        run: Callable[[str, int], None],
        *,
        executor_id: str,
        clock: Callable[[], datetime],
        concurrency: int = 2,
        poll_seconds: float = 0.1,
    ) -> None:
        """Describe the engine; `launch` starts it.

        Args:
            db: where messages are; the engine opens connections of its own beside it.
            run: does one attempt (message id, attempt) and raises nothing that says content.
            executor_id: the same after a restart, so that this worker's work is taken up again;
                two processes with one id would run everything twice (see `ingest/executor.py`).
            clock: the time, aware.
            concurrency: attempts at once.
            poll_seconds: between two looks into the queue.

        """
        self._db = db
        self._run = run
        self._executor_id = executor_id
        self._clock = clock
        self._concurrency = concurrency
        self._poll_seconds = poll_seconds
        self._system = system_engine(db.url)
        self._enqueuer = Enqueuer(db.url)
        #: attempts that are being run here
        self._under_way: set[str] = set()
        #: work that was ours at the last beat, and was not being run
        self._idle: set[str] = set()
        self._stopping = threading.Event()
        self._keeper = threading.Thread(target=self._keep_house, name="engine-keeper", daemon=True)

    def launch(self) -> None:
        """Take up what this executor left behind, then run what comes.

        Raises:
            EngineError: another engine runs in this process.

        """
        if QUEUE in _running:
            raise EngineError
        _running[QUEUE] = self._do
        prepare(self._db.url)
        DBOS(config=self._config())
        DBOS.launch()
        DBOS.register_queue(
            QUEUE,
            worker_concurrency=self._concurrency,
            polling_interval_sec=self._poll_seconds,
            on_conflict="always_update",
        )
        self._keeper.start()
        _log.info("engine_launched", executor=self._executor_id, concurrency=self._concurrency)

    def close(self, seconds: int = 20) -> None:
        """Begin nothing more, wait for what is under way; what is left is taken up at a restart."""
        self._stopping.set()
        self._keeper.join()
        DBOS.destroy(workflow_completion_timeout_sec=seconds)
        _running.pop(QUEUE, None)
        self._let_go(self._executor_id)
        self._enqueuer.close()
        self._system.dispose()
        _log.info("engine_closed", executor=self._executor_id)

    def _do(self, message_id: str, attempt: int) -> None:
        work = workflow_id(message_id, attempt)
        self._under_way.add(work)
        try:
            self._run(message_id, attempt)
        finally:
            self._under_way.discard(work)

    def _config(self) -> DBOSConfig:
        return {
            "name": APPLICATION,
            "system_database_engine": self._system,
            "application_version": _APPLICATION_VERSION,
            "executor_id": self._executor_id,
            "serializer": serializer(),
            "log_level": "WARNING",
            "scheduler_polling_interval_sec": 3600.0,
        }

    def _keep_house(self) -> None:
        """Show that this executor lives, and look after work that nobody stands for."""
        beat = 0
        while True:
            try:
                self._beat()
                self._take_up()
                if beat % _BEATS_TO_RECONCILE == 0:
                    reconcile(self._db, self._enqueuer, clock=self._clock)
                    self._reclaim()
                    self._tidy()
            except Exception as error:  # noqa: BLE001 - the database may come back
                _log.warning("engine_keeper_failed", trouble=type(error).__name__)
            beat += 1
            if self._stopping.wait(_BEAT_SECONDS):
                return

    def _beat(self) -> None:
        name = self._lease_name(self._executor_id)
        with self._db.begin() as session:
            leases.take(session, name, self._executor_id, _LEASE, self._clock())

    def _take_up(self) -> None:
        """Give back to the queue what is ours and was not being run at two beats in a row.

        The database went away before the engine could write down how it ended, and it does not
        try for ever; without this such work would wait for the next start of the program.
        """
        ours = {
            work for work, executor in self._enqueuer.running() if executor == self._executor_id
        }
        idle = ours - self._under_way
        if left := idle & self._idle:
            self._enqueuer.resume(sorted(left))
            _log.warning("work_taken_up", messages=len(left))
        self._idle = idle - left

    def _reclaim(self) -> None:
        """Give back to the queue what executors left behind that have not shown life for long."""
        left: dict[str, list[str]] = {}
        for workflow, executor in self._enqueuer.running():
            if executor != self._executor_id:
                left.setdefault(executor, []).append(workflow)
        for executor, workflows in left.items():
            if self._is_dead(executor):
                self._enqueuer.resume(workflows)
                self._let_go(executor)
                _log.warning("work_reclaimed", executor=executor, messages=len(workflows))

    def _tidy(self) -> None:
        """Look after what a clock that was set back has put off, and delete what ended long ago."""
        now = self._clock()
        if hastened := self._enqueuer.hasten(now):
            _log.warning("work_hastened", messages=hastened)
        # what one pass deletes is bounded, so that nobody waits behind it; the next goes on
        if forgotten := self._enqueuer.forget(now - _KEPT, limit=_FORGOTTEN_AT_ONCE):
            _log.info("work_forgotten", messages=forgotten)

    def _is_dead(self, executor: str) -> bool:
        """Whether its lease can be taken; it is, so that only one of us reclaims at a time."""
        name = self._lease_name(executor)
        with self._db.begin() as session:
            return leases.take(session, name, self._executor_id, _LEASE, self._clock())

    def _let_go(self, executor: str) -> None:
        with self._db.begin() as session:
            leases.release(session, self._lease_name(executor), self._executor_id)

    @staticmethod
    def _lease_name(executor: str) -> str:
        return f"{_LEASE_NAME}{executor}"
