"""Which case a message belongs to: by whom it may be answered, and that no stranger joins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store.links import Relation
from store.model import DraftStatus
from store.proof import Checker, Proof
from tests.threads import (
    ANSWER,
    FIRST_ID,
    LETTER,
    STRANGER,
    Desk,
    a_letter,
    answering,
    links_of,
    statuses,
)

if TYPE_CHECKING:
    from store.session import Database


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


def test_a_further_mail_in_the_senders_own_thread_completes_it(desk: Desk) -> None:
    letter = a_letter(desk)

    answer = desk.mail(ANSWER, headers=answering(FIRST_ID))

    assert statuses(desk, letter)["15ii"] == "evidenced"
    assert links_of(desk, answer)[0].rule == "continues_a_thread"


@pytest.mark.parametrize("subject", ["AW: [{}]", "TR : Demande {}", "رد: {}", "Ответ: {}"])
def test_the_reference_in_the_subject_is_enough_from_the_same_sender(
    desk: Desk, subject: str
) -> None:
    letter = a_letter(desk)

    answer = desk.mail(ANSWER, subject=subject.format(desk.ref(letter)))

    assert statuses(desk, letter)["15ii"] == "evidenced"
    assert links_of(desk, answer)[0].rule == "reference_in_subject"


def test_a_colleague_of_the_same_ministry_may_answer(desk: Desk) -> None:
    letter = a_letter(desk)

    desk.mail(ANSWER, sender="deputy@interior.example", subject=desk.ref(letter))

    assert statuses(desk, letter)["15ii"] == "evidenced"


def test_another_mailbox_of_the_same_provider_is_a_stranger(desk: Desk) -> None:
    letter = a_letter(desk, sender="ministry@gmail.com")

    desk.mail(ANSWER, sender="somebody@gmail.com", subject=desk.ref(letter))

    assert statuses(desk, letter)["15ii"] == "not_evidenced"


def test_a_stranger_with_the_reference_joins_nothing(desk: Desk) -> None:
    letter = a_letter(desk)
    before = desk.draft(letter)

    forged = desk.mail(f"request: {ANSWER}", sender=STRANGER, subject=f"Re: {desk.ref(letter)}")

    assert desk.draft(letter) == before
    assert len(desk.drafts(forged)) == 1
    [link] = links_of(desk, forged)
    assert (link.relation, link.draft_id) == (Relation.MENTIONED, None)


def test_a_mail_that_its_domain_disowns_joins_nothing_with_the_reference(desk: Desk) -> None:
    letter = a_letter(desk)
    forged = Proof(by=Checker.OWN, domain="interior.example", dmarc="fail", policy="reject")
    desk.proof = forged

    answer = desk.mail(ANSWER, subject=desk.ref(letter))

    assert forged.is_disowned
    assert statuses(desk, letter)["15ii"] == "not_evidenced"
    assert [one.relation for one in links_of(desk, answer)] == [Relation.MENTIONED]


def test_a_stranger_with_a_made_up_id_of_ours_joins_nothing(desk: Desk) -> None:
    letter = a_letter(desk)
    question = desk.ask(letter)
    _, _, rest = question.partition("question")

    desk.mail(ANSWER, sender=STRANGER, headers=answering(f"<acsg.ACSG-2026-0009.question{rest}"))

    assert desk.draft(letter).status == DraftStatus.WAITING


@pytest.mark.parametrize("shared", ["<>", "<1>", "<1@x>", FIRST_ID])
def test_a_stranger_who_shares_a_message_id_joins_nothing(desk: Desk, shared: str) -> None:
    letter = desk.mail(LETTER, headers=f"Message-ID: {shared}\r\n")
    before = desk.draft(letter)

    desk.mail(ANSWER, sender=STRANGER, headers=f"Message-ID: {shared}\r\n{answering(shared)}")

    assert desk.draft(letter) == before


def test_of_two_who_share_a_message_id_each_answers_its_own(desk: Desk) -> None:
    mine = desk.mail(LETTER, headers=f"Message-ID: {FIRST_ID}\r\n")
    other = desk.mail(LETTER, sender=STRANGER, headers=f"Message-ID: {FIRST_ID}\r\n")

    desk.mail(ANSWER, headers=answering(FIRST_ID))

    assert statuses(desk, mine)["15ii"] == "evidenced"
    assert statuses(desk, other)["15ii"] == "not_evidenced"


def test_our_signed_id_is_known_from_another_address(desk: Desk) -> None:
    letter = a_letter(desk)
    question = desk.ask(letter)

    answer = desk.mail(ANSWER, sender="minister@gmail.com", headers=answering(question))

    assert statuses(desk, letter)["15ii"] == "evidenced"
    assert links_of(desk, answer)[0].sureness == "likely"


def test_an_answer_in_the_chat_that_was_asked_completes_the_draft(desk: Desk) -> None:
    letter = desk.chat("We request support.")
    desk.ask(letter)

    answer = desk.chat("objectives: forty interviewers")

    assert desk.draft(letter).status == DraftStatus.DRAFT
    assert statuses(desk, letter)["15ii"] == "evidenced"
    assert links_of(desk, answer)[0].rule == "asked_in_chat"


def test_another_account_does_not_answer_for_it(desk: Desk) -> None:
    letter = desk.chat("We request support.")
    desk.ask(letter)

    desk.chat("objectives: none", user=8)

    assert desk.draft(letter).status == DraftStatus.WAITING


def test_of_two_questions_in_one_chat_none_is_taken_for_answered(desk: Desk) -> None:
    letters = [desk.chat("We request support."), desk.chat("We request judges.")]
    for one in letters:
        desk.ask(one)

    answer = desk.chat("objectives: forty interviewers")

    assert {desk.draft(one).status for one in letters} == {DraftStatus.WAITING}
    assert links_of(desk, answer)[0].relation == Relation.ATTACHED


def test_of_two_questions_in_one_chat_the_named_one_is_answered(desk: Desk) -> None:
    first, second = desk.chat("We request support."), desk.chat("We request judges.")
    desk.ask(first)
    desk.ask(second)

    desk.chat(f"{desk.ref(first)}: objectives are forty interviewers")

    assert desk.draft(first).status == DraftStatus.DRAFT
    assert desk.draft(second).status == DraftStatus.WAITING


def test_a_chat_that_was_not_asked_writes_a_new_letter(desk: Desk) -> None:
    desk.chat("We request support.")

    second = desk.chat("We request objectives.")

    assert len(desk.drafts(second)) == 1
