"""The durable engine on both databases: what becomes of work whose process is gone."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from ingest import workflows
from ingest.errors import EngineError, StoppedError
from ingest.executor import claim_executor
from ingest.workflows import Enqueuer, reconcile
from ingest.workflows_engine import Engine
from store import inbox
from store.model import MessageStatus
from tests.engine_room import (
    accepted,
    die,
    doing,
    ends_as,
    execute,
    message,
    now,
    pretend_running,
    running,
    saved,
    until,
)
from tests.factories import an_arrival

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

pytestmark = pytest.mark.timeout(120)


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


def test_work_of_this_process_whose_end_could_not_be_written_down_is_taken_up(
    database: Database, enqueuer: Enqueuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.workflows_engine._BEAT_SECONDS", 0.2)
    with running(database, enqueuer, saved(database), "worker-1"):
        with database.begin() as session:
            [answer] = inbox.accept(session, [an_arrival()], now=now(), year=2026)
            enqueuer.enqueue(session, answer.id, answer.attempt, delay_seconds=3600)
        pretend_running(database, answer.id, executor="worker-1")

        ends_as(database, answer.id, MessageStatus.DONE, 10)


def test_work_that_takes_many_beats_is_begun_once(
    database: Database, enqueuer: Enqueuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.workflows_engine._BEAT_SECONDS", 0.1)
    begun: list[str] = []

    def slowly(message_id: str, attempt: int) -> None:
        begun.append(message_id)
        time.sleep(2)
        saved(database)(message_id, attempt)

    with running(database, enqueuer, slowly):
        message_id = accepted(database, enqueuer)
        ends_as(database, message_id, MessageStatus.DONE)

    assert begun == [message_id]


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


def test_an_attempt_that_our_own_end_cuts_off_is_taken_up_at_the_next_start(
    database: Database, enqueuer: Enqueuer
) -> None:
    message_id = accepted(database, enqueuer)

    def stopped(_message_id: str, _attempt: int) -> None:
        raise StoppedError

    with running(database, enqueuer, stopped):
        until(lambda: message(database, message_id).status == MessageStatus.PROCESSING)
    with running(database, enqueuer, saved(database)):
        ends_as(database, message_id, MessageStatus.DONE)


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
