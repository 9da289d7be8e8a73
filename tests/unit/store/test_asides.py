"""What officers say of messages that gave no draft, and the clock that it starts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from store import asides, audit, cases, drafts, erasure, inbox
from store.asides import Said
from store.model import MessageStatus
from tests.factories import ALICE, BOB, NOW, a_content, a_read_message, an_arrival

if TYPE_CHECKING:
    from store.model import Content
    from store.session import Database

WEEK = timedelta(days=7)


def a_letter(
    db: Database, *contents: Content, kind: str = "individual_case", number: int = 1
) -> str:
    read = a_read_message(kinds=((kind, 0.9, "sure"),))
    now = NOW + timedelta(seconds=number - 1)
    with db.begin() as session:
        (kept,) = inbox.accept(session, [an_arrival(number)], now=now, year=2026)
        drafts.save_reading(session, kept.id, 1, read, contents, now=now)
    return kept.id


def say(db: Database, message_id: str, said: Said = Said.CASE, days: int = 0) -> bool:
    now = NOW + timedelta(days=days)
    with db.begin() as session:
        return asides.say(session, message_id, said, ALICE, erase_after=WEEK, now=now)


def test_of_a_message_that_nobody_spoke_on_nothing_is_known(database: Database) -> None:
    message_id = a_letter(database)

    with database.reading() as session:
        assert asides.get(session, message_id) == asides.Aside(message_id=message_id)


def test_the_clock_starts_with_the_officers_word(database: Database) -> None:
    message_id = a_letter(database)

    assert say(database, message_id)

    with database.reading() as session:
        known = asides.get(session, message_id)
        assert (known.said, known.said_by, known.erase_at) == (Said.CASE, "Alice", NOW + WEEK)
        assert audit.of_message(session, message_id)[-1].what == "said_case"
        assert asides.due(session, now=NOW + WEEK - timedelta(seconds=1)) == []
        assert asides.due(session, now=NOW + WEEK) == [message_id]


def test_the_same_word_again_does_not_wind_the_clock_up_anew(database: Database) -> None:
    message_id = a_letter(database)
    say(database, message_id)

    assert not say(database, message_id, days=3)

    with database.reading() as session:
        assert asides.get(session, message_id).erase_at == NOW + WEEK


def test_that_it_is_no_case_stops_the_clock(database: Database) -> None:
    message_id = a_letter(database)
    say(database, message_id)

    say(database, message_id, Said.NOT_CASE)

    with database.reading() as session:
        assert asides.get(session, message_id).erase_at is None
        assert cases.count(session) == 0


@pytest.mark.parametrize("said", [Said.CASE, None])
def test_a_draft_that_is_not_refused_keeps_its_message(
    database: Database, said: Said | None
) -> None:
    message_id = a_letter(database, a_content())
    if said:
        say(database, message_id, said)

    with database.reading() as session:
        assert asides.due(session, now=NOW + 2 * WEEK) == []
        assert cases.unconfirmed(session, before=NOW + WEEK) == []


def test_what_the_reader_took_for_something_else_is_a_case_when_an_officer_says_so(
    database: Database,
) -> None:
    message_id = a_letter(database, kind="enquiry")

    say(database, message_id)

    with database.reading() as session:
        [case] = cases.listed(session)
    assert (case.message_id, case.band, case.is_confirmed) == (message_id, "", True)


def test_what_cannot_wait_comes_first(database: Database) -> None:
    calm, urgent, newer = (a_letter(database, number=number) for number in (1, 2, 3))
    with database.begin() as session:
        asides.note_signs(session, urgent, ["removal"])

    with database.reading() as session:
        found = cases.listed(session)
        waiting = cases.count_urgent(session)

    assert [case.message_id for case in found] == [urgent, newer, calm]
    assert (found[0].signs, waiting) == (("removal",), 1)


def test_only_what_waits_longer_is_unconfirmed(database: Database) -> None:
    message_id = a_letter(database)

    with database.reading() as session:
        assert cases.unconfirmed(session, before=NOW) == []
        later = NOW + timedelta(seconds=1)
        assert [one.message_id for one in cases.unconfirmed(session, before=later)] == [message_id]


def test_it_is_answered_and_left_once_each_and_says_by_whom(database: Database) -> None:
    message_id = a_letter(database)

    with database.begin() as session:
        acts = [
            asides.answered(session, message_id, ALICE, now=NOW),
            asides.answered(session, message_id, BOB, now=NOW),
            asides.leave(session, message_id, BOB, now=NOW),
        ]

    assert acts == [True, False, True]
    with database.reading() as session:
        known = asides.get(session, message_id)
    assert (known.answered_by, known.left_by) == ("Alice", "Bob")


def test_erasing_takes_the_signs_and_leaves_who_said_what(database: Database) -> None:
    message_id = a_letter(database)
    with database.begin() as session:
        asides.note_signs(session, message_id, ["violence"])
    say(database, message_id)

    with database.begin() as session:
        erasure.erase(session, message_id, why="clock", now=NOW)

    with database.reading() as session:
        known = asides.get(session, message_id)
        assert (known.signs, known.said, known.erase_at) == ((), Said.CASE, None)
        assert cases.count(session) == 0
        assert inbox.get(session, message_id).status is MessageStatus.ERASED
        assert asides.due(session, now=NOW + 2 * WEEK) == []
