"""Two drafts that an officer says are one: which ends, what the other says, who wins."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from store import decisions, drafts, likenesses, links, merging
from store.errors import NotMergeableError
from store.links import Relation
from store.model import DraftStatus, OutboxKind
from store.outcome import Decided, TooLate
from tests.factories import ALICE, BOB, NOW
from tests.threads import FIRST_ID, Desk, answering

if TYPE_CHECKING:
    from store.content import Content
    from store.model import Draft, Officer
    from store.outcome import Outcome
    from store.session import Database

from tests.twice import AGAIN, LETTER, Twice, card, found, sent_twice


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


@pytest.fixture
def twice(desk: Desk) -> Twice:
    return sent_twice(desk)


def test_a_merged_draft_ends_and_its_target_names_the_message(twice: Twice) -> None:
    outcome = twice.merge()

    assert isinstance(outcome, Decided)
    assert (outcome.draft.status, outcome.draft.reason) == (DraftStatus.MERGED, twice.first.ref)
    target = twice.desk.draft(twice.first.message_id)
    assert (target.status, target.revision) == (DraftStatus.DRAFT, 2)
    [source] = target.content.sources
    assert (source.message, source.how) == (twice.second.message_id, "merged")


def test_the_evidence_of_both_is_reachable_from_the_target(twice: Twice) -> None:
    twice.merge()

    target = twice.desk.draft(twice.first.message_id)
    [criterion] = [one for one in target.content.criteria if one.id == "15ii"]
    [quote] = criterion.evidence
    with twice.desk.db.reading() as session:
        segments = drafts.segments(session, quote.message or "")
    assert quote.message == twice.second.message_id
    assert segments[quote.segment].text[quote.start : quote.end] == "objectives"
    assert target.content.themes[0].evidence[0].message is None


def test_both_histories_tell_who_merged_what(twice: Twice) -> None:
    twice.merge()

    with twice.desk.db.reading() as session:
        ended = drafts.history(session, twice.second.id)[-1]
        target = drafts.history(session, twice.first.id)[-1]
    assert (ended.who, ended.what, ended.details["reason"]) == ("Alice", "merged", twice.first.ref)
    assert (target.who, target.what, target.details["draft"]) == (
        "Alice", "took_up", twice.second.ref,
    )  # fmt: skip


def test_both_cards_are_edited(twice: Twice) -> None:
    before = len(twice.desk.rows())

    twice.merge()

    rows = twice.desk.rows()[before:]
    live = {row.payload["draft"] for row in rows if row.status == "pending"}
    assert {row.kind for row in rows} == {OutboxKind.CARD_EDIT}
    assert live == {twice.first.id, twice.second.id}
    assert f"🔗 Merged into {twice.first.ref}" in card(twice.desk, twice.second, full=False)


def test_a_message_is_tied_to_the_case_that_its_draft_was_merged_into(twice: Twice) -> None:
    twice.merge()

    with twice.desk.db.reading() as session:
        [link] = links.of_message(session, twice.second.message_id)
    assert (link.relation, link.draft_id, link.revision) == (Relation.MERGED, twice.first.id, 2)


def test_an_answer_to_a_merged_letter_completes_its_target(desk: Desk) -> None:
    first = desk.draft(desk.mail(LETTER, sender="a@other.example"))
    second = desk.mail(LETTER, headers=f"Message-ID: {FIRST_ID}\r\n")
    Twice(desk, first, desk.draft(second)).merge()

    desk.mail("Our plan was adopted.", headers=answering(FIRST_ID))

    criteria = {one.id: one.status for one in desk.draft(first.message_id).content.criteria}
    assert criteria["13b"] == "evidenced"


def test_two_officers_who_merge_at_once_do_it_once(twice: Twice) -> None:
    outcomes: list[Outcome] = []
    barrier = threading.Barrier(2)

    def press(officer: Officer) -> None:
        barrier.wait()
        with twice.desk.db.begin() as session:
            outcome = merging.merge(
                session, twice.second.id, 1, officer, into=twice.first.id, now=NOW
            )
        outcomes.append(outcome)

    threads = [threading.Thread(target=press, args=(one,)) for one in (ALICE, BOB)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=60)

    assert sorted(type(one).__name__ for one in outcomes) == ["Decided", "TooLate"]
    assert twice.desk.draft(twice.first.message_id).revision == 2


def test_two_officers_who_merge_crosswise_end_with_one_draft(twice: Twice) -> None:
    ended: list[object] = []
    barrier = threading.Barrier(2)

    def press(draft: Draft, into: Draft) -> None:
        barrier.wait()
        try:
            with twice.desk.db.begin() as session:
                ended.append(merging.merge(session, draft.id, 1, BOB, into=into.id, now=NOW))
        except NotMergeableError as error:
            ended.append(error)

    pairs = ((twice.second, twice.first), (twice.first, twice.second))
    threads = [threading.Thread(target=press, args=pair) for pair in pairs]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=60)

    kinds = sorted(type(one).__name__ for one in ended)
    assert kinds == ["Decided", "NotMergeableError"]


def test_whoever_confirmed_first_wins_over_a_merge(twice: Twice) -> None:
    with twice.desk.db.begin() as session:
        decisions.confirm(session, twice.second.id, 1, BOB, now=NOW, year=2026)

    assert isinstance(twice.merge(), TooLate)
    assert twice.desk.draft(twice.first.message_id).revision == 1


def test_nothing_is_merged_into_what_was_rejected(twice: Twice) -> None:
    with twice.desk.db.begin() as session:
        decisions.reject(session, twice.first.id, 1, BOB, reason="unsigned", now=NOW)

    with pytest.raises(NotMergeableError):
        twice.merge()

    assert twice.desk.draft(twice.second.message_id).status == DraftStatus.DRAFT
    assert "which is decided" in card(twice.desk, twice.second)


def test_a_registered_target_is_not_changed(twice: Twice) -> None:
    with twice.desk.db.begin() as session:
        decisions.confirm(session, twice.first.id, 1, BOB, now=NOW, year=2026)
    before = twice.desk.draft(twice.first.message_id)

    twice.merge()

    assert twice.desk.draft(twice.first.message_id) == before
    assert "🔗 Merged" in card(twice.desk, twice.first)


def test_an_offer_attached_to_a_request_adds_nothing_to_it(desk: Desk) -> None:
    first = desk.draft(desk.mail(LETTER))
    second = desk.draft(desk.mail(AGAIN, sender="b@b.example"))
    with desk.db.begin() as session:
        decisions.correct(
            session, second.id, 1, ALICE, change=as_offer, field="kind", old="request", new="offer",
            now=NOW,
        )  # fmt: skip
        merging.merge(session, second.id, 2, ALICE, into=first.id, now=NOW)

    target = desk.draft(first.message_id)
    assert target.content.criteria == first.content.criteria
    assert len(target.content.sources) == 1


def test_not_the_same_is_kept_and_no_longer_asked(twice: Twice) -> None:
    with twice.desk.db.begin() as session:
        is_first = likenesses.tell_apart(session, twice.second.id, twice.first.id, ALICE, now=NOW)
        is_second = likenesses.tell_apart(session, twice.second.id, twice.first.id, BOB, now=NOW)

    assert (is_first, is_second) == (True, False)
    assert found(twice.desk, twice.second) == []
    assert "looks like" not in card(twice.desk, twice.second)


def as_offer(content: Content) -> Content:
    return replace(content, kind="offer")
