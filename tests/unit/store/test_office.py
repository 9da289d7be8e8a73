from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from store import chat_updates, inbox, leases, marks, officers
from store.errors import OtherMarkError
from store.model import OfficerRole
from tests.factories import NOW, an_arrival

if TYPE_CHECKING:
    from store.session import Database

MINUTE = timedelta(minutes=1)


def take(db: Database, holder: str, after: timedelta = timedelta()) -> bool:
    with db.begin() as session:
        return leases.take(session, "poller", holder, MINUTE, NOW + after)


def keep(db: Database, update_id: int) -> bool:
    with db.begin() as session:
        return chat_updates.keep(session, update_id, {"update_id": update_id})


def fill(db: Database, admins: list[int], others: list[int]) -> bool:
    with db.begin() as session:
        return officers.fill_once(session, admins, others, now=NOW)


def test_a_sandbox_never_opens_letters_of_an_unmarked_time(database: Database) -> None:
    with database.begin() as session:
        inbox.accept(session, [an_arrival()], now=NOW, year=2026)

    with database.begin() as session, pytest.raises(OtherMarkError):
        marks.mark(session, "sandbox")


def test_only_one_holds_a_lease(database: Database) -> None:
    assert [take(database, "a"), take(database, "b")] == [True, False]


def test_the_holder_prolongs_a_lease(database: Database) -> None:
    take(database, "a")
    take(database, "a", after=MINUTE / 2)

    assert not take(database, "b", after=MINUTE)


def test_a_lease_that_ran_out_is_free(database: Database) -> None:
    take(database, "a")

    assert take(database, "b", after=MINUTE)


def test_only_its_holder_gives_a_lease_back(database: Database) -> None:
    take(database, "a")

    with database.begin() as session:
        leases.release(session, "poller", "b")
    assert not take(database, "b")
    with database.begin() as session:
        leases.release(session, "poller", "a")
    assert take(database, "b")


def test_an_update_is_kept_once(database: Database) -> None:
    assert [keep(database, 7), keep(database, 7)] == [True, False]


def test_unhandled_updates_come_in_their_order(database: Database) -> None:
    for update_id in (9, 7, 8):
        keep(database, update_id)

    with database.begin() as session:
        chat_updates.handled(session, 8)

    with database.reading() as session:
        assert list(chat_updates.unhandled(session)) == [
            (7, {"update_id": 7}),
            (9, {"update_id": 9}),
        ]


def test_a_handled_update_does_not_come_back(database: Database) -> None:
    keep(database, 7)
    with database.begin() as session:
        chat_updates.handled(session, 7)

    assert not keep(database, 7)
    with database.reading() as session:
        assert list(chat_updates.unhandled(session)) == []


def test_an_update_is_handled_once(database: Database) -> None:
    keep(database, 7)

    with database.begin() as session:
        told = [chat_updates.handled(session, 7) for _ in range(2)]

    assert told == [True, False]


def test_a_database_has_one_mark_for_good(database: Database) -> None:
    with database.begin() as session:
        marks.mark(session, "sandbox")
        marks.mark(session, "sandbox")

    with pytest.raises(OtherMarkError, match="sandbox"), database.begin() as session:
        marks.mark(session, "telegram")
    with database.reading() as session:
        assert marks.read(session) == "sandbox"


def test_a_new_database_has_no_mark(database: Database) -> None:
    with database.reading() as session:
        assert marks.read(session) is None


def test_settings_fill_the_officers_once(database: Database) -> None:
    assert fill(database, [1], [1, 2])

    assert not fill(database, [3], [])
    with database.reading() as session:
        assert [(one.id, one.role) for one in officers.listed(session)] == [
            (1, OfficerRole.ADMINISTRATOR),
            (2, OfficerRole.OFFICER),
        ]


def test_settings_that_name_nobody_do_not_count(database: Database) -> None:
    assert not fill(database, [], [])

    assert fill(database, [], [2])


def test_a_stranger_is_no_officer(database: Database) -> None:
    fill(database, [1], [])

    with database.reading() as session:
        assert officers.find(session, 5) is None


def test_an_officer_goes_by_the_name_of_the_chat(database: Database) -> None:
    fill(database, [1], [])

    with database.begin() as session:
        officers.rename(session, 1, "Alice")

    with database.reading() as session:
        found = officers.find(session, 1)
    assert found is not None
    assert found.name == "Alice"
