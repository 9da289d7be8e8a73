"""A proven letter is changed by nobody who is not, however well they guess what it names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from bot.board import card_text, note_text
from bot.scene import Office
from ingest.joining import NOT_PROVEN
from store import asked_again, drafts, merging, proofs
from store.links import Relation
from store.model import DraftStatus, OutboxKind, OutboxStatus
from store.outcome import Decided
from store.proof import Checker, Proof, not_checked
from store.tables_outbox import OutboxTableRow
from tests.chat_values import ZURICH
from tests.factories import ALICE, NOW
from tests.hands import FakeHands
from tests.threads import ANSWER, FIRST_ID, Desk, a_letter, answering, links_of, statuses

if TYPE_CHECKING:
    from store.session import Database

PROVEN = Proof(by=Checker.OWN, domain="interior.example", aligned=("dkim",), dmarc="none")
UNPROVEN = Proof(by=Checker.OWN, domain="interior.example", spf="softfail", dmarc="none")
#: the sender himself can bring it about that nothing is found out in time
UNCHECKED = not_checked("no_dns", "interior.example", is_open=True)
OFF = not_checked("off", "interior.example")
OFFICE = Office(zone=ZURICH, full=True)


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database, proof=PROVEN)


def text_of(desk: Desk, message_id: str) -> str:
    with desk.db.reading() as session:
        found = drafts.of_message(session, message_id)
        if found:
            return card_text(session, found[0], OFFICE, now=NOW).markup
        return note_text(session, message_id, OFFICE, now=NOW).markup


@pytest.mark.parametrize("found", [UNPROVEN, UNCHECKED, OFF], ids=["failed", "no answer", "off"])
def test_a_guessed_reference_offers_what_is_not_proven_and_changes_nothing(
    desk: Desk, found: Proof
) -> None:
    letter = a_letter(desk)
    before = desk.draft(letter), text_of(desk, letter)
    desk.proof = found

    forged = desk.mail(ANSWER, sender="anyone@interior.example", subject=desk.ref(letter))

    assert (desk.draft(letter), text_of(desk, letter)) == before
    [link] = links_of(desk, forged)
    assert (link.relation, link.draft_id) == (Relation.OFFERED, before[0].id)
    assert NOT_PROVEN in link.hits


@pytest.mark.parametrize("found", [PROVEN, UNPROVEN, OFF, None])
def test_where_the_letter_was_not_proven_answers_complete_it_as_before(
    desk: Desk, found: Proof | None
) -> None:
    desk.proof = UNPROVEN if found is not None else None
    letter = a_letter(desk)
    desk.proof = found

    desk.mail(ANSWER, subject=desk.ref(letter))

    assert statuses(desk, letter)["15ii"] == "evidenced"


def test_what_is_proven_completes_what_was(desk: Desk) -> None:
    letter = a_letter(desk)

    desk.mail(ANSWER, subject=desk.ref(letter))

    assert statuses(desk, letter)["15ii"] == "evidenced"


def test_our_signed_id_is_believed_of_who_is_not_proven(desk: Desk) -> None:
    letter = a_letter(desk)
    question = desk.ask(letter)
    desk.proof = UNPROVEN

    desk.mail(ANSWER, headers=answering(question))

    assert statuses(desk, letter)["15ii"] == "evidenced"
    assert desk.draft(letter).status is DraftStatus.DRAFT


def test_a_known_message_id_is_no_more_than_a_reference(desk: Desk) -> None:
    letter = a_letter(desk)
    before = desk.draft(letter)
    desk.proof = UNPROVEN

    forged = desk.mail(ANSWER, headers=answering(FIRST_ID))

    assert desk.draft(letter) == before
    [link] = links_of(desk, forged)
    assert (link.rule, link.relation) == ("continues_a_thread", Relation.OFFERED)


def test_a_case_that_a_proven_answer_completed_is_as_a_proven_letter(desk: Desk) -> None:
    desk.proof = UNPROVEN
    letter = a_letter(desk)
    desk.proof = PROVEN
    desk.mail("Our objectives are forty interviewers.", subject=desk.ref(letter))
    before = desk.draft(letter)
    desk.proof = UNPROVEN

    desk.mail("Please find our plan.", subject=desk.ref(letter))

    assert desk.draft(letter) == before


def test_the_reference_of_a_further_message_leads_to_the_same_proven_case(desk: Desk) -> None:
    letter = a_letter(desk)
    answer = desk.mail(ANSWER, subject=desk.ref(letter))
    before = desk.draft(letter)
    desk.proof = UNPROVEN

    desk.mail("request: our plan is attached.", subject=desk.ref(answer))

    assert desk.draft(letter) == before


def test_an_update_that_is_not_proven_is_not_shown_with_the_draft(desk: Desk) -> None:
    letter = a_letter(desk)
    before = text_of(desk, letter)
    desk.proof = UNPROVEN

    desk.mail("We withdraw it.", subject=desk.ref(letter), hands=FakeHands())

    assert text_of(desk, letter) == before


def test_officers_hear_of_it_and_why_it_was_not_read_in(desk: Desk) -> None:
    letter = a_letter(desk)
    desk.proof = UNPROVEN

    forged = desk.mail(ANSWER, subject=desk.ref(letter))

    notes = [row for row in desk.rows() if row.kind is OutboxKind.NOTE]
    assert [row.payload["message"] for row in notes] == [forged]
    assert (
        f"🧵 In the thread of {desk.ref(letter)}-1; not read in: when it came its sender "
        "was not proven, as that letter’s was"
    ) in text_of(desk, forged)


def test_an_officer_may_attach_what_was_offered_and_the_card_shows_both_marks(desk: Desk) -> None:
    letter = a_letter(desk)
    desk.proof = UNPROVEN
    later = desk.mail(f"request: {ANSWER}", subject=desk.ref(letter))
    into, draft = desk.draft(letter), desk.draft(later)

    with desk.db.begin() as session:
        done = merging.merge(session, draft.id, draft.revision, ALICE, into=into.id, now=NOW)

    assert isinstance(done, Decided)
    card = text_of(desk, letter)
    assert "🟢" in card
    assert "15ii now evidenced · ⚪ sender not proven" in card


def test_each_answer_stands_on_the_card_with_its_own_mark(desk: Desk) -> None:
    letter = a_letter(desk)
    desk.mail(ANSWER, headers=answering(desk.ask(letter)))
    desk.proof = UNPROVEN
    desk.mail("Our plan is attached.", headers=answering(desk.ask(letter)))

    card = text_of(desk, letter)

    assert "15ii now evidenced · 🟢 sender proven" in card
    assert "· ⚪ sender not proven" in card


def test_an_answer_that_was_read_before_its_letter_is_offered_too(desk: Desk) -> None:
    desk.proof = UNPROVEN
    answer = desk.mail(ANSWER, headers=answering(FIRST_ID))
    desk.proof = PROVEN

    letter = a_letter(desk)

    [link] = links_of(desk, answer)
    assert link.relation is Relation.OFFERED
    assert desk.ref(answer) not in text_of(desk, letter)


def test_a_mail_that_its_domain_disowns_is_a_strangers_still(desk: Desk) -> None:
    letter = a_letter(desk)
    desk.proof = replace(UNPROVEN, dmarc="fail", policy="reject")

    forged = desk.mail(ANSWER, headers=answering(FIRST_ID), subject=desk.ref(letter))

    assert {one.relation for one in links_of(desk, forged)} == {Relation.MENTIONED}


def test_the_card_changes_when_dns_says_later_who_sent_an_answer(desk: Desk) -> None:
    letter = a_letter(desk)
    desk.proof = UNCHECKED
    answer = desk.mail(ANSWER, headers=answering(desk.ask(letter)))
    with desk.db.begin() as session:
        session.execute(update(OutboxTableRow).values(status=OutboxStatus.SENT))

    with desk.db.begin() as session:
        before = proofs.settle(session, answer, PROVEN, now=NOW)
        assert before is not None
        asked_again.tell(session, answer, before, PROVEN, now=NOW)

    waiting = [row for row in desk.rows() if row.status is OutboxStatus.PENDING]
    assert OutboxKind.CARD_EDIT in {row.kind for row in waiting}
    assert "15ii now evidenced · 🟢 sender proven" in text_of(desk, letter)
