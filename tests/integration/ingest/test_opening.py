"""A message read again for the draft that an officer opened: real store and engine, fake reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nlp.reading import Kind
from store import drafts, inbox, openings, outbox
from store.content import BY_OFFICER
from store.model import MessageStatus, OutboxKind
from tests.engine_room import ends_as, engine_rows, execute, message, now, running, until
from tests.factories import ALICE, NOW, an_arrival
from tests.hands import FakeHands
from tests.integration.ingest.test_processing import a_processor, begun, sent

if TYPE_CHECKING:
    from ingest.workflows import Enqueuer
    from store.model import Draft
    from store.session import Database

MEETING = FakeHands(kind=Kind.MEETING)
NEED = b"From: Ministry <m@example.org>\r\nSubject: Letter\r\n\r\nWe need training of judges.\r\n"


def a_read_note(db: Database) -> str:
    """A message that the reader took for a meeting."""
    message_id = begun(db, an_arrival(raw=NEED))
    a_processor(db, MEETING).process(message_id, 1)
    return message_id


def opened(
    db: Database, message_id: str, kind: str = "request", enqueuer: Enqueuer | None = None
) -> int:
    with db.begin() as session:
        attempt = openings.ask(
            session, message_id, kind, ALICE, chat_id=-100, chat_message=7, now=NOW
        )
        assert isinstance(attempt, int)
        if enqueuer is not None:
            enqueuer.enqueue(session, message_id, attempt)
    return attempt


def draft_of(db: Database, message_id: str) -> Draft:
    with db.reading() as session:
        [draft] = drafts.of_message(session, message_id)
    return draft


@pytest.mark.parametrize("kind", ["request", "offer", "good_practice"])
def test_a_note_becomes_a_draft_of_the_kind_that_an_officer_said(
    database: Database, kind: str
) -> None:
    message_id = a_read_note(database)

    a_processor(database, MEETING).process(message_id, opened(database, message_id, kind))

    draft = draft_of(database, message_id)
    assert (draft.content.kind, draft.content.band) == (kind, BY_OFFICER)
    assert draft.content.states == ("TD",)
    with database.reading() as session:
        [quote] = draft.content.themes[0].evidence
        segment = drafts.segments(session, message_id)[quote.segment]
    assert segment.text[quote.start : quote.end] == quote.quote == "need"


def test_its_card_goes_out_and_the_note_is_told(database: Database) -> None:
    message_id = a_read_note(database)
    before = len(sent(database))

    a_processor(database, MEETING).process(message_id, opened(database, message_id))

    draft = draft_of(database, message_id)
    assert [(row.kind, row.payload) for row in sent(database)[before:]] == [
        (OutboxKind.CARD, {"draft": draft.id}),
        (OutboxKind.NOTE_EDIT, {"message": message_id, "shown": 7}),
    ]


def test_a_letter_that_cannot_be_read_gives_an_empty_draft_all_the_same(
    database: Database,
) -> None:
    message_id = a_read_note(database)
    hands = FakeHands(broken={"read": "timeout"})

    a_processor(database, hands).process(message_id, opened(database, message_id))

    content = draft_of(database, message_id).content
    assert (content.kind, content.themes, content.confidence) == ("request", (), 1.0)


def test_reading_again_does_not_parse_or_extract_again(database: Database) -> None:
    message_id = a_read_note(database)
    hands = FakeHands(broken={"parse": "crashed"})

    a_processor(database, hands).process(message_id, opened(database, message_id))

    assert draft_of(database, message_id).content.states == ("TD",)
    assert hands.extracted == []
    assert hands.about is not None
    assert hands.about.subject == "Letter"


def test_doing_it_twice_changes_nothing(database: Database) -> None:
    message_id = a_read_note(database)
    attempt = opened(database, message_id)
    processor = a_processor(database, MEETING)
    processor.process(message_id, attempt)
    before = sent(database)

    processor.process(message_id, attempt)

    assert sent(database) == before
    assert draft_of(database, message_id).ref == "ACSG-2026-0001-1"


def test_officers_hear_of_a_draft_that_could_not_be_made(database: Database) -> None:
    message_id = a_read_note(database)
    attempt = opened(database, message_id)
    before = len(sent(database))

    with database.begin() as session:
        inbox.fail_attempt(session, message_id, attempt, problem="x", permanent=True, now=NOW)
        a_processor(database).parked(session, message_id)

    rows = sent(database)[before:]
    assert [row.kind for row in rows] == [OutboxKind.NOTE, OutboxKind.NOTE_EDIT]


@pytest.mark.timeout(120)
def test_the_engine_makes_the_draft_and_keeps_no_word_of_the_letter(
    database: Database, enqueuer: Enqueuer
) -> None:
    message_id = a_read_note(database)
    opened(database, message_id, "offer", enqueuer)

    with running(database, enqueuer, a_processor(database, MEETING).process):
        ends_as(database, message_id, MessageStatus.DONE)

    assert draft_of(database, message_id).content.kind == "offer"
    with database.reading() as session:
        rows = str(engine_rows(session))
    assert not [word for word in ("judges", "offer", "Letter", "Alice") if word in rows]


@pytest.mark.timeout(120)
def test_a_worker_killed_over_it_leaves_it_to_the_next(
    database: Database, enqueuer: Enqueuer
) -> None:
    message_id = a_read_note(database)
    attempt = opened(database, message_id, enqueuer=enqueuer)
    with database.begin() as session:
        inbox.begin_attempt(session, message_id, attempt, now=now())
    execute(
        database,
        "UPDATE {}workflow_status SET status = 'PENDING', application_version = '1', "
        "executor_id = 'worker-1'",
    )

    with running(database, enqueuer, a_processor(database, MEETING).process, "worker-1"):
        ends_as(database, message_id, MessageStatus.DONE)

    assert draft_of(database, message_id).content.kind == "request"
    with database.reading() as session:
        cards = [row for row in outbox.listed(session) if row.kind is OutboxKind.CARD]
    assert len(cards) == 1


@pytest.mark.timeout(120)
def test_an_opening_whose_work_item_was_lost_is_enqueued_again(
    database: Database, enqueuer: Enqueuer
) -> None:
    message_id = a_read_note(database)
    opened(database, message_id)

    with running(database, enqueuer, a_processor(database, MEETING).process):
        until(lambda: bool(message(database, message_id).drafts))
