"""A clock that is set back by an hour: no number twice, nobody waits for the hour to come again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ingest.workflows import Enqueuer, reconcile
from store import inbox, leases, outbox
from store.model import MessageStatus, NewOutboxRow, OutboxKind
from tests.engine_room import accepted, ends_as, execute, now, running, saved
from tests.factories import NOW, an_arrival

if TYPE_CHECKING:
    from datetime import datetime

    from store.model import OutboxRow
    from store.session import Database

HOUR, TTL = timedelta(hours=1), timedelta(seconds=6)


def test_references_go_on_and_ids_differ(database: Database) -> None:
    with database.begin() as session:
        [first] = inbox.accept(session, [an_arrival(1)], now=NOW, year=2027)
    with database.begin() as session:
        [second] = inbox.accept(session, [an_arrival(2)], now=NOW - HOUR, year=2026)
        [third] = inbox.accept(session, [an_arrival(3)], now=NOW, year=2027)

    assert [first.ref, second.ref, third.ref] == [
        "ACSG-2027-0001",
        "ACSG-2026-0001",
        "ACSG-2027-0002",
    ]
    assert len({first.id, second.id, third.id}) == 3


def test_a_dead_holders_lease_is_free_at_once(database: Database) -> None:
    with database.begin() as session:
        assert leases.take(session, "bot", "dead", TTL, NOW)
        assert leases.take(session, "bot", "next", TTL, NOW - HOUR)


def test_clocks_of_two_hosts_that_differ_a_little_take_no_lease_away(database: Database) -> None:
    with database.begin() as session:
        assert leases.take(session, "bot", "ahead", TTL, NOW)
        assert not leases.take(session, "bot", "behind", TTL, NOW - timedelta(minutes=4))


def test_what_is_to_be_sent_goes_at_once(database: Database) -> None:
    add(database)
    with database.begin() as session:
        assert outbox.is_due(session, now=NOW - HOUR)

    assert len(claimed(database, NOW - HOUR)) == 1


def test_what_failed_before_is_tried_again_at_once_and_then_waits_its_time(
    database: Database,
) -> None:
    add(database)
    [row] = claimed(database, NOW)
    fail(database, row, NOW)

    [again] = claimed(database, NOW - HOUR)
    fail(database, again, NOW - HOUR)

    assert claimed(database, NOW - HOUR + timedelta(seconds=1)) == []
    assert len(claimed(database, NOW - HOUR + timedelta(seconds=30))) == 1


def test_an_attempt_that_was_put_off_is_made(database: Database, enqueuer: Enqueuer) -> None:
    message_id = accepted(database, enqueuer)
    later = int((now() + HOUR).timestamp() * 1000)
    execute(
        database,
        f"UPDATE {{}}workflow_status SET status = 'DELAYED', delay_until_epoch_ms = {later}",
    )

    with running(database, enqueuer, saved(database)):
        ends_as(database, message_id, MessageStatus.DONE, 10)


def test_an_attempt_that_waits_for_its_moment_is_left_alone(
    database: Database, enqueuer: Enqueuer
) -> None:
    with database.begin() as session:
        [answer] = inbox.accept(session, [an_arrival()], now=now(), year=2026)
        enqueuer.enqueue(session, answer.id, answer.attempt, delay_seconds=30)

    assert enqueuer.hasten(now()) == 0
    assert reconcile(database, enqueuer, clock=now) == 0


def add(db: Database) -> None:
    with db.begin() as session:
        row = NewOutboxRow(kind=OutboxKind.CARD, target="chat:1", payload={"draft": 1})
        outbox.add(session, [row], now=NOW)


def claimed(db: Database, moment: datetime) -> list[OutboxRow]:
    with db.begin() as session:
        return outbox.claim(session, now=moment)


def fail(db: Database, row: OutboxRow, moment: datetime) -> None:
    with db.begin() as session:
        outbox.failed(
            session,
            row.id,
            permanent=False,
            retry_at=moment + timedelta(seconds=10),
            problem="network",
            now=moment,
        )
