"""The durable engine for tests: messages in, attempts that go as the test wants, waiting."""

from __future__ import annotations

import time
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import text

from ingest.attempts import Attempts
from ingest.workflows_engine import Engine
from store import drafts, inbox
from tests.factories import a_content, a_read_message, an_arrival

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session

    from ingest.workflows import Enqueuer
    from store.model import InboxMessage, MessageStatus
    from store.session import Database


def now() -> datetime:
    return datetime.now(UTC)


def doing(
    db: Database,
    enqueuer: Enqueuer,
    process: Callable[[str, int], None],
    told: list[str] | None = None,
) -> Attempts:
    return Attempts(
        db=db,
        process=process,
        parked=lambda _session, message_id: (told if told is not None else []).append(message_id),
        enqueuer=enqueuer,
        clock=now,
    )


@contextmanager
def running(
    db: Database,
    enqueuer: Enqueuer,
    process: Callable[[str, int], None],
    executor_id: str = "worker-1",
) -> Iterator[Engine]:
    attempts = doing(db, enqueuer, process)
    engine = Engine(db, attempts.run, executor_id=executor_id, clock=now, poll_seconds=0.05)
    engine.launch()
    try:
        yield engine
    finally:
        engine.close(1)


def accepted(db: Database, enqueuer: Enqueuer, number: int = 1) -> str:
    with db.begin() as session:
        [answer] = inbox.accept(session, [an_arrival(number)], now=now(), year=2026)
        enqueuer.enqueue(session, answer.id, answer.attempt)
    return answer.id


def saved(db: Database) -> Callable[[str, int], None]:
    """A process that reads nothing and saves one draft."""

    def process(message_id: str, attempt: int) -> None:
        with db.begin() as session:
            drafts.save_reading(
                session, message_id, attempt, a_read_message(), [a_content()], now=now()
            )

    return process


def message(db: Database, message_id: str) -> InboxMessage:
    with db.reading() as session:
        return inbox.get(session, message_id)


def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    give_up_at = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < give_up_at, "it did not come to pass"
        time.sleep(0.05)


def ends_as(db: Database, message_id: str, status: MessageStatus, seconds: float = 20) -> None:
    until(lambda: message(db, message_id).status == status, seconds)


def die() -> None:
    raise SystemExit


def pretend_running(db: Database, message_id: str, *, executor: str) -> None:
    """The state that a kill during the attempt leaves behind."""
    with db.begin() as session:
        inbox.begin_attempt(session, message_id, 1, now=now())
    execute(
        db,
        "UPDATE {}workflow_status SET status = 'PENDING', application_version = '1', "
        f"executor_id = '{executor}'",
    )


def execute(db: Database, statement: str) -> None:
    with db.begin() as session:
        session.execute(text(statement.format("" if db.is_sqlite else "dbos.")))


def engine_rows(session: Session) -> list[object]:
    schema = "" if session.get_bind().dialect.name == "sqlite" else "dbos."
    names = ("workflow_status", "workflow_input", "operation_outputs")
    return [list(session.execute(text(f"SELECT * FROM {schema}{name}"))) for name in names]


def work_rows(session: Session) -> list[dict[str, object]]:
    """All that is written for work items, but for what must differ: times and a random mark."""
    schema = "" if session.get_bind().dialect.name == "sqlite" else "dbos."
    rows = []
    for name in ("workflow_status", "workflow_input"):
        found = session.execute(text(f"SELECT * FROM {schema}{name} ORDER BY workflow_uuid"))
        rows += [dict(row) for row in found.mappings()]
    differing = {"created_at", "updated_at", "creator_xid", "retention_timestamp"}
    return [{k: v for k, v in row.items() if k not in differing} for row in rows]
