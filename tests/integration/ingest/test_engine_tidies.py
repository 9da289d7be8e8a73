"""Work items that ended long ago go; those that did not end stay, however old."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import text

from store import inbox
from store.model import MessageStatus
from tests.engine_room import accepted, ends_as, execute, now, running, saved, until

if TYPE_CHECKING:
    import pytest

    from ingest.workflows import Enqueuer
    from store.session import Database

WEEK = timedelta(days=7)


def test_a_finished_work_item_goes_with_all_its_rows(
    database: Database, enqueuer: Enqueuer
) -> None:
    finished(database, enqueuer, 1)

    assert enqueuer.forget(now() - WEEK, limit=10) == 0
    assert enqueuer.forget(now() + WEEK, limit=10) == 1
    assert counted(database) == {
        "workflow_status": 0,
        "workflow_input": 0,
        "workflow_output": 0,
        "operation_outputs": 0,
    }


def test_one_pass_deletes_no_more_than_it_may(database: Database, enqueuer: Enqueuer) -> None:
    finished(database, enqueuer, 3)

    assert [enqueuer.forget(now() + WEEK, limit=2) for _ in range(3)] == [2, 1, 0]


def test_what_has_not_ended_stays_however_old(database: Database, enqueuer: Enqueuer) -> None:
    for number, status in enumerate(("ENQUEUED", "PENDING", "DELAYED", "CANCELLED"), start=1):
        message_id = accepted(database, enqueuer, number)
        execute(
            database,
            f"UPDATE {{}}workflow_status SET status = '{status}', created_at = 1, "
            f"completed_at = 1 WHERE workflow_uuid = '{message_id}.1'",
        )

    assert enqueuer.forget(now() + WEEK, limit=10) == 0
    assert counted(database)["workflow_status"] == 4


def test_a_worker_tidies_by_itself_and_messages_stay_done(
    database: Database, enqueuer: Enqueuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.workflows_engine._KEPT", -WEEK)
    [message_id] = finished(database, enqueuer, 1)

    with running(database, enqueuer, saved(database)):
        until(lambda: counted(database)["workflow_status"] == 0)

    with database.reading() as session:
        assert inbox.get(session, message_id).status is MessageStatus.DONE


def finished(db: Database, enqueuer: Enqueuer, count: int) -> list[str]:
    ids = [accepted(db, enqueuer, number) for number in range(1, count + 1)]
    with running(db, enqueuer, saved(db)):
        for message_id in ids:
            ends_as(db, message_id, MessageStatus.DONE)
        until(lambda: ended(db) == count)
    return ids


def ended(db: Database) -> int:
    schema = "" if db.is_sqlite else "dbos."
    with db.reading() as session:
        found = session.scalar(
            text(f"SELECT count(*) FROM {schema}workflow_status WHERE status = 'SUCCESS'")
        )
    return int(found or 0)


def counted(db: Database) -> dict[str, int]:
    schema = "" if db.is_sqlite else "dbos."
    names = ("workflow_status", "workflow_input", "workflow_output", "operation_outputs")
    with db.reading() as session:
        return {
            name: int(session.scalar(text(f"SELECT count(*) FROM {schema}{name}")) or 0)
            for name in names
        }
