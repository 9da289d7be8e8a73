"""The durable engine on both databases: messages that go well, fail, and are tried again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ingest import workflows
from store import inbox
from store.model import MessageStatus
from tests.engine_room import (
    accepted,
    ends_as,
    engine_rows,
    execute,
    message,
    now,
    running,
    saved,
    until,
    work_rows,
)
from tests.factories import an_arrival

if TYPE_CHECKING:
    from ingest.workflows import Enqueuer
    from store.session import Database

pytestmark = pytest.mark.timeout(120)


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
