"""The writer: a process of its own that keeps arrivals, so that talking and storing overlap.

In one interpreter a commit and a conversation take turns; on two cores they need not. The parent
sends arrivals through a pipe, the child commits whatever waits and answers with what is safe.
Where the child ends, nothing is promised of what it held, and another one takes its place.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import structlog

from ingest import pipe
from ingest.errors import StorageError
from ingest.keeping import BATCH, BATCH_BYTES, Keeper
from ingest.waiting import Inlet

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from multiprocessing.connection import Connection
    from pathlib import Path

    from ingest.waiting import Waiting
    from store.model import Arrival

_log = structlog.get_logger()

#: between the end of a child and the start of the next
_PAUSE_SECONDS: Final = 0.5
#: how long the end of the last batch may take
_LAST_SECONDS: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the child works with; plain, because it goes to another process."""

    database_url: str
    spool: Path | None
    zone: str
    #: the time, aware; a function that the child can import
    clock: Callable[[], datetime]
    #: runs first in the child; the same
    set_up_logs: Callable[[], None]


class Writer(Inlet):
    """Keeps arrivals durably, as `Acceptor` does, in a process of its own."""

    def __init__(self, desk: Desk) -> None:
        """Start the child; arrivals may be handed over at once and wait for it."""
        self._desk = desk
        super().__init__("writer")

    def _run(self) -> None:
        while not self._served():
            _log.error("writer_lost")
            time.sleep(_PAUSE_SECONDS)

    def _served(self) -> bool:
        """Run one child to its end; whether that was the end of all."""
        spawning = multiprocessing.get_context("spawn")
        ours, theirs = spawning.Pipe()
        child = spawning.Process(
            target=write, args=(theirs, self._desk), name="acsg-writer", daemon=True
        )
        try:
            child.start()
        except OSError:
            # no process to be had just now; what waits goes on waiting
            ours.close()
            theirs.close()
            return False
        theirs.close()
        line = _Line(ours, self._desk.spool)
        ended = False
        try:
            while not ended and not line.broken:
                batch, ended = self._gather()
                line.send(batch)
        finally:
            line.hang_up()
            child.join(_LAST_SECONDS)
        return ended


class _Line:
    """The parent's end of the pipe: what was sent and is not yet answered."""

    def __init__(self, connection: Connection, spool: Path | None) -> None:
        self._connection = connection
        self._spool = spool
        self._open: dict[int, list[Waiting]] = {}
        self._sent = 0
        self.broken = False
        self._answers = threading.Thread(target=self._listen, name="writer-answers", daemon=True)
        self._answers.start()

    def send(self, batch: list[Waiting]) -> None:
        if not batch:
            return
        self._sent += 1
        self._open[self._sent] = batch
        try:
            arrivals = [waiting.arrival for waiting in batch]
            pipe.send(self._connection, self._sent, arrivals, self._spool)
        except StorageError:
            self._open.pop(self._sent)
            self._send_singly(batch)
        except (OSError, MemoryError):
            self.broken = True
        if self.broken:
            # the listener may have ended before this batch was there
            self._give_up(self._open.pop(self._sent, []))

    def _send_singly(self, batch: list[Waiting]) -> None:
        """There is no room for what is large in it: only that is given up."""
        if len(batch) == 1:
            self._give_up(batch)
            return
        for waiting in batch:
            self.send([waiting])

    def hang_up(self) -> None:
        """Say that nothing more comes, and wait for the last answers."""
        try:
            self._connection.send(None)
        except OSError:
            self.broken = True
        self._answers.join(_LAST_SECONDS)
        self._connection.close()

    def _listen(self) -> None:
        try:
            while True:
                number, answers = self._connection.recv()
                for waiting, answer in zip(self._open.pop(number), answers, strict=True):
                    waiting.settle(answer)
        except (EOFError, OSError):
            self.broken = True
        for number in list(self._open):
            self._give_up(self._open.pop(number, []))

    def _give_up(self, batch: list[Waiting]) -> None:
        for waiting in batch:
            waiting.settle(None)


def write(connection: Connection, desk: Desk) -> None:
    """Keep what comes through a pipe until it ends; the whole life of the child."""
    # the parent says when to stop: a signal to the whole group must not cut off its last mails
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    desk.set_up_logs()
    keeper = _keeper(desk)
    going = True
    while going:
        batches, going = _waiting(connection)
        arrivals = [one for _, batch in batches for one in batch]
        answers = keeper.keep(arrivals) if batches else []
        pipe.let_go(one.file for one in arrivals if one.file is not None)
        start = 0
        for number, batch in batches:
            end = start + len(batch)
            try:
                connection.send((number, answers[start:end]))
            except OSError:
                return
            start = end


def _keeper(desk: Desk) -> Keeper:
    from ingest import workflows  # noqa: PLC0415 - a second of imports that only the child needs
    from store.session import open_database  # noqa: PLC0415 - the same

    try:
        workflows.prepare(desk.database_url)
    except Exception as error:  # noqa: BLE001 - the database is away: each mail is told so
        _log.warning("engine_not_prepared", trouble=type(error).__name__)
    return Keeper(
        open_database(desk.database_url, spool=desk.spool),
        workflows.Enqueuer(desk.database_url).enqueue_all,
        clock=desk.clock,
        zone=ZoneInfo(desk.zone),
    )


def _waiting(connection: Connection) -> tuple[list[tuple[int, list[Arrival]]], bool]:
    """What has come, for one transaction; and whether more will come."""
    batches: list[tuple[int, list[Arrival]]] = []
    count = size_bytes = 0
    try:
        while not batches or (count < BATCH and size_bytes < BATCH_BYTES and connection.poll()):
            message = pipe.receive(connection)
            if message is None:
                return batches, False
            batches.append(message)
            count += len(message[1])
            size_bytes += sum(len(arrival.raw) for arrival in message[1])
    except (EOFError, OSError):
        return batches, False
    return batches, True
