"""Which draft comes next for an officer, and that one was looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import assigning, audit, decisions, drafts, inbox, open_list
from tests.factories import ALICE, BOB, NOW, a_content, a_read_message, an_arrival

if TYPE_CHECKING:
    from store.model import Draft
    from store.open_list import Following
    from store.session import Database


def some_drafts(db: Database, count: int = 4) -> list[Draft]:
    found = []
    with db.begin() as session:
        for number in range(1, count + 1):
            (kept,) = inbox.accept(session, [an_arrival(number)], now=NOW, year=2026)
            found += drafts.save_reading(
                session, kept.id, 1, a_read_message(), [a_content()], now=NOW
            )
    return found


def after(db: Database, draft: Draft, officer_id: int = ALICE.id) -> Following | None:
    with db.reading() as session:
        return open_list.following(session, draft, officer_id)


def give(db: Database, draft: Draft, to: int | None) -> bool:
    with db.begin() as session:
        return assigning.assign(session, draft.id, to, BOB, now=NOW)


def test_the_next_oldest_comes_then_the_oldest_again(database: Database) -> None:
    made = some_drafts(database)

    found = [after(database, one) for one in made]

    numbers = [one.id for one in made]
    assert [one.draft_id for one in found if one] == [*numbers[1:], numbers[0]]
    assert [(one.place, one.total) for one in found if one] == [(2, 4), (3, 4), (4, 4), (1, 4)]


def test_ones_own_come_first_and_what_is_others_last(database: Database) -> None:
    first, second, third, fourth = some_drafts(database)
    give(database, second, BOB.id)
    give(database, fourth, ALICE.id)

    found = after(database, first)
    assert found is not None
    assert found.draft_id == fourth.id
    of_bob = after(database, first, BOB.id)
    assert of_bob is not None
    assert of_bob.draft_id == second.id
    last = after(database, fourth)
    assert last is not None
    assert last.draft_id == first.id
    assert third.id not in {found.draft_id, last.draft_id}


def test_what_is_held_is_passed_over(database: Database) -> None:
    first, second, third = some_drafts(database, 3)
    with database.begin() as session:
        decisions.hold(session, second.id, 1, ALICE, now=NOW)

    found = after(database, first)

    assert found is not None
    assert (found.draft_id, found.place, found.total) == (third.id, 2, 2)


def test_nothing_follows_the_only_one(database: Database) -> None:
    [only] = some_drafts(database, 1)

    assert after(database, only) is None


def test_giving_a_draft_leaves_a_trace_and_no_revision(database: Database) -> None:
    [draft] = some_drafts(database, 1)

    assert give(database, draft, ALICE.id)
    assert not give(database, draft, ALICE.id)

    with database.reading() as session:
        assert drafts.get(session, draft.id).revision == 1
        last = audit.of_draft(session, draft.id)[-1]
    assert (last.what, last.who) == ("assigned", "Bob")
    assert last.details == {"old": None, "new": ALICE.id}


def test_a_decided_draft_is_given_to_nobody(database: Database) -> None:
    [draft] = some_drafts(database, 1)
    with database.begin() as session:
        decisions.confirm(session, draft.id, 1, ALICE, now=NOW)

    assert not give(database, draft, ALICE.id)
