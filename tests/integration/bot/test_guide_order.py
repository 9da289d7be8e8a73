"""Which question a text answers that comes while the next one is on its way into the chat."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.topic import Heard, Means, NotYetError
from bot.visiting import Visiting
from store import chat_updates, guided, outbox
from tests.factories import NOW
from tests.gathers import means

if TYPE_CHECKING:
    from store.session import Database

ADA = 21
#: numbers of the question's message before and after the second text
BEFORE, AFTER = 15, 95


class Talk:
    """A talk whose lines leave only when a test says so."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.update = 0
        self.now = NOW
        office = means()
        self.visiting = Visiting(
            db, Means(office=office.office, clock=lambda: self.now, enqueue=office.enqueue)
        )

    def hear(self, text: str, message: int) -> None:
        self._hears(text, message, None)

    def press(self, verb: str, argument: str) -> None:
        self._hears("", 1, ("guide", verb, argument))

    def _hears(self, text: str, message: int, pressed: tuple[str, str, str] | None) -> None:
        self.update += 1
        with self.db.begin() as session:
            chat_updates.keep(session, self.update, {})
        heard = Heard(
            update_id=self.update,
            user_id=ADA,
            chat_id=ADA,
            message_id=message,
            name="Ada",
            language_code="en",
            text=text,
            pressed=pressed,
        )
        assert self.visiting.hear(heard)

    def sending(self) -> list[int]:
        """Lines begin to leave, one after the other; the last is under way."""
        with self.db.begin() as session:
            rows = outbox.claim(session, now=self.now)
        return [row.id for row in rows]

    def sent(self, row: int, number: int) -> None:
        with self.db.begin() as session:
            outbox.sent(session, row, provider_ref=str(number), now=self.now)

    def failed(self, row: int, *, unknown: bool, permanent: bool = False) -> None:
        with self.db.begin() as session:
            outbox.failed(
                session, row, permanent=permanent, retry_at=self.now + timedelta(minutes=1),
                problem="network", unknown=unknown, now=self.now,
            )  # fmt: skip

    def kept(self) -> dict[str, str]:
        with self.db.reading() as session:
            return {step: one.text for step, one in guided.answers(session, ADA).items()}


@pytest.fixture
def talk(database: Database) -> Talk:
    """A talk in which the first question stands, and was answered with a text."""
    talk = Talk(database)
    talk.hear("/request", 1)
    for number in (2, 3):
        [row] = talk.sending()
        talk.sent(row, number)
    talk.hear("Kenya", 10)
    return talk


def test_what_is_written_before_the_next_question_left_goes_with_the_answer_before(
    talk: Talk,
) -> None:
    talk.hear("Department", 20)
    talk.hear("Nairobi", 30)

    assert talk.kept() == {"who": "Kenya\n\nDepartment\n\nNairobi"}


def test_texts_of_an_answer_stand_in_the_order_of_their_messages(talk: Talk) -> None:
    talk.hear("Nairobi", 30)
    talk.hear("Department", 20)

    assert talk.kept() == {"who": "Kenya\n\nDepartment\n\nNairobi"}


def test_while_the_question_is_being_sent_nobody_knows_yet_what_a_text_answers(talk: Talk) -> None:
    talk.sending()

    with pytest.raises(NotYetError):
        talk.hear("Two trainers", 20)

    assert talk.kept() == {"who": "Kenya"}


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        (BEFORE, {"who": "Kenya", "need": "Two trainers"}),
        (AFTER, {"who": "Kenya\n\nTwo trainers"}),
    ],
)
def test_the_number_of_the_question_tells_what_a_text_answers(
    talk: Talk, number: int, kept: dict[str, str]
) -> None:
    [row] = talk.sending()
    talk.sent(row, number)

    talk.hear("Two trainers", 20)

    assert talk.kept() == kept


def test_an_outcome_that_does_not_come_is_not_waited_for(talk: Talk) -> None:
    talk.sending()
    talk.now += timedelta(seconds=4)

    talk.hear("Two trainers", 20)

    assert talk.kept()["need"] == "Two trainers"


@pytest.mark.parametrize("is_permanent", [False, True])
def test_a_question_that_may_have_arrived_or_will_not_come_does_not_hold_up_the_talk(
    talk: Talk, *, is_permanent: bool
) -> None:
    [row] = talk.sending()
    talk.failed(row, unknown=not is_permanent, permanent=is_permanent)

    talk.hear("Two trainers", 20)

    assert talk.kept()["need"] == "Two trainers"


def test_what_is_written_right_after_skip_goes_with_the_question_that_was_seen(talk: Talk) -> None:
    [row] = talk.sending()
    talk.sent(row, 11)
    talk.press("skip", "need")

    talk.hear("Two trainers", 20)

    assert talk.kept() == {"who": "Kenya", "need": "Two trainers"}


def test_what_is_written_right_after_back_answers_the_question_that_was_gone_back_to(
    talk: Talk,
) -> None:
    [row] = talk.sending()
    talk.sent(row, 11)
    talk.press("back", "need")

    talk.hear("Republic of Kenya", 20)

    assert talk.kept() == {"who": "Republic of Kenya"}
