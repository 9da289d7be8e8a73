"""Answers that overtake their letter: they wait a little, and are tied to it in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.board import card_text, note_text
from bot.scene import Office
from ingest.errors import NotYetError
from nlp.reading import Kind
from store import drafts
from store.links import Relation
from store.model import MessageStatus
from store.proof import Checker, Proof
from tests import engine_room
from tests.chat_values import ZURICH
from tests.factories import NOW
from tests.hands import FakeHands
from tests.overtaking import (
    ANOTHER,
    LAST,
    a_mail,
    its_answer,
    park,
    read,
    taken_in,
    the_letter,
    try_again,
)
from tests.threads import (
    ANSWER,
    FIRST_ID,
    LETTER,
    STRANGER,
    Desk,
    answering,
    links_of,
    statuses,
)

if TYPE_CHECKING:
    from store.model import Arrival
    from store.session import Database


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


def test_an_answer_waits_for_its_letter_and_then_completes_it(desk: Desk) -> None:
    answer, letter = taken_in(desk, its_answer(), the_letter())

    with pytest.raises(NotYetError) as waits:
        read(desk, answer)
    read(desk, letter)
    read(desk, answer, attempt=2)

    assert waits.value.seconds < 10
    assert statuses(desk, letter)["15ii"] == "evidenced"
    assert [one.relation for one in links_of(desk, answer)] == [Relation.COMPLETED]


def test_it_waits_a_few_minutes_at_most(desk: Desk) -> None:
    answer, _letter = taken_in(desk, its_answer(), the_letter())
    waited = 0.0
    for attempt in range(1, LAST):
        with pytest.raises(NotYetError) as waits:
            read(desk, answer, attempt)
        waited += waits.value.seconds

    read(desk, answer, LAST)

    assert waited <= 180
    assert engine_room.message(desk.db, answer).status is MessageStatus.DONE


@pytest.mark.parametrize(
    "other",
    [
        a_mail(LETTER, headers="Message-ID: <another.letter@interior.example>\r\n"),
        the_letter(sender=STRANGER),
        a_mail(LETTER, headers=f"X-Id: {FIRST_ID}\r\n"),
        a_mail(LETTER + f"\r\nMessage-ID: {FIRST_ID}"),
        a_mail(LETTER, sender="someone@gmail.com", headers=f"Message-ID: {FIRST_ID}\r\n"),
    ],
    ids=["another id", "a stranger", "another field", "in its words", "of a provider"],
)
def test_it_waits_for_no_other_mail(desk: Desk, other: Arrival) -> None:
    answer, _ = taken_in(desk, its_answer(), other)

    read(desk, answer)

    assert engine_room.message(desk.db, answer).status is MessageStatus.DONE


def test_who_shares_a_provider_waits_for_the_own_letter_alone(desk: Desk) -> None:
    amina, boris = "amina@gmail.com", "boris@gmail.com"
    answer, _ = taken_in(desk, its_answer(sender=amina), the_letter(sender=boris))
    read(desk, answer)
    second, _ = taken_in(desk, its_answer("More.", sender=amina), the_letter("Ours.", sender=amina))

    with pytest.raises(NotYetError):
        read(desk, second)


def test_it_waits_for_a_large_letter_too(desk: Desk) -> None:
    answer, _ = taken_in(desk, its_answer(), the_letter(LETTER + "\r\n" + "A line.\r\n" * 50_000))

    with pytest.raises(NotYetError):
        read(desk, answer)


def test_it_does_not_wait_for_what_is_parked(desk: Desk) -> None:
    answer, letter = taken_in(desk, its_answer(), the_letter())
    park(desk, letter)

    read(desk, answer)

    assert engine_room.message(desk.db, answer).status is MessageStatus.DONE


def test_a_draft_of_its_own_is_offered_to_the_letter_that_is_read_later(desk: Desk) -> None:
    answer, letter = taken_in(desk, its_answer(ANOTHER), the_letter())
    park(desk, letter)
    read(desk, answer)

    try_again(desk, letter)

    [link] = links_of(desk, answer)
    assert (link.relation, link.draft_id) == (Relation.OFFERED, desk.draft(letter).id)
    text = shown(desk, answer)
    assert f"🧵 In the thread of {desk.draft(letter).ref}" in text.markup
    assert f"Attach to {desk.draft(letter).ref}" in str(text.keyboard)


def test_what_has_no_draft_belongs_to_the_letter_that_is_read_later(desk: Desk) -> None:
    answer, letter = taken_in(desk, its_answer(), the_letter())
    park(desk, letter)
    read(desk, answer)

    try_again(desk, letter)

    assert [one.relation for one in links_of(desk, answer)] == [Relation.ATTACHED]
    with desk.db.reading() as session:
        note = note_text(session, answer, Office(zone=ZURICH, full=True), now=NOW).markup
    assert f"📎 Belongs to {desk.draft(letter).ref}" in note
    assert f"📎 Attached {desk.ref(answer)}" in shown(desk, letter).markup


def shown(desk: Desk, message_id: str) -> Any:
    with desk.db.reading() as session:
        [draft] = drafts.of_message(session, message_id)
        return card_text(session, draft, Office(zone=ZURICH, full=True), now=NOW)


@pytest.mark.parametrize(
    "answer",
    [
        its_answer(ANOTHER, sender=STRANGER),
        a_mail(ANOTHER, headers=answering("<another.letter@interior.example>")),
        a_mail(ANOTHER, headers=f"Auto-Submitted: auto-replied\r\n{answering(FIRST_ID)}"),
    ],
    ids=["a stranger", "another thread", "a program"],
)
def test_nothing_else_is_tied_to_it(desk: Desk, answer: Arrival) -> None:
    other, letter = taken_in(desk, answer, the_letter())
    park(desk, letter)
    read(desk, other)

    try_again(desk, letter)

    assert links_of(desk, other) == []


def test_one_persons_case_is_not_tied_to_it(desk: Desk) -> None:
    answer, letter = taken_in(desk, its_answer("My own case."), the_letter())
    park(desk, letter)
    read(desk, answer, hands=FakeHands(kind=Kind.INDIVIDUAL_CASE))

    try_again(desk, letter)

    assert links_of(desk, answer) == []


def test_an_answer_that_its_domain_disowns_is_not_tied_to_it(desk: Desk) -> None:
    answer, letter = taken_in(desk, its_answer(ANOTHER), the_letter())
    park(desk, letter)
    desk.proof = Proof(by=Checker.OWN, domain="interior.example", dmarc="fail", policy="reject")
    read(desk, answer)
    desk.proof = None

    try_again(desk, letter)

    assert links_of(desk, answer) == []


def test_what_is_tied_already_is_tied_once(desk: Desk) -> None:
    first = desk.mail(LETTER, headers="Message-ID: <earliest.letter@interior.example>\r\n")
    headers = "References: <earliest.letter@interior.example> " + FIRST_ID + "\r\n"
    answer, letter = taken_in(desk, a_mail(ANSWER, headers=headers), the_letter(ANOTHER))
    park(desk, letter)
    read(desk, answer)

    try_again(desk, letter)

    assert [one.earlier_id for one in links_of(desk, answer)] == [first]
