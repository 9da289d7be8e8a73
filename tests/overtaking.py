"""A letter and its answer that came together, read in any order; for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import inbox
from tests.factories import NOW, an_arrival
from tests.threads import ANSWER, FIRST_ID, LETTER, MINISTRY, Desk, answering

if TYPE_CHECKING:
    from store.model import Arrival
    from tests.hands import FakeHands

#: more tries than an answer waits
LAST = 7
ANOTHER = "We request support for the asylum office, for interpreters."


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
