"""Letters in numbers: by week, kind, area and language, and how long they waited."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from time import perf_counter
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from store import codec, decisions, drafts, erasure, findables, inbox, outbox, statistics
from store.model import NewOutboxRow, OutboxKind, Theme
from store.outcome import Decided
from store.statistics import Waits
from store.tables import DraftRow, InboxRow, MessageRow, RevisionRow
from store.tables_finding import FindableRow
from tests.factories import ALICE, NOW, a_content, a_read_message, an_arrival

if TYPE_CHECKING:
    from store.model import Content, Draft
    from store.session import Database
    from store.statistics import Statistics

ZURICH = ZoneInfo("Europe/Zurich")
#: a Monday, as `NOW` is
THIS_WEEK = date(2026, 3, 2)


def _letter(
    db: Database, number: int = 1, *contents: Content, at: datetime = NOW, **read: object
) -> list[Draft]:
    with db.begin() as session:
        [accepted] = inbox.accept(session, [an_arrival(number)], now=at, year=2026)
        made = a_read_message(**read)
        return drafts.save_reading(session, accepted.id, 1, made, contents, now=at)


def _gathered(db: Database, now: datetime = NOW) -> Statistics:
    with db.begin() as session:
        findables.catch_up(session)
        return statistics.gathered(session, now=now, zone=ZURICH)


def _confirm(db: Database, draft: Draft, at: datetime) -> None:
    with db.begin() as session:
        done = decisions.confirm(session, draft.id, draft.revision, ALICE, now=at)
        assert isinstance(done, Decided)


def _answer(db: Database, draft: Draft, kind: OutboxKind, at: datetime) -> None:
    with db.begin() as session:
        row = NewOutboxRow(kind=kind, target="a@example.org", payload={"draft": draft.id})
        outbox.add(session, [row], now=at)
        [claimed] = outbox.claim(session, now=at, limit=1)
        outbox.sent(session, claimed.id, provider_ref="1", now=at)


def test_nothing_is_twelve_empty_weeks(database: Database) -> None:
    found = _gathered(database)

    assert [week.kinds for week in found.weeks] == [{}] * 12
    assert (found.letters, found.decision, found.answer) == (0, None, None)


def test_weeks_begin_on_monday_in_the_offices_zone(database: Database) -> None:
    # half past midnight of Monday in Zurich is Sunday evening in UTC
    _letter(database, 1, at=datetime(2026, 3, 1, 23, 30, tzinfo=NOW.tzinfo))
    _letter(database, 2, at=datetime(2026, 3, 1, 22, 30, tzinfo=NOW.tzinfo))

    before, last = _gathered(database).weeks[-2:]

    assert (last.begins, last.kinds) == (THIS_WEEK, {"request": 1})
    assert (before.begins, before.kinds) == (THIS_WEEK - timedelta(weeks=1), {"request": 1})


def test_what_came_before_the_twelve_weeks_is_left_out(database: Database) -> None:
    _letter(database, at=NOW - timedelta(weeks=12), kinds=(("other", 0.9, "sure"),))

    assert _gathered(database).letters == 0


def test_the_kind_of_a_draft_goes_before_what_was_first_read(database: Database) -> None:
    _letter(database, 1, a_content(kind="offer"))
    _letter(database, 2, kinds=(("enquiry", 0.9, "sure"),))

    assert _gathered(database).weeks[-1].kinds == {"offer": 1, "enquiry": 1}


def test_a_letter_with_two_drafts_counts_once(database: Database) -> None:
    _letter(database, 1, a_content(), a_content(kind="offer"))

    assert _gathered(database).weeks[-1].kinds == {"request": 1}


def test_what_is_not_read_yet_counts_without_a_kind(database: Database) -> None:
    with database.begin() as session:
        inbox.accept(session, [an_arrival()], now=NOW, year=2026)

    assert _gathered(database).weeks[-1].kinds == {statistics.UNREAD: 1}


def test_what_a_program_wrote_is_no_letter(database: Database) -> None:
    _letter(database, 1, automatic=True)
    _letter(database, 2, bounce=True)

    assert _gathered(database).letters == 0


def test_areas_and_languages_stand_with_the_most_frequent_first(database: Database) -> None:
    training, access = (
        Theme(id=one, confidence=0.9, evidence=()) for one in ("training", "access")
    )
    _letter(database, 1, a_content(themes=(access, training)), language="fr")
    _letter(database, 2, a_content(themes=(training,)), language="fr")
    _letter(database, 3, language="ar")

    found = _gathered(database)

    assert list(found.areas.items()) == [("training", 2), ("access", 1)]
    assert list(found.languages.items()) == [("fr", 2), ("ar", 1)]


def test_an_erased_letter_counts_by_its_kind_and_language_alone(database: Database) -> None:
    [draft] = _letter(database, 1, a_content(kind="offer"))
    with database.begin() as session:
        erasure.erase(session, draft.message_id, why="asked", now=NOW)

    found = _gathered(database)

    assert found.weeks[-1].kinds == {"offer": 1}
    assert (found.areas, found.languages) == ({}, {"en": 1})


def test_the_time_to_a_decision_is_told_as_median_and_what_nine_of_ten_keep(
    database: Database,
) -> None:
    for number in range(1, 11):
        [draft] = _letter(database, number, a_content())
        _confirm(database, draft, NOW + timedelta(hours=number))

    assert _gathered(database, NOW + timedelta(days=1)).decision == Waits(
        letters=10, median=timedelta(hours=5.5), ninth=timedelta(hours=9)
    )


def test_an_open_letter_has_no_time_yet(database: Database) -> None:
    _letter(database, 1, a_content())

    assert _gathered(database).decision is None


def test_the_first_answer_is_one_that_an_officer_released(database: Database) -> None:
    [draft] = _letter(database, 1, a_content())
    _answer(database, draft, OutboxKind.ACKNOWLEDGEMENT, NOW + timedelta(minutes=1))
    assert _gathered(database).answer is None

    _answer(database, draft, OutboxKind.QUESTION, NOW + timedelta(hours=2))
    _answer(database, draft, OutboxKind.REGISTERED, NOW + timedelta(hours=8))

    answered = Waits(letters=1, median=timedelta(hours=2), ninth=timedelta(hours=2))
    assert _gathered(database).answer == answered


def test_five_thousand_drafts_are_counted_at_once(database: Database) -> None:
    [draft] = _letter(database, 1, a_content())
    _gathered(database)
    _fill(database, draft, 5_000)

    with database.reading() as session:
        begun = perf_counter()
        found = statistics.gathered(session, now=NOW, zone=ZURICH)
        took = perf_counter() - begun

    assert (found.letters, found.areas) == (5_001, {"coi": 5_001})
    # a fifth of a second by itself; ten times as much where others run beside
    assert took < 3


def _fill(db: Database, like: Draft, number: int) -> None:
    """As many letters as the given one, with the texts that large letters have."""
    content = codec.dump(like.content) | {"padding": "word " * 1_000}
    keys = {InboxRow: "id", **dict.fromkeys((MessageRow, DraftRow, FindableRow), "message_id")}
    with db.begin() as session:
        for table, key in keys.items():
            columns = table.__table__.c
            row = session.execute(columns[key].table.select()).mappings().one()
            rows = [
                {**row, key: f"m{one}"}
                | {name: f"{name}{one}" for name in ("ref", "identity") if name in columns}
                | ({"id": 1_000 + one} if table is DraftRow else {})
                for one in range(number)
            ]
            session.execute(insert(table), rows)
        revision = {"revision": 1, "content": content, "written_by": "x", "written_at": NOW}
        rows = [{**revision, "draft_id": 1_000 + one} for one in range(number)]
        session.execute(insert(RevisionRow), rows)
