"""Drafts that officers open of messages that are done."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from store import audit, drafts, inbox, openings
from store.model import MessageStatus
from store.openings import NotOpened
from store.readings import Versions
from tests.factories import ALICE, BOB, NOW, a_content, a_read_message, an_arrival

if TYPE_CHECKING:
    from store.model import Content, Draft, Officer
    from store.session import Database

MEETING = a_read_message(kinds=(("meeting", 0.8, "likely"),))
VERSIONS = Versions(language="en", model="model-2", criteria="criteria-2")


def a_message(db: Database, *contents: Content) -> str:
    """A message that was read, and gave these drafts."""
    with db.begin() as session:
        message_id = inbox.accept(session, [an_arrival()], now=NOW, year=2026)[0].id
        drafts.save_reading(session, message_id, 1, MEETING, contents, now=NOW)
    return message_id


def ask(
    db: Database, message_id: str, kind: str = "request", officer: Officer = ALICE
) -> int | NotOpened:
    with db.begin() as session:
        return openings.ask(
            session, message_id, kind, officer, chat_id=-100, chat_message=7, now=NOW
        )


def save(db: Database, message_id: str, attempt: int, kind: str = "request") -> Draft | None:
    with db.begin() as session:
        return openings.save(session, message_id, attempt, a_content(kind=kind), VERSIONS, now=NOW)


def test_an_opening_is_a_further_attempt_at_the_message(database: Database) -> None:
    message_id = a_message(database)

    assert ask(database, message_id) == 2

    with database.reading() as session:
        assert inbox.get(session, message_id).status is MessageStatus.RECEIVED
        assert [(one.id, one.attempt) for one in inbox.unfinished(session)] == [(message_id, 2)]
        opening = openings.pending(session, message_id)
    assert opening is not None
    assert (opening.kind, opening.officer_name, opening.chat_message) == ("request", "Alice", 7)


def test_its_draft_is_the_next_of_the_message_and_says_who_opened_it(database: Database) -> None:
    message_id = a_message(database, a_content(kind="offer"))
    ask(database, message_id)

    draft = save(database, message_id, 2)

    assert draft is not None
    assert (draft.ref, draft.content.kind) == ("ACSG-2026-0001-2", "request")
    assert (draft.model_version, draft.criteria_version) == ("model-2", "criteria-2")
    with database.reading() as session:
        assert inbox.get(session, message_id).status is MessageStatus.DONE
        assert openings.pending(session, message_id) is None
        [event] = audit.of_draft(session, draft.id)
    assert (event.who, event.what, event.details["kind"]) == ("Alice", "opened", "request")


def test_the_wish_is_in_the_audit_before_the_draft_is_there(database: Database) -> None:
    message_id = a_message(database)

    ask(database, message_id)

    with database.reading() as session:
        last = audit.of_message(session, message_id)[-1]
    assert (last.who, last.what, last.details) == ("Alice", "draft_asked", {"kind": "request"})


def test_a_message_under_way_is_not_opened_again(database: Database) -> None:
    message_id = a_message(database)
    ask(database, message_id)

    assert ask(database, message_id, officer=BOB) is NotOpened.BUSY
    assert ask(database, message_id, "offer", BOB) is NotOpened.BUSY


def test_a_kind_that_the_message_has_a_draft_of_is_not_opened(database: Database) -> None:
    message_id = a_message(database, a_content())

    assert ask(database, message_id) is NotOpened.THERE
    assert ask(database, message_id, "offer") == 2


def test_a_message_that_was_never_read_is_not_opened(database: Database) -> None:
    with database.begin() as session:
        message_id = inbox.accept(session, [an_arrival()], now=NOW, year=2026)[0].id
        inbox.begin_attempt(session, message_id, 1, now=NOW)
        inbox.fail_attempt(session, message_id, 1, problem="x", permanent=True, now=NOW)

    assert ask(database, message_id) is NotOpened.UNREAD


def test_saving_twice_makes_one_draft(database: Database) -> None:
    message_id = a_message(database)
    ask(database, message_id)

    first, second = save(database, message_id, 2), save(database, message_id, 2)

    assert first is not None
    assert second is None
    with database.reading() as session:
        assert len(drafts.of_message(session, message_id)) == 1


def test_an_attempt_that_was_overtaken_saves_nothing(database: Database) -> None:
    message_id = a_message(database)
    ask(database, message_id)
    with database.begin() as session:
        inbox.fail_attempt(session, message_id, 2, problem="x", permanent=False, now=NOW)

    assert save(database, message_id, 2) is None
    assert save(database, message_id, 3) is not None


def test_a_parked_opening_can_be_run_again(database: Database) -> None:
    message_id = a_message(database)
    ask(database, message_id)
    with database.begin() as session:
        inbox.fail_attempt(session, message_id, 2, problem="x", permanent=True, now=NOW)
        assert inbox.retry(session, message_id, now=NOW) == 3

    assert save(database, message_id, 3) is not None


@pytest.mark.parametrize("kinds", [("request", "request"), ("request", "offer")])
def test_of_two_officers_at_once_one_opens_a_draft(
    database: Database, kinds: tuple[str, str]
) -> None:
    message_id = a_message(database)
    gate = threading.Barrier(2)
    answers: list[int | NotOpened] = []

    def press(kind: str, officer: Officer) -> None:
        gate.wait()
        answers.append(ask(database, message_id, kind, officer))

    threads = [
        threading.Thread(target=press, args=given)
        for given in zip(kinds, (ALICE, BOB), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(map(str, answers)) == ["2", "busy"]
