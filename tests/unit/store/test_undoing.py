"""Undoing: what was decided a moment ago is as it was before, and nothing of it has left."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from store import (
    audit,
    decisions,
    drafts,
    erasure,
    inbox,
    lessons,
    outbox,
    taking_back,
    undoing,
)
from store.model import DraftStatus, NewOutboxRow, OfficerRole, OutboxKind, OutboxStatus
from store.moves import UNDO_FOR
from store.outcome import Decided
from store.transitions import edit_cards
from store.undoing import NotUndone, Undone, Why
from tests.factories import ALICE, BOB, NOW, a_content, a_read_message, an_arrival

if TYPE_CHECKING:
    from datetime import datetime

    from store.model import Draft, Officer
    from store.session import Database

SOON = NOW + timedelta(seconds=59)
OVER = NOW + UNDO_FOR
CARA = replace(BOB, id=13, name="Cara", role=OfficerRole.ADMINISTRATOR)


def a_draft(db: Database, number: int = 1, **content: object) -> Draft:
    with db.begin() as session:
        (kept,) = inbox.accept(session, [an_arrival(number)], now=NOW, year=2026)
        found = drafts.save_reading(
            session, kept.id, 1, a_read_message(), [a_content(**content)], now=NOW
        )
        card = NewOutboxRow(kind=OutboxKind.CARD, target="chat:1", payload={"draft": found[0].id})
        outbox.add(session, [card], now=NOW)
    return found[0]


def confirm(db: Database, draft: Draft, now: datetime = NOW) -> Draft:
    with db.begin() as session:
        ended = decisions.confirm(session, draft.id, draft.revision, ALICE, now=now)
    assert isinstance(ended, Decided)
    return ended.draft


def ask(db: Database, draft: Draft) -> Draft:
    with db.begin() as session:
        ended = decisions.ask(
            session, draft.id, draft.revision, ALICE, asks=["13a"], target="m@e.example", now=NOW
        )
    assert isinstance(ended, Decided)
    return ended.draft


def undo(
    db: Database, draft: Draft, officer: Officer = ALICE, now: datetime = SOON
) -> Undone | NotUndone:
    with db.begin() as session:
        return undoing.undo(session, draft.id, draft.revision, officer, now=now)


def why(ended: Undone | NotUndone) -> Why:
    assert isinstance(ended, NotUndone)
    return ended.why


def of_kind(db: Database, kind: OutboxKind) -> list[OutboxStatus]:
    with db.reading() as session:
        return [one.status for one in outbox.listed(session) if one.kind is kind]


def due(db: Database, now: datetime, lane: outbox.Lane) -> list[OutboxKind]:
    """What leaves now, one after the other."""
    left = []
    with db.begin() as session:
        while rows := outbox.claim(session, now=now, lane=lane):
            for row in rows:
                left.append(row.kind)
                outbox.sent(session, row.id, provider_ref="1", now=now)
    return left


def test_a_confirmed_draft_is_open_again_under_a_further_revision(database: Database) -> None:
    draft = a_draft(database)

    ended = undo(database, confirm(database, draft))

    assert isinstance(ended, Undone)
    assert ended.draft.status is DraftStatus.DRAFT
    assert ended.draft.revision == draft.revision + 1
    assert ended.draft.content == draft.content
    assert (ended.draft.decided_by, ended.draft.register_ref, ended.draft.reason) == (None,) * 3


def test_a_reference_of_the_register_that_was_shown_is_never_given_to_another(
    database: Database,
) -> None:
    confirmed = confirm(database, a_draft(database))
    undo(database, confirmed)

    other = confirm(database, a_draft(database, 2))

    assert (confirmed.register_ref, other.register_ref) == ("REQ-2026-0001", "REQ-2026-0002")
    with database.reading() as session:
        last = audit.of_draft(session, confirmed.id)[-1]
    assert (last.what, last.who) == ("undone", "Alice")
    assert last.details["register_ref"] == "REQ-2026-0001"
    assert (last.details["undid"], last.details["back_to"]) == ("confirm", "draft")


def test_the_minute_ends(database: Database) -> None:
    confirmed = confirm(database, a_draft(database))

    assert why(undo(database, confirmed, now=OVER)) is Why.OVER


def test_another_officer_cannot_undo_it(database: Database) -> None:
    confirmed = confirm(database, a_draft(database))

    assert why(undo(database, confirmed, BOB)) is Why.NOT_YOURS


def test_an_administrator_can_undo_it(database: Database) -> None:
    confirmed = confirm(database, a_draft(database))

    assert isinstance(undo(database, confirmed, CARA), Undone)


def test_what_was_undone_is_not_undone_again(database: Database) -> None:
    confirmed = confirm(database, a_draft(database))
    undo(database, confirmed)

    assert why(undo(database, confirmed)) is Why.NOTHING


def test_an_old_button_does_not_undo_the_next_decision(database: Database) -> None:
    first = confirm(database, a_draft(database))
    undone = undo(database, first)
    again = confirm(database, undone.draft, now=SOON)

    assert why(undo(database, first)) is Why.NOTHING
    assert again.status is DraftStatus.CONFIRMED


def test_a_rejected_draft_is_where_it_was_before(database: Database) -> None:
    draft = a_draft(database)
    with database.begin() as session:
        held = decisions.hold(session, draft.id, draft.revision, ALICE, now=NOW).draft
        gone = decisions.reject(session, held.id, held.revision, ALICE, reason="spam", now=NOW)

    ended = undo(database, gone.draft)

    assert ended.draft.status is DraftStatus.HELD


def test_a_question_rests_for_the_minute(database: Database) -> None:
    ask(database, a_draft(database))

    assert due(database, SOON, "mail") == []
    assert due(database, OVER, "mail") == [OutboxKind.QUESTION]


def test_a_question_that_was_undone_never_leaves(database: Database) -> None:
    asked = ask(database, a_draft(database))

    ended = undo(database, asked)

    assert ended.draft.status is DraftStatus.DRAFT
    assert of_kind(database, OutboxKind.QUESTION) == [OutboxStatus.CANCELLED]
    assert due(database, OVER, "mail") == []


def test_a_question_can_be_asked_again_after_it_was_undone(database: Database) -> None:
    undone = undo(database, ask(database, a_draft(database)))

    ask(database, undone.draft)

    assert due(database, OVER, "mail") == [OutboxKind.QUESTION]


def test_a_question_that_is_being_sent_is_not_undone(database: Database) -> None:
    asked = ask(database, a_draft(database))
    with database.begin() as session:
        # by a host whose clock is ahead
        outbox.claim(session, now=OVER, lane="mail")

    assert why(undo(database, asked)) is Why.LEFT
    assert of_kind(database, OutboxKind.QUESTION) == [OutboxStatus.SENDING]


def test_what_rests_holds_up_nothing_of_its_target(database: Database) -> None:
    draft = a_draft(database)
    due(database, NOW, "chat")
    confirm(database, draft)
    a_draft(database, 2)

    assert due(database, NOW, "chat") == [OutboxKind.CARD_EDIT, OutboxKind.CARD]
    assert due(database, OVER, "chat") == [OutboxKind.CARD_EDIT]


def test_the_card_changes_once_more_when_the_minute_is_over_whatever_came_between(
    database: Database,
) -> None:
    draft = a_draft(database)
    due(database, NOW, "chat")
    confirm(database, draft)
    due(database, NOW, "chat")
    with database.begin() as session:
        edit_cards(session, draft.id, SOON)

    assert due(database, SOON, "chat") == [OutboxKind.CARD_EDIT]
    assert due(database, OVER, "chat") == [OutboxKind.CARD_EDIT]


def test_an_erased_letter_does_not_come_back(database: Database) -> None:
    confirmed = confirm(database, a_draft(database))
    with database.begin() as session:
        erasure.erase(session, confirmed.message_id, why="test", registered=True, now=NOW)

    assert why(undo(database, confirmed)) is Why.ERASED


def test_nothing_is_learned_from_what_was_undone(database: Database) -> None:
    draft = a_draft(database)
    with database.begin() as session:
        gone = decisions.reject(
            session, draft.id, 1, ALICE, reason="spam", old="request", new="other", now=NOW
        ).draft
    with database.reading() as session:
        assert len(lessons.listed(session)) == 1

    undo(database, gone)

    with database.reading() as session:
        assert lessons.listed(session) == []


@pytest.mark.parametrize("kind", [OutboxKind.CARD_EDIT, OutboxKind.NOTE_EDIT])
def test_what_tells_the_office_how_things_stand_is_not_taken_back(
    database: Database, kind: OutboxKind
) -> None:
    draft = a_draft(database)
    payload = {"draft": draft.id, "message": draft.message_id}
    row = NewOutboxRow(kind=kind, target="chat:1", payload=payload, not_before=OVER)
    with database.begin() as session:
        outbox.add(session, [row], now=NOW)
        assert taking_back.of_draft(session, draft.id, since=NOW)

    assert of_kind(database, kind) == [OutboxStatus.PENDING]
