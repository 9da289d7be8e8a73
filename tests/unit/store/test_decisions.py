from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from store import decisions, drafts, inbox, outbox
from store.decisions import Decided, Stale, TooLate
from store.errors import NotForTheRegisterError, UnknownDraftError
from store.model import DraftStatus, NewOutboxRow, OutboxKind, OutboxStatus
from store.tables import DecisionRow, EvidenceRow
from tests.factories import ALICE, BOB, NOW, a_content, a_read_message, an_arrival

if TYPE_CHECKING:
    from store.content import Content
    from store.decisions import Outcome
    from store.model import Draft
    from store.session import Database

LATER = NOW + timedelta(minutes=5)


def drafted(db: Database, number: int = 1, kind: str = "request") -> Draft:
    with db.begin() as session:
        (kept,) = inbox.accept(session, [an_arrival(number)], now=NOW, year=2026)
        content = a_content(kind=kind)
        (draft,) = drafts.save_reading(session, kept.id, 1, a_read_message(), [content], now=NOW)
        return draft


@pytest.fixture
def draft(database: Database) -> Draft:
    return drafted(database)


def confirm(db: Database, draft: Draft, revision: int = 1) -> Outcome:
    with db.begin() as session:
        return decisions.confirm(session, draft.id, revision, ALICE, now=LATER)


def to_offer(content: Content) -> Content:
    return replace(content, kind="offer", themes=())


def correct(db: Database, draft: Draft, revision: int = 1) -> Outcome:
    with db.begin() as session:
        return decisions.correct(
            session,
            draft.id,
            revision,
            BOB,
            change=to_offer,
            field="kind",
            old="request",
            new="offer",
            now=LATER,
        )


def test_a_confirmed_draft_has_its_place_in_the_register(database: Database, draft: Draft) -> None:
    outcome = confirm(database, draft)

    assert isinstance(outcome, Decided)
    assert outcome.draft.status == DraftStatus.CONFIRMED
    assert outcome.draft.register_ref == "REQ-2026-0001"
    assert (outcome.draft.decided_by, outcome.draft.decided_at) == ("Alice", LATER)


def test_a_confirmed_draft_is_found_by_its_place_in_the_register(
    database: Database, draft: Draft
) -> None:
    confirm(database, draft)

    with database.reading() as session:
        found = drafts.by_ref(session, "REQ-2026-0001")
    assert found is not None
    assert found.id == draft.id


@pytest.mark.parametrize(
    ("kind", "ref"),
    [("request", "REQ-2026-0001"), ("offer", "OFF-2026-0001"), ("good_practice", "GP-2026-0001")],
)
def test_each_kind_is_numbered_by_itself(database: Database, kind: str, ref: str) -> None:
    confirm(database, drafted(database, 1, "request" if kind != "request" else "offer"))

    outcome = confirm(database, drafted(database, 2, kind))

    assert outcome.draft.register_ref == ref


def test_a_kind_without_register_is_not_confirmed(database: Database) -> None:
    draft = drafted(database, kind="enquiry")

    with pytest.raises(NotForTheRegisterError):
        confirm(database, draft)


def test_the_second_officer_learns_who_was_first_and_when(database: Database, draft: Draft) -> None:
    confirm(database, draft)

    with database.begin() as session:
        outcome = decisions.reject(
            session, draft.id, 1, BOB, reason="spam", now=LATER + timedelta(minutes=1)
        )

    assert isinstance(outcome, TooLate)
    assert (outcome.by, outcome.at) == ("Alice", LATER)
    assert outcome.draft.status == DraftStatus.CONFIRMED


def test_a_refused_decision_takes_no_number(database: Database, draft: Draft) -> None:
    confirm(database, draft)
    confirm(database, draft)

    outcome = confirm(database, drafted(database, 2))

    assert outcome.draft.register_ref == "REQ-2026-0002"


def test_a_decision_on_an_old_revision_is_stale(database: Database, draft: Draft) -> None:
    correct(database, draft)

    outcome = confirm(database, draft, revision=1)

    assert isinstance(outcome, Stale)
    assert (outcome.by, outcome.at, outcome.draft.revision) == ("Bob", LATER, 2)


def test_a_correction_makes_a_new_revision(database: Database, draft: Draft) -> None:
    outcome = correct(database, draft)

    assert isinstance(outcome, Decided)
    assert outcome.draft.content == to_offer(a_content())
    assert (outcome.draft.revision, outcome.draft.status) == (2, DraftStatus.DRAFT)


def test_a_correction_keeps_the_evidence_that_is_left(database: Database, draft: Draft) -> None:
    correct(database, draft)

    with database.reading() as session:
        fields = session.scalars(select(EvidenceRow.field).where(EvidenceRow.revision == 2)).all()
    assert set(fields) == {"criteria", "conditions", "states"}


def test_a_correction_that_changes_nothing_leaves_no_trace(
    database: Database, draft: Draft
) -> None:
    correct(database, draft)

    outcome = correct(database, draft, revision=2)

    assert isinstance(outcome, Decided)
    assert outcome.draft.revision == 2


def test_a_corrected_kind_decides_on_the_register(database: Database, draft: Draft) -> None:
    correct(database, draft)

    assert confirm(database, draft, revision=2).draft.register_ref == "OFF-2026-0001"


def test_history_tells_every_decision(database: Database, draft: Draft) -> None:
    correct(database, draft)
    confirm(database, draft, revision=2)

    with database.reading() as session:
        entries = drafts.history(session, draft.id)
    assert [(entry.who, entry.what) for entry in entries] == [
        ("program", "drafted"),
        ("Bob", "corrected"),
        ("Alice", "confirmed"),
    ]
    assert entries[1].details == {
        "field": "kind",
        "old": "request",
        "new": "offer",
        "revision": 1,
    }
    assert entries[2].details == {"register_ref": "OFF-2026-0001", "revision": 2}


def test_decisions_are_kept_with_the_model_they_judge(database: Database, draft: Draft) -> None:
    correct(database, draft)

    with database.reading() as session:
        row = session.scalars(select(DecisionRow)).one()
    assert (row.action, row.officer_id, row.model_version) == ("correct", BOB.id, "model-1")
    assert row.change == {"old": "request", "new": "offer"}


def test_a_rejection_keeps_its_reason(database: Database, draft: Draft) -> None:
    with database.begin() as session:
        outcome = decisions.reject(session, draft.id, 1, BOB, reason="a duplicate", now=LATER)

    assert isinstance(outcome, Decided)
    assert (outcome.draft.status, outcome.draft.reason) == (DraftStatus.REJECTED, "a duplicate")


def test_a_draft_put_aside_shows_as_changed_to_an_older_card(
    database: Database, draft: Draft
) -> None:
    with database.begin() as session:
        decisions.hold(session, draft.id, 1, BOB, now=LATER)

    assert isinstance(confirm(database, draft, revision=1), Stale)
    assert isinstance(confirm(database, draft, revision=2), Decided)


def test_what_waits_can_be_taken_up_again(database: Database, draft: Draft) -> None:
    with database.begin() as session:
        waiting = decisions.wait(session, draft.id, 1, BOB, now=LATER)
        resumed = decisions.resume(session, draft.id, 2, BOB, now=LATER)

    assert [waiting.draft.status, resumed.draft.status] == [DraftStatus.WAITING, DraftStatus.DRAFT]


def test_a_decision_edits_the_card_where_it_was_sent(database: Database, draft: Draft) -> None:
    card = NewOutboxRow(kind=OutboxKind.CARD, target="chat:-5", payload={"draft": draft.id})
    with database.begin() as session:
        outbox.add(session, [card], now=NOW)

    confirm(database, draft)

    with database.reading() as session:
        edits = [row for row in outbox.listed(session) if row.kind == OutboxKind.CARD_EDIT]
    # at once, and when it can no longer be undone
    assert [(row.target, row.payload["draft"]) for row in edits] == [("chat:-5", draft.id)] * 2


def test_a_newer_edit_takes_the_place_of_one_that_was_not_sent(
    database: Database, draft: Draft
) -> None:
    card = NewOutboxRow(kind=OutboxKind.CARD, target="chat:-5", payload={"draft": draft.id})
    with database.begin() as session:
        outbox.add(session, [card], now=NOW)

    correct(database, draft)
    confirm(database, draft, revision=2)

    with database.reading() as session:
        pending = list(outbox.listed(session, status=OutboxStatus.PENDING))
    # that of the correction is gone; the decision has two, the second for when its minute is over
    edits = [row.payload["revision"] for row in pending if row.kind is OutboxKind.CARD_EDIT]
    assert (pending[0].kind, edits) == (OutboxKind.CARD, [2, 2])


def test_an_unknown_draft_cannot_be_decided(database: Database) -> None:
    with pytest.raises(UnknownDraftError), database.begin() as session:
        decisions.confirm(session, 999, 1, ALICE, now=NOW)


def test_the_year_of_a_reference_is_that_of_the_office(database: Database, draft: Draft) -> None:
    with database.begin() as session:
        outcome = decisions.confirm(session, draft.id, 1, ALICE, now=LATER, year=2027)

    assert outcome.draft.register_ref == "REQ-2027-0001"
