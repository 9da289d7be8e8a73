"""What was registered is withdrawn: the record keeps its reference, and can come back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from store import (
    audit,
    consents,
    decisions,
    drafts,
    erasure,
    findables,
    inbox,
    lessons,
    retention,
    statistics,
    undoing,
)
from store.consents import Form, Ground, Said, Scope, Towards
from store.errors import RegisteredError
from store.model import DraftStatus
from store.outcome import Decided, Outcome, Stale, TooLate
from store.retention_rules import Rule, Then
from store.undoing import NotUndone, Undone, Why
from tests.factories import ALICE, BOB, NOW, a_content, a_read_message, an_arrival

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from store.model import Draft
    from store.session import Database

LATER = NOW + timedelta(hours=1)


def a_draft(session: Session) -> Draft:
    (kept,) = inbox.accept(session, [an_arrival()], now=NOW, year=2026)
    return drafts.save_reading(session, kept.id, 1, a_read_message(), [a_content()], now=NOW)[0]


def registered(session: Session) -> Draft:
    draft = a_draft(session)
    done = decisions.confirm(session, draft.id, draft.revision, ALICE, now=NOW)
    assert isinstance(done, Decided)
    return done.draft


def withdraw(session: Session, draft: Draft) -> Outcome:
    return decisions.withdraw_registered(
        session, draft.id, draft.revision, BOB, reason="so", now=LATER
    )


def withdrawn(session: Session) -> Draft:
    done = withdraw(session, registered(session))
    assert isinstance(done, Decided)
    return done.draft


def test_it_keeps_its_reference_and_says_who_withdrew_it(database: Database) -> None:
    with database.begin() as session:
        draft = withdrawn(session)

        assert (draft.status, draft.register_ref) == (DraftStatus.WITHDRAWN, "REQ-2026-0001")
        assert (draft.decided_by, draft.decided_at) == ("Bob", LATER)
        last = audit.of_draft(session, draft.id)[-1]
    assert (last.what, last.who, last.at) == ("withdrawn_from_register", "Bob", LATER)


def test_what_is_still_open_is_not_withdrawn_from_the_register(database: Database) -> None:
    with database.begin() as session:
        assert isinstance(withdraw(session, a_draft(session)), TooLate)


def test_the_second_of_two_officers_is_told_who_was_first(database: Database) -> None:
    with database.begin() as session:
        draft = registered(session)
        withdraw(session, draft)

        second = withdraw(session, draft)

        assert isinstance(second, TooLate)
        assert second.by == "Bob"


def test_undone_within_the_minute_it_is_registered_as_before(database: Database) -> None:
    with database.begin() as session:
        before = withdrawn(session)

        ended = undoing.undo(
            session, before.id, before.revision, BOB, now=LATER + timedelta(seconds=59)
        )

        assert isinstance(ended, Undone)
        draft = ended.draft
    assert (draft.status, draft.register_ref) == (DraftStatus.CONFIRMED, "REQ-2026-0001")
    assert (draft.decided_by, draft.decided_at, draft.reason) == ("Alice", NOW, None)
    assert draft.content == before.content


def test_a_button_of_before_the_undoing_withdraws_nothing(database: Database) -> None:
    with database.begin() as session:
        draft = registered(session)
        withdraw(session, draft)
        undoing.undo(session, draft.id, draft.revision, BOB, now=LATER)

        assert isinstance(withdraw(session, draft), Stale)


def test_after_the_minute_it_stays_withdrawn(database: Database) -> None:
    with database.begin() as session:
        draft = withdrawn(session)
        over = LATER + timedelta(minutes=1)

        ended = undoing.undo(session, draft.id, draft.revision, BOB, now=over)

        assert isinstance(ended, NotUndone)
        assert ended.why is Why.OVER


def test_a_rule_keeps_it_as_registered_and_never_as_rejected(database: Database) -> None:
    rules = [
        Rule(name=name, then=Then.ERASE, days=1, since="x", what="x")
        for name in ("registered", "rejected")
    ]
    with database.begin() as session:
        withdrawn(session)

        counted = retention.survey(session, rules, now=NOW + timedelta(days=9))

    assert [one.there for one in counted] == [1, 0]


def test_it_is_erased_only_where_registered_letters_are_named(database: Database) -> None:
    with database.begin() as session:
        draft = withdrawn(session)

        with pytest.raises(RegisteredError, match="REQ-2026-0001"):
            erasure.erase(session, draft.message_id, why="x", now=LATER)


def test_nobody_is_approached_about_it_any_more(database: Database) -> None:
    with database.begin() as session:
        draft = registered(session)
        scope = Scope(towards=Towards.ANYONE, form=Form.SUMMARY, areas=(), words=None)
        ground = Ground(message_id=draft.message_id, proven="unchecked", said_by=None, quote=None)
        consents.record(
            session, draft, ALICE, said=Said.GIVEN, scope=scope, ground=ground, seen=0, now=NOW
        )
        assert consents.is_open(session, draft.id)

        withdraw(session, draft)

        assert not consents.is_open(session, draft.id)


def test_what_was_learned_from_its_confirmation_stays(database: Database) -> None:
    with database.begin() as session:
        draft = registered(session)
        before = [(one.kinds, one.areas) for one in lessons.listed(session)]

        withdraw(session, draft)

        assert [(one.kinds, one.areas) for one in lessons.listed(session)] == before
        assert before != []


def test_statistics_count_it_as_withdrawn(database: Database) -> None:
    with database.begin() as session:
        draft = registered(session)
        findables.catch_up(session)
        zone = ZoneInfo("Europe/Zurich")
        before = statistics.gathered(session, now=NOW, zone=zone)

        withdraw(session, draft)

        after = statistics.gathered(session, now=NOW, zone=zone)
    assert (before.withdrawn, before.areas) == (0, {"coi": 1})
    assert (after.withdrawn, after.areas) == (1, {})
