"""The durable engine on both databases, with messages that go well, fail, hang and kill."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from ingest import workflows
from ingest.attempts import Attempts
from ingest.errors import EngineError
from ingest.executor import claim_executor
from ingest.workflows import Enqueuer, reconcile
from ingest.workflows_engine import Engine
from store import drafts, inbox
from store.model import MessageStatus
from tests.factories import a_content, a_read_message, an_arrival

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from store.model import InboxMessage
    from store.session import Database

pytestmark = pytest.mark.timeout(120)


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def enqueuer(database: Database) -> Iterator[Enqueuer]:
    workflows.prepare(database.url)
    enqueuer = Enqueuer(database.url)
    yield enqueuer
    enqueuer.close()


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


def test_a_message_is_processed_once_it_is_committed(
    database: Database, enqueuer: Enqueuer
) -> None:
    with running(database, enqueuer, saved(database)):
        message_id = accepted(database, enqueuer)

        ends_as(database, message_id, MessageStatus.DONE)


def test_work_enqueued_before_the_engine_ran_is_taken_up(
    database: Database, enqueuer: Enqueuer
) -> None:
    ids = [accepted(database, enqueuer, number) for number in range(5)]

    with running(database, enqueuer, saved(database)):
        for message_id in ids:
            ends_as(database, message_id, MessageStatus.DONE)


def test_a_rolled_back_acceptance_leaves_no_work(database: Database, enqueuer: Enqueuer) -> None:
    with database.begin() as session:
        [answer] = inbox.accept(session, [an_arrival()], now=now(), year=2026)
        enqueuer.enqueue(session, answer.id, answer.attempt)
        session.rollback()

    assert enqueuer.statuses([workflows.workflow_id(answer.id, 1)]) == {}


def test_a_batch_of_work_items_is_written_as_the_engine_writes_one(
    database: Database, enqueuer: Enqueuer
) -> None:
    arrivals = [an_arrival(number) for number in range(3)]
    with database.begin() as session:
        several = inbox.accept(session, arrivals, now=now(), year=2026)
        enqueuer.enqueue_all(session, several)
        batch = work_rows(session)
    execute(database, "DELETE FROM {}workflow_input")
    execute(database, "DELETE FROM {}workflow_status")

    with database.begin() as session:
        for one in several:
            enqueuer.enqueue(session, one.id, one.attempt)
        singly = work_rows(session)

    assert len(batch) == 6
    assert batch == singly


def test_a_batch_that_was_enqueued_before_changes_nothing(
    database: Database, enqueuer: Enqueuer
) -> None:
    with database.begin() as session:
        several = inbox.accept(session, [an_arrival(n) for n in range(3)], now=now(), year=2026)
        enqueuer.enqueue_all(session, several)
        enqueuer.enqueue_all(session, several)

        assert len(work_rows(session)) == 6


def test_every_message_of_a_batch_is_processed(database: Database, enqueuer: Enqueuer) -> None:
    with database.begin() as session:
        several = inbox.accept(session, [an_arrival(n) for n in range(5)], now=now(), year=2026)
        enqueuer.enqueue_all(session, several)

    with running(database, enqueuer, saved(database)):
        for one in several:
            ends_as(database, one.id, MessageStatus.DONE)


def test_a_failed_attempt_is_followed_by_the_next(
    database: Database, enqueuer: Enqueuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.attempts._BACKOFF", (0.1, 0.1))
    seen: list[int] = []
    save = saved(database)

    def process(message_id: str, attempt: int) -> None:
        seen.append(attempt)
        if attempt == 1:
            raise ValueError("the letter says: secret")
        save(message_id, attempt)

    with running(database, enqueuer, process):
        message_id = accepted(database, enqueuer)
        ends_as(database, message_id, MessageStatus.DONE)

    assert seen == [1, 2]


def test_a_message_that_always_fails_is_parked_and_can_be_run_again(
    database: Database, enqueuer: Enqueuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.attempts._BACKOFF", (0.1, 0.1))
    broken = True
    save = saved(database)

    def process(message_id: str, attempt: int) -> None:
        if broken:
            raise ValueError
        save(message_id, attempt)

    with running(database, enqueuer, process):
        message_id = accepted(database, enqueuer)
        ends_as(database, message_id, MessageStatus.PARKED)
        assert message(database, message_id).problem == "processing_failed"
        broken = False
        with database.begin() as session:
            attempt = inbox.retry(session, message_id, now=now())
            assert attempt is not None
            enqueuer.enqueue(session, message_id, attempt)

        ends_as(database, message_id, MessageStatus.DONE)


def test_a_failing_message_does_not_hold_up_the_others(
    database: Database, enqueuer: Enqueuer
) -> None:
    save = saved(database)
    bad = accepted(database, enqueuer, 1)

    def process(message_id: str, attempt: int) -> None:
        if message_id == bad:
            raise ValueError
        save(message_id, attempt)

    with running(database, enqueuer, process):
        ends_as(database, accepted(database, enqueuer, 2), MessageStatus.DONE)


def test_no_content_comes_into_the_engine_s_tables(database: Database, enqueuer: Enqueuer) -> None:
    def process(_message_id: str, _attempt: int) -> None:
        raise ValueError("the letter says: secret")

    with running(database, enqueuer, process):
        message_id = accepted(database, enqueuer)
        until(lambda: message(database, message_id).problem is not None)

    with database.reading() as session:
        assert "secret" not in str(engine_rows(session))


def test_work_cut_off_by_a_dead_process_is_resumed_by_its_successor(
    database: Database, enqueuer: Enqueuer
) -> None:
    message_id = accepted(database, enqueuer)
    pretend_running(database, message_id, executor="worker-1")

    with running(database, enqueuer, saved(database), "worker-1"):
        ends_as(database, message_id, MessageStatus.DONE, 10)


def test_work_of_an_executor_that_is_no_more_is_reclaimed(
    database: Database, enqueuer: Enqueuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.workflows_engine._LEASE", timedelta(seconds=1))
    message_id = accepted(database, enqueuer)
    pretend_running(database, message_id, executor="worker-of-old")

    with running(database, enqueuer, saved(database), "worker-2"):
        ends_as(database, message_id, MessageStatus.DONE, 10)


def test_an_unfinished_message_without_work_is_enqueued(
    database: Database, enqueuer: Enqueuer
) -> None:
    with database.begin() as session:
        inbox.accept(session, [an_arrival()], now=now(), year=2026)

    assert reconcile(database, enqueuer, clock=now) == 1
    assert reconcile(database, enqueuer, clock=now) == 0


def test_a_message_whose_work_ended_without_a_word_is_enqueued_again(
    database: Database, enqueuer: Enqueuer
) -> None:
    message_id = accepted(database, enqueuer)
    execute(database, "UPDATE {}workflow_status SET status = 'ERROR'")

    assert reconcile(database, enqueuer, clock=now) == 1
    assert enqueuer.statuses([workflows.workflow_id(message_id, 2)]) == {
        f"{message_id}.2": "ENQUEUED"
    }


def test_a_message_that_ends_its_process_again_and_again_is_parked(
    database: Database, enqueuer: Enqueuer
) -> None:
    message_id = accepted(database, enqueuer)
    told: list[str] = []
    attempts = doing(database, enqueuer, lambda *_: die(), told)

    for _ in range(9):
        with suppress(SystemExit):
            attempts.run(message_id, 1)

    assert message(database, message_id).status == MessageStatus.PARKED
    assert told == [message_id]


def test_the_end_waits_for_what_is_under_way(database: Database, enqueuer: Enqueuer) -> None:
    begun = threading.Event()
    save = saved(database)

    def process(message_id: str, attempt: int) -> None:
        begun.set()
        time.sleep(0.5)
        save(message_id, attempt)

    attempts = doing(database, enqueuer, process)
    engine = Engine(database, attempts.run, executor_id="worker-1", clock=now, poll_seconds=0.05)
    engine.launch()
    message_id = accepted(database, enqueuer)
    begun.wait(20)

    engine.close(10)

    assert message(database, message_id).status == MessageStatus.DONE


def test_a_second_engine_in_one_process_is_refused(database: Database, enqueuer: Enqueuer) -> None:
    second = Engine(database, lambda *_: None, executor_id="worker-2", clock=now)

    with running(database, enqueuer, saved(database)), pytest.raises(EngineError):
        second.launch()


def test_two_workers_of_one_data_directory_have_two_ids(tmp_path: Path) -> None:
    first, second = claim_executor(tmp_path), claim_executor(tmp_path)
    first.release()
    again = claim_executor(tmp_path)
    second.release()
    again.release()

    assert first.id == again.id
    assert first.id != second.id


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
