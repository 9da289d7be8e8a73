"""Replies find the draft that they belong to and complete it; strangers never do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from nlp.reading import Kind
from store import decisions, drafts
from store.links import Relation
from store.model import DraftStatus, OutboxKind
from tests.factories import ALICE, NOW
from tests.hands import FakeHands
from tests.threads import (
    ANSWER,
    FIRST_ID,
    LETTER,
    CriteriaHands,
    Desk,
    a_letter,
    answering,
    links_of,
    statuses,
)

if TYPE_CHECKING:
    from store.content import Content
    from store.session import Database


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


def test_an_answer_to_our_question_completes_the_draft(desk: Desk) -> None:
    letter = a_letter(desk)
    question = desk.ask(letter)

    answer = desk.mail(ANSWER, headers=answering(question))

    draft = desk.draft(letter)
    assert (draft.status, draft.revision) == (DraftStatus.DRAFT, 3)
    assert statuses(desk, letter) == {"15ii": "evidenced", "13b": "evidenced"}
    assert desk.drafts(answer) == []
    [link] = links_of(desk, answer)
    assert (link.relation, link.rule, link.sureness, link.revision) == (
        Relation.COMPLETED, "answers_our_mail", "sure", 3,
    )  # fmt: skip


def test_its_evidence_stands_in_the_answer(desk: Desk) -> None:
    letter = a_letter(desk)
    answer = desk.mail(ANSWER, headers=answering(desk.ask(letter)))

    [criterion] = [one for one in desk.draft(letter).content.criteria if one.id == "15ii"]

    [quote] = criterion.evidence
    assert (quote.message, quote.ref) == (answer, desk.ref(answer))
    with desk.db.reading() as session:
        segment = drafts.segments(session, answer)[quote.segment]
    assert segment.text[quote.start : quote.end] == quote.quote == "objectives"


def test_the_draft_says_what_the_answer_brought(desk: Desk) -> None:
    letter = a_letter(desk)
    answer = desk.mail(ANSWER, headers=answering(desk.ask(letter)))

    [source] = desk.draft(letter).content.sources

    assert (source.message, source.how, source.evidenced) == (answer, "answer", ("15ii",))


def test_officers_get_the_card_anew_and_a_note_on_the_answer(desk: Desk) -> None:
    letter = a_letter(desk)
    question = desk.ask(letter)
    before = len(desk.rows())
    # within the hour nobody is told twice that a letter of theirs arrived
    desk.now += timedelta(hours=2)

    answer = desk.mail(ANSWER, headers=answering(question))

    rows = desk.rows()[before:]
    assert [row.kind for row in rows] == [
        OutboxKind.CARD_EDIT, OutboxKind.NOTE, OutboxKind.ACKNOWLEDGEMENT,
    ]  # fmt: skip
    assert rows[1].payload == {"message": answer}


def test_an_answer_that_the_reader_takes_for_a_request_is_no_second_one(desk: Desk) -> None:
    letter = a_letter(desk)
    question = desk.ask(letter)

    answer = desk.mail(f"Our request: {ANSWER}", headers=answering(question))

    assert desk.drafts(answer) == []
    assert statuses(desk, letter)["15ii"] == "evidenced"


def test_an_answer_without_anything_new_takes_the_draft_up_again(desk: Desk) -> None:
    letter = a_letter(desk)

    desk.mail("We will write next week.", headers=answering(desk.ask(letter)))

    draft = desk.draft(letter)
    assert draft.status == DraftStatus.DRAFT
    assert statuses(desk, letter)["15ii"] == "not_evidenced"


def test_a_new_topic_in_an_old_thread_has_its_own_draft_and_is_offered(desk: Desk) -> None:
    letter = a_letter(desk)
    before = desk.draft(letter)
    offers = CriteriaHands()
    text = "We request training. " + "More words on another matter altogether. " * 80

    new = desk.mail(text, headers=answering(FIRST_ID), hands=offers)

    assert desk.draft(letter) == before
    assert len(desk.drafts(new)) == 1
    [link] = links_of(desk, new)
    assert (link.relation, link.draft_id) == (Relation.OFFERED, before.id)
    assert "long_letter" in link.hits


def test_an_update_is_attached_and_changes_nothing(desk: Desk) -> None:
    letter = a_letter(desk)
    before = desk.draft(letter)

    update = desk.mail(
        "We withdraw our letter; the objectives are met.",
        headers=answering(FIRST_ID),
        hands=CriteriaHands(kind=Kind.UPDATE),
    )

    assert desk.draft(letter) == before
    assert links_of(desk, update)[0].relation == Relation.ATTACHED
    assert OutboxKind.NOTE in {row.kind for row in desk.rows()}


def test_a_letter_to_a_confirmed_record_changes_nothing(desk: Desk) -> None:
    letter = a_letter(desk)
    draft = desk.draft(letter)
    with desk.db.begin() as session:
        decisions.confirm(session, draft.id, 1, ALICE, now=NOW, year=2026)
    before = desk.draft(letter)

    answer = desk.mail(f"Our request: {ANSWER}", headers=answering(FIRST_ID))

    assert desk.draft(letter) == before
    assert desk.drafts(answer) == []
    assert links_of(desk, answer)[0].relation == Relation.ATTACHED


def test_a_rejected_letter_may_come_again(desk: Desk) -> None:
    letter = a_letter(desk)
    draft = desk.draft(letter)
    with desk.db.begin() as session:
        decisions.reject(session, draft.id, 1, ALICE, reason="unsigned", now=NOW)

    again = desk.mail(LETTER, headers=answering(FIRST_ID))

    assert len(desk.drafts(again)) == 1


def test_an_officers_correction_wins_over_an_answer(desk: Desk) -> None:
    letter = a_letter(desk)
    draft = desk.draft(letter)
    with desk.db.begin() as session:
        decisions.correct(
            session, draft.id, 1, ALICE, change=without_areas,
            field="themes", old=["coi"], new=[], now=NOW,
        )  # fmt: skip

    desk.mail(f"request {ANSWER}", headers=answering(FIRST_ID))

    content = desk.draft(letter).content
    assert content.themes == ()
    assert {one.id: one.status for one in content.criteria}["15ii"] == "evidenced"


def test_an_automatic_answer_completes_nothing(desk: Desk) -> None:
    letter = a_letter(desk)
    question = desk.ask(letter)

    desk.mail(ANSWER, headers=f"{answering(question)}Auto-Submitted: auto-replied\r\n")

    assert desk.draft(letter).status == DraftStatus.WAITING


def test_a_notice_of_a_ticket_system_completes_nothing(desk: Desk) -> None:
    letter = a_letter(desk)
    headers = f"{answering(desk.ask(letter))}Auto-Submitted: auto-generated\r\n"

    notice = desk.mail("Your ticket is open.", headers=headers, hands=FakeHands(kind=Kind.ENQUIRY))

    assert desk.draft(letter).status == DraftStatus.WAITING
    assert links_of(desk, notice) == []


def test_what_a_ticket_system_sends_in_answer_is_offered_where_it_is_a_letter(desk: Desk) -> None:
    letter = a_letter(desk)
    headers = f"{answering(desk.ask(letter))}Auto-Submitted: auto-generated\r\n"

    answer = desk.mail(f"We request support. {ANSWER}", headers=headers)

    assert desk.draft(letter).status == DraftStatus.WAITING
    assert [one.relation for one in links_of(desk, answer)] == [Relation.OFFERED]


def test_an_answer_through_a_list_completes_the_draft(desk: Desk) -> None:
    letter = a_letter(desk)
    headers = f"{answering(desk.ask(letter))}Precedence: list\r\n"

    desk.mail(ANSWER, headers=headers)

    assert desk.draft(letter).status == DraftStatus.DRAFT


def test_a_persons_own_case_is_tied_to_nothing(desk: Desk) -> None:
    letter = a_letter(desk)

    plea = desk.mail(
        "My brother waits.",
        subject=desk.ref(letter),
        hands=FakeHands(kind=Kind.INDIVIDUAL_CASE),
    )

    assert links_of(desk, plea) == []


def test_processing_an_answer_twice_changes_nothing(desk: Desk) -> None:
    letter = a_letter(desk)
    answer = desk.mail(ANSWER, headers=answering(desk.ask(letter)))
    before, rows, tied = desk.draft(letter), desk.rows(), links_of(desk, answer)

    desk.processor().process(answer, 1)

    assert (desk.draft(letter), desk.rows(), links_of(desk, answer)) == (before, rows, tied)


def test_an_answer_to_an_answer_belongs_to_the_same_draft(desk: Desk) -> None:
    letter = a_letter(desk)
    answer = desk.mail(ANSWER, headers=answering(desk.ask(letter)))

    further = desk.mail("Also: see the annex.", headers=answering(desk.our_id(desk.ref(answer))))

    [link] = links_of(desk, further)
    assert link.draft_id == desk.draft(letter).id


def without_areas(content: Content) -> Content:
    return replace(content, themes=())
