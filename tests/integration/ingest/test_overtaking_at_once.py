"""A letter and its answer in two workers at once, in the queue, and over a kill."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from ingest.answers import OutboxPolicy
from ingest.errors import NotYetError
from ingest.processing import Processor
from ingest.workflows import Enqueuer, prepare, workflow_id
from store import inbox
from store.links import Relation
from store.model import MessageStatus
from tests import engine_room
from tests.overtaking import (
    ANOTHER,
    LAST,
    a_mail,
    its_answer,
    read,
    taken_in,
    the_letter,
)
from tests.second_worker import worker
from tests.threads import (
    STRANGER,
    CriteriaHands,
    Desk,
    links_of,
    statuses,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp.reading import Circumstances, Kind, Passage, Reading
    from store.model import Arrival
    from store.session import Database


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


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
