from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from store import outbox
from store.model import NewOutboxRow, OutboxKind, OutboxStatus
from tests.factories import NOW

if TYPE_CHECKING:
    from store.model import OutboxRow
    from store.session import Database

LATER = NOW + timedelta(minutes=1)


def a_row(draft: int = 1, target: str = "chat:1", **changes: Any) -> NewOutboxRow:
    payload = {"draft": draft, "revision": 1}
    given: dict[str, Any] = {"kind": OutboxKind.CARD, "target": target, "payload": payload}
    return NewOutboxRow(**(given | changes))


def add(db: Database, *rows: NewOutboxRow) -> None:
    with db.begin() as session:
        outbox.add(session, rows, now=NOW)


def claim(db: Database, limit: int = 10) -> list[OutboxRow]:
    with db.begin() as session:
        return outbox.claim(session, now=NOW, limit=limit)


def sent(db: Database, row: OutboxRow, ref: str = "77") -> None:
    with db.begin() as session:
        outbox.sent(session, row.id, provider_ref=ref, now=NOW)


def failed(db: Database, row: OutboxRow, *, permanent: bool = False, unknown: bool = False) -> None:
    with db.begin() as session:
        outbox.failed(
            session,
            row.id,
            permanent=permanent,
            retry_at=LATER,
            problem="network",
            unknown=unknown,
            now=NOW,
        )


def rows_of(db: Database) -> list[OutboxRow]:
    with db.reading() as session:
        return list(outbox.listed(session))


def test_a_claimed_row_notes_the_intent_to_send_it(database: Database) -> None:
    add(database, a_row())

    (row,) = claim(database)

    assert (row.status, row.attempts, row.possible_repeat) == (OutboxStatus.SENDING, 1, False)
    assert claim(database) == []


def test_one_row_for_each_target_at_a_time(database: Database) -> None:
    add(database, a_row(1), a_row(2), a_row(3, "chat:2"))

    assert [row.payload["draft"] for row in claim(database)] == [1, 3]


def test_the_next_of_a_target_follows_when_the_first_was_sent(database: Database) -> None:
    add(database, a_row(1), a_row(2))
    (first,) = claim(database)

    sent(database, first)

    assert [row.payload["draft"] for row in claim(database)] == [2]


def test_a_row_that_waits_for_its_retry_holds_back_those_behind_it(database: Database) -> None:
    add(database, a_row(1), a_row(2))
    (first,) = claim(database)

    failed(database, first)

    assert claim(database) == []
    with database.begin() as session:
        (again,) = outbox.claim(session, now=LATER, limit=10)
    assert (again.payload["draft"], again.attempts) == (1, 2)


def test_nothing_is_due_where_all_wait_for_one_that_is_put_off(database: Database) -> None:
    add(database, a_row(1), a_row(2))
    (first,) = claim(database)
    with database.begin() as session:
        outbox.postpone(session, first.id, until=LATER)

    with database.reading() as session:
        assert not outbox.is_due(session, now=NOW)
        assert outbox.is_due(session, now=LATER)


def test_a_row_that_failed_for_good_lets_the_next_pass(database: Database) -> None:
    add(database, a_row(1), a_row(2))
    (first,) = claim(database)

    failed(database, first, permanent=True)

    assert [row.payload["draft"] for row in claim(database)] == [2]
    assert rows_of(database)[0].status == OutboxStatus.FAILED


def test_an_unknown_outcome_is_repeated_and_marked(database: Database) -> None:
    add(database, a_row())
    (row,) = claim(database)

    failed(database, row, unknown=True)

    assert rows_of(database)[0].possible_repeat


def test_what_a_dead_process_was_sending_is_due_again_and_marked(database: Database) -> None:
    add(database, a_row())
    claim(database)

    with database.begin() as session:
        assert outbox.recover(session, now=NOW) == 1

    (row,) = claim(database)
    assert (row.attempts, row.possible_repeat) == (2, True)


def test_what_a_live_process_is_sending_is_left_alone(database: Database) -> None:
    add(database, a_row(1, "chat:1"), a_row(2, "chat:2"))
    ours, _lost = claim(database)

    with database.begin() as session:
        assert outbox.recover(session, now=NOW, but=[ours.id]) == 1

    assert [row.payload["draft"] for row in claim(database)] == [2]


def test_a_limit_holds(database: Database) -> None:
    add(database, a_row(1, "chat:1"), a_row(2, "chat:2"))

    assert len(claim(database, limit=1)) == 1


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        (OutboxKind.CARD, 1),
        (OutboxKind.NOTE, 1),
        (OutboxKind.ACKNOWLEDGEMENT, 1),
        (OutboxKind.CARD_EDIT, 2),
    ],
)
def test_only_an_edit_may_leave_twice(database: Database, kind: OutboxKind, count: int) -> None:
    add(database, a_row(kind=kind))
    add(database, a_row(kind=kind))

    assert len(rows_of(database)) == count


def test_a_cards_chat_message_is_found_again(database: Database) -> None:
    add(database, a_row(1), a_row(2, "chat:2"))
    for row in claim(database):
        sent(database, row, ref=f"message of {row.payload['draft']}")

    with database.reading() as session:
        assert outbox.provider_ref(session, OutboxKind.CARD, {"draft": 2}) == "message of 2"
        assert outbox.provider_ref(session, OutboxKind.CARD, {"draft": 3}) is None
        assert outbox.provider_ref(session, OutboxKind.NOTE, {"draft": 2}) is None


def test_a_long_address_is_a_target_as_well(database: Database) -> None:
    add(database, a_row(target="x" * 20_000 + "@example.org"))

    assert len(claim(database)) == 1
