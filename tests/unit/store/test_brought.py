"""How a letter was brought in is kept beside its pieces, and found by the letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import audit, brought, drafts, erasure, gatherings, inbox
from store.brought import How
from tests.factories import NOW, a_content, a_read_message, an_arrival

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from store.session import Database


def begun(session: Session) -> int:
    found = gatherings.opened(
        session, user_id=11, chat_id=11, user_name="Alice", language_code=None, now=NOW
    )
    brought.begin(session, found.id, officer_id=11, officer_name="Alice", now=NOW)
    return found.id


def test_it_is_found_by_the_letter_that_it_became(database: Database) -> None:
    with database.begin() as session:
        number = begun(session)
        brought.say(session, number, how=How.ORAL, for_whom="Chad")
        (accepted,) = inbox.accept(session, [an_arrival()], now=NOW, year=2026)
        brought.say(session, number, message_id=accepted.id)

    with database.reading() as session:
        letter = brought.of_message(session, accepted.id)
    assert letter is not None
    assert (letter.how, letter.for_whom, letter.officer_name) == (How.ORAL, "Chad", "Alice")


def test_dropped_it_is_a_gathering_as_any(database: Database) -> None:
    with database.begin() as session:
        number = begun(session)

        brought.drop(session, number)

        assert brought.of_gathering(session, number) is None


def test_erasing_the_letter_takes_it_out(database: Database) -> None:
    with database.begin() as session:
        number = begun(session)
        (accepted,) = inbox.accept(session, [an_arrival()], now=NOW, year=2026)
        gatherings.closed(session, number, accepted.id)
        brought.say(session, number, message_id=accepted.id)

        erasure.erase(session, accepted.id, why="asked", now=NOW)

        assert brought.of_gathering(session, number) is None


def test_the_history_of_its_draft_begins_with_it(database: Database) -> None:
    with database.begin() as session:
        (accepted,) = inbox.accept(session, [an_arrival()], now=NOW, year=2026)
        what = audit.BROUGHT[How.MEETING]
        audit.record(session, what=what, message_id=accepted.id, now=NOW)
        (draft,) = drafts.save_reading(
            session, accepted.id, 1, a_read_message(), [a_content()], now=NOW
        )

        found = drafts.history(session, draft.id)

        assert [one.what for one in found] == ["brought_meeting", "drafted"]
