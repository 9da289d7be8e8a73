"""A question that an officer releases: once, with its traces, and the draft waits."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from store import audit, decisions, drafts, inbox, outbox, revisions
from store.errors import UnknownDraftError
from store.model import DraftStatus, OutboxKind
from store.outcome import Decided, Outcome, Stale, TooLate
from tests.factories import ALICE, BOB, NOW, a_content, a_read_message, an_arrival

if TYPE_CHECKING:
    from store.model import Draft, Officer, OutboxRow
    from store.session import Database

ASKS = ("facts.consent", "criteria.15ii")


def a_draft(db: Database) -> Draft:
    with db.begin() as session:
        message_id = inbox.accept(session, [an_arrival()], now=NOW, year=2026)[0].id
        return drafts.save_reading(
            session, message_id, 1, a_read_message(), [a_content()], now=NOW
        )[0]


def ask(db: Database, draft: Draft, officer: Officer = ALICE, revision: int = 1) -> Outcome:
    with db.begin() as session:
        return decisions.ask(
            session, draft.id, revision, officer, asks=ASKS, target="m@example.org", now=NOW
        )


def questions(db: Database) -> list[OutboxRow]:
    with db.reading() as session:
        return [row for row in outbox.listed(session) if row.kind is OutboxKind.QUESTION]


def test_asking_puts_the_question_out_and_the_draft_aside(database: Database) -> None:
    draft = a_draft(database)

    outcome = ask(database, draft)

    assert isinstance(outcome, Decided)
    assert (outcome.draft.status, outcome.draft.revision) == (DraftStatus.WAITING, 2)
    [row] = questions(database)
    assert row.target == "m@example.org"
    assert row.payload == {"draft": draft.id, "message": draft.message_id, "revision": 2}


def test_the_audit_says_who_asked_what(database: Database) -> None:
    draft = a_draft(database)

    ask(database, draft)

    with database.reading() as session:
        last = audit.of_draft(session, draft.id)[-1]
    assert (last.who, last.what, last.details["new"]) == ("Alice", "asked", list(ASKS))


@pytest.mark.parametrize(("revision", "refusal"), [(1, Stale), (2, TooLate)])
def test_a_second_press_asks_nothing_again(
    database: Database, revision: int, refusal: type
) -> None:
    draft = a_draft(database)
    ask(database, draft)

    assert isinstance(ask(database, draft, BOB, revision), refusal)

    assert len(questions(database)) == 1


def test_of_two_officers_at_once_one_asks(database: Database) -> None:
    draft = a_draft(database)
    gate = threading.Barrier(2)
    outcomes: list[Outcome] = []

    def press(officer: Officer) -> None:
        gate.wait()
        outcomes.append(ask(database, draft, officer))

    threads = [threading.Thread(target=press, args=(one,)) for one in (ALICE, BOB)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [isinstance(one, Decided) for one in outcomes].count(True) == 1
    assert len(questions(database)) == 1


def test_a_draft_that_waits_can_still_be_decided(database: Database) -> None:
    draft = a_draft(database)
    ask(database, draft)

    with database.begin() as session:
        outcome = decisions.confirm(session, draft.id, 2, BOB, now=NOW)

    assert isinstance(outcome, Decided)
    assert outcome.draft.register_ref == "REQ-2026-0001"


def test_what_a_draft_said_at_a_revision_is_kept(database: Database) -> None:
    draft = a_draft(database)
    with database.begin() as session:
        decisions.correct(
            session, draft.id, 1, ALICE, change=lambda _: a_content(kind="offer"),
            field="kind", old="request", new="offer", now=NOW,
        )  # fmt: skip

        assert revisions.content_at(session, draft.id, 1).kind == "request"
        assert revisions.content_at(session, draft.id, 2).kind == "offer"
        with pytest.raises(UnknownDraftError):
            revisions.content_at(session, draft.id, 3)
