from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store import audit, inbox
from store.errors import UnknownMessageError
from store.model import MessageStatus
from tests.factories import NOW, an_arrival

if TYPE_CHECKING:
    from store.model import InboxMessage
    from store.session import Database


@pytest.fixture
def message_id(database: Database) -> str:
    with database.begin() as session:
        return inbox.accept(session, [an_arrival()], now=NOW, year=2026)[0].id


def begin(db: Database, message_id: str, attempt: int, limit: int = 3) -> bool:
    with db.begin() as session:
        return inbox.begin_attempt(session, message_id, attempt, now=NOW, limit=limit)


def fail(
    db: Database, message_id: str, attempt: int, *, permanent: bool = False, limit: int = 3
) -> int | None:
    with db.begin() as session:
        return inbox.fail_attempt(
            session,
            message_id,
            attempt,
            problem="timeout",
            permanent=permanent,
            limit=limit,
            now=NOW,
        )


def retry(db: Database, message_id: str) -> int | None:
    with db.begin() as session:
        return inbox.retry(session, message_id, now=NOW)


def message(db: Database, message_id: str) -> InboxMessage:
    with db.reading() as session:
        return inbox.get(session, message_id)


def test_a_begun_message_is_in_processing(database: Database, message_id: str) -> None:
    assert begin(database, message_id, 1)

    assert message(database, message_id).status == MessageStatus.PROCESSING


def test_every_start_is_counted(database: Database, message_id: str) -> None:
    begin(database, message_id, 1)
    begin(database, message_id, 1)

    assert message(database, message_id).attempts == 2


def test_a_message_that_kills_its_worker_each_time_is_parked(
    database: Database, message_id: str
) -> None:
    started = [begin(database, message_id, 1) for _ in range(5)]

    assert started == [True, True, True, False, False]
    assert message(database, message_id).status == MessageStatus.PARKED
    assert message(database, message_id).problem == "never_ended"


def test_an_attempt_that_is_not_the_current_one_does_not_begin(
    database: Database, message_id: str
) -> None:
    begin(database, message_id, 1)
    fail(database, message_id, 1)

    assert not begin(database, message_id, 1)
    assert begin(database, message_id, 2)


def test_a_failed_attempt_names_the_next(database: Database, message_id: str) -> None:
    begin(database, message_id, 1)

    following = fail(database, message_id, 1)

    assert following == 2
    assert message(database, message_id).status == MessageStatus.RECEIVED
    assert message(database, message_id).problem == "timeout"


def test_a_failure_that_is_told_twice_names_no_second_next(
    database: Database, message_id: str
) -> None:
    begin(database, message_id, 1)
    fail(database, message_id, 1)

    assert fail(database, message_id, 1) is None


def test_after_the_last_attempt_it_is_parked(database: Database, message_id: str) -> None:
    begin(database, message_id, 1)
    fail(database, message_id, 1, limit=2)
    begin(database, message_id, 2)

    assert fail(database, message_id, 2, limit=2) is None
    assert message(database, message_id).status == MessageStatus.PARKED


def test_permanent_trouble_parks_at_once(database: Database, message_id: str) -> None:
    begin(database, message_id, 1)

    assert fail(database, message_id, 1, permanent=True) is None
    assert message(database, message_id).status == MessageStatus.PARKED


def test_a_parked_message_can_be_run_again_from_the_beginning(
    database: Database, message_id: str
) -> None:
    begin(database, message_id, 1, limit=1)
    fail(database, message_id, 1, limit=1)

    assert retry(database, message_id) == 2
    assert begin(database, message_id, 2, limit=1)


def test_only_a_parked_message_is_retried(database: Database, message_id: str) -> None:
    assert retry(database, message_id) is None


def test_parking_and_retrying_leave_a_trace(database: Database, message_id: str) -> None:
    begin(database, message_id, 1)
    fail(database, message_id, 1, permanent=True)
    retry(database, message_id)

    with database.reading() as session:
        trace = audit.of_message(session, message_id)
    assert [entry.what for entry in trace] == ["parked", "retried"]


def test_unfinished_messages_come_with_the_attempt_to_enqueue(
    database: Database, message_id: str
) -> None:
    begin(database, message_id, 1)
    fail(database, message_id, 1)

    with database.reading() as session:
        assert [(one.id, one.attempt) for one in inbox.unfinished(session)] == [(message_id, 2)]


def test_an_unknown_message_cannot_begin(database: Database) -> None:
    with pytest.raises(UnknownMessageError):
        begin(database, "nowhere", 1)


def test_messages_are_listed_by_status(database: Database, message_id: str) -> None:
    begin(database, message_id, 1)

    with database.reading() as session:
        assert list(inbox.listed(session, status=MessageStatus.RECEIVED)) == []
        assert len(list(inbox.listed(session, status=MessageStatus.PROCESSING))) == 1


def test_a_message_is_found_by_its_senders_reference(database: Database, message_id: str) -> None:
    with database.reading() as session:
        found = inbox.by_ref(session, "ACSG-2026-0001")

    assert found is not None
    assert found.id == message_id
