"""Answers that overtake their letter: they wait a little, and are tied to it in the end."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from bot.board import card_text, note_text
from bot.scene import Office
from ingest.answers import OutboxPolicy
from ingest.errors import NotYetError
from ingest.processing import Processor
from ingest.workflows import Enqueuer, prepare, workflow_id
from nlp.reading import Kind
from store import drafts, inbox
from store.links import Relation
from store.model import MessageStatus
from store.proof import Checker, Proof
from tests import engine_room
from tests.chat_values import ZURICH
from tests.factories import NOW, an_arrival
from tests.hands import FakeHands
from tests.second_worker import worker
from tests.threads import (
    ANSWER,
    FIRST_ID,
    LETTER,
    MINISTRY,
    STRANGER,
    CriteriaHands,
    Desk,
    answering,
    links_of,
    statuses,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp.reading import Circumstances, Passage, Reading
    from store.model import Arrival
    from store.session import Database

#: more tries than an answer waits
LAST = 7
ANOTHER = "We request support for the asylum office, for interpreters."


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


def a_mail(text: str, *, sender: str = MINISTRY, headers: str = "") -> Arrival:
    raw = f"From: {sender}\r\nSubject: Letter\r\n{headers}\r\n{text}\r\n".encode()
    return an_arrival(raw=raw, sender=sender)


def the_letter(text: str = LETTER, sender: str = MINISTRY) -> Arrival:
    return a_mail(text, sender=sender, headers=f"Message-ID: {FIRST_ID}\r\n")


def its_answer(text: str = ANSWER, sender: str = MINISTRY) -> Arrival:
    headers = f"Message-ID: <answer@interior.example>\r\n{answering(FIRST_ID)}"
    return a_mail(text, sender=sender, headers=headers)


def taken_in(desk: Desk, *arrivals: Arrival) -> list[str]:
    """Mails that came in one batch, none of them read."""
    with desk.db.begin() as session:
        accepted = inbox.accept(session, list(arrivals), now=desk.now, year=2026)
    return [one.id for one in accepted]


def read(desk: Desk, message_id: str, attempt: int = 1, hands: FakeHands | None = None) -> None:
    with desk.db.begin() as session:
        for number in range(1, attempt):
            inbox.put_off_attempt(session, message_id, number)
        assert inbox.begin_attempt(session, message_id, attempt, now=NOW)
    desk.processor(hands).process(message_id, attempt)


def park(desk: Desk, message_id: str) -> None:
    with desk.db.begin() as session:
        inbox.begin_attempt(session, message_id, 1, now=NOW)
        inbox.fail_attempt(session, message_id, 1, problem="x", permanent=True, now=NOW)


def try_again(desk: Desk, message_id: str, hands: FakeHands | None = None) -> None:
    with desk.db.begin() as session:
        attempt = inbox.retry(session, message_id, now=NOW)
        assert attempt is not None
        inbox.begin_attempt(session, message_id, attempt, now=NOW)
    desk.processor(hands).process(message_id, attempt)


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


@dataclass
class Together(CriteriaHands):
    """Reads two messages and lets go of both at once."""

    barrier: threading.Barrier = field(default_factory=lambda: threading.Barrier(2))

    def read(
        self, passages: Sequence[Passage], about: Circumstances, told: Sequence[Kind] = ()
    ) -> Reading:
        found = super().read(passages, about, told)
        if not told:
            self.barrier.wait(20)
        return found


@pytest.mark.parametrize("time", range(3))
def test_of_two_that_are_saved_at_once_one_sees_the_other(desk: Desk, time: int) -> None:
    answer, letter = taken_in(
        desk, its_answer(f"{ANOTHER} Its objectives are {time}."), the_letter()
    )
    hands = Together()

    with ThreadPoolExecutor(2) as both:
        runs = [
            both.submit(read, desk, answer, LAST, hands),
            both.submit(read, desk, letter, 1, hands),
        ]
        for run in runs:
            run.result(30)

    assert [one.relation for one in links_of(desk, answer)] in (
        [Relation.OFFERED], [Relation.COMPLETED],
    )  # fmt: skip


@pytest.fixture
def enqueuer(database: Database) -> Iterator[Enqueuer]:
    prepare(database.url)
    enqueuer = Enqueuer(database.url)
    yield enqueuer
    enqueuer.close()


def in_the_queue(desk: Desk, enqueuer: Enqueuer, *arrivals: Arrival) -> list[str]:
    with desk.db.begin() as session:
        accepted = inbox.accept(session, list(arrivals), now=engine_room.now(), year=2026)
        for one in accepted:
            enqueuer.enqueue(session, one.id, one.attempt)
    return [one.id for one in accepted]


def test_others_are_read_while_an_answer_waits_for_a_letter_that_fails_at_first(
    desk: Desk, enqueuer: Enqueuer
) -> None:
    processor = Processor(
        db=desk.db, hands=CriteriaHands(), clock=engine_room.now,
        policy=OutboxPolicy(secretariat="chat:-100", own_addresses=frozenset()),
    )  # fmt: skip
    done: list[str] = []

    def process(message_id: str, attempt: int) -> None:
        if message_id == letter and attempt == 1:
            raise OSError
        processor.process(message_id, attempt)
        done.append(message_id)

    answer, letter, other = in_the_queue(
        desk, enqueuer, its_answer(), the_letter(), a_mail("Something else.", sender=STRANGER)
    )
    with engine_room.running(desk.db, enqueuer, process):
        engine_room.ends_as(desk.db, answer, MessageStatus.DONE, 40)

    assert done == [other, letter, answer]
    assert statuses(desk, letter)["15ii"] == "evidenced"
    assert engine_room.message(desk.db, answer).attempts == 1


def test_a_wait_that_cannot_be_kept_is_begun_again(desk: Desk, enqueuer: Enqueuer) -> None:
    answer, _ = taken_in(desk, its_answer(), the_letter())

    def process(_message_id: str, _attempt: int) -> None:
        raise NotYetError(2)

    class Full(Enqueuer):
        def enqueue(self, *_: Any, **__: Any) -> None:
            raise OSError

    full = Full(desk.db.url)
    with pytest.raises(Exception, match="could not be stored"):
        engine_room.doing(desk.db, full, process).run(answer, 1)
    full.close()
    engine_room.doing(desk.db, enqueuer, process).run(answer, 1)

    with desk.db.reading() as session:
        attempts = {one.id: one.attempt for one in inbox.unfinished(session)}
    assert attempts[answer] == 2
    assert set(enqueuer.statuses([workflow_id(answer, 2)]).values()) <= {"DELAYED", "ENQUEUED"}


@pytest.mark.timeout(120)
def test_a_wait_outlives_the_worker_that_began_it(desk: Desk, enqueuer: Enqueuer) -> None:
    with desk.db.begin() as session:
        answer, letter = (
            one.id
            for one in inbox.accept(
                session, [its_answer(), the_letter()], now=engine_room.now(), year=2026
            )
        )
        enqueuer.enqueue(session, letter, 1, delay_seconds=250)
        enqueuer.enqueue(session, answer, 1)

    with worker(desk.db.url, "worker-1") as first:
        engine_room.until(lambda: attempt_of(desk, answer) > 1, 40)
        first.kill()
    enqueuer.resume([workflow_id(letter, 1)])
    with worker(desk.db.url, "worker-2"):
        engine_room.ends_as(desk.db, answer, MessageStatus.DONE, 60)

    # to the reader of this worker it says nothing new
    assert [one.relation for one in links_of(desk, answer)] == [Relation.ATTACHED]


def attempt_of(desk: Desk, message_id: str) -> int:
    with desk.db.reading() as session:
        return next((one.attempt for one in inbox.unfinished(session) if one.id == message_id), 99)
