"""A worker in a process of its own: the real engine, parser and store, a reader of one word.

`python -m tests.second_worker DATABASE_URL EXECUTOR` works until its input ends.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ingest.answers import OutboxPolicy
from ingest.attempts import Attempts
from ingest.processing import Processor
from ingest.workflows import Enqueuer
from ingest.workflows_engine import Engine
from store.session import open_database
from tests.hands import FakeHands

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRETARIAT = "chat:-100"


@contextmanager
def worker(url: str, executor: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start one; it ends with the block, its work done or not."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.second_worker", url, executor]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        yield process
        process.communicate(timeout=60)


def main(url: str, executor: str) -> None:
    """Work until the input ends."""
    db, enqueuer = open_database(url), Enqueuer(url)
    policy = OutboxPolicy(secretariat=SECRETARIAT, own_addresses=frozenset())
    processor = Processor(db=db, hands=FakeHands(), policy=policy, clock=_now)
    attempts = Attempts(
        db=db,
        process=processor.process,
        parked=processor.parked,
        enqueuer=enqueuer,
        clock=_now,
    )
    engine = Engine(db, attempts.run, executor_id=executor, clock=_now, poll_seconds=0.05)
    engine.launch()
    sys.stdin.buffer.read()
    engine.close()
    enqueuer.close()
    db.close()


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    main(*sys.argv[1:])
