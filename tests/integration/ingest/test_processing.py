from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.answers import OutboxPolicy
from ingest.chat import ChatFile, pack
from ingest.processing import Processor
from nlp.reading import Kind
from store import documents, drafts, inbox, outbox
from store.model import MessageStatus, OutboxKind
from tests.factories import NOW, a_document, an_arrival
from tests.hands import FakeHands

if TYPE_CHECKING:
    import pytest

    from store.model import Arrival, OutboxRow
    from store.session import Database

POLICY = OutboxPolicy(secretariat="chat:-100", own_addresses=frozenset({"requests@localhost"}))
REQUEST = b"From: Ministry <ministry@example.org>\r\nSubject: Letter\r\n\r\nWe request support.\r\n"


def a_processor(db: Database, hands: FakeHands | None = None) -> Processor:
    return Processor(db=db, hands=hands or FakeHands(), policy=POLICY, clock=lambda: NOW)


def begun(db: Database, arrival: Arrival) -> str:
    with db.begin() as session:
        [accepted] = inbox.accept(session, [arrival], now=NOW, year=2026)
        inbox.begin_attempt(session, accepted.id, 1, now=NOW)
    return accepted.id


def sent(db: Database) -> list[OutboxRow]:
    with db.reading() as session:
        return list(outbox.listed(session))


def test_a_request_gives_a_draft_a_card_and_an_answer(database: Database) -> None:
    message_id = begun(database, an_arrival(raw=REQUEST))

    a_processor(database).process(message_id, 1)

    with database.reading() as session:
        message = inbox.get(session, message_id)
        [draft] = drafts.of_message(session, message_id)
    assert (message.status, message.drafts) == (MessageStatus.DONE, ("ACSG-2026-0001-1",))
    assert [(row.kind, row.target, row.payload) for row in sent(database)] == [
        (OutboxKind.CARD, "chat:-100", {"draft": draft.id}),
        (OutboxKind.ACKNOWLEDGEMENT, "ministry@example.org", {"message": message_id}),
    ]


def test_processing_twice_changes_nothing(database: Database) -> None:
    message_id = begun(database, an_arrival(raw=REQUEST))
    processor = a_processor(database)
    processor.process(message_id, 1)
    before = sent(database)

    processor.process(message_id, 1)

    assert sent(database) == before
    with database.reading() as session:
        assert len(drafts.of_message(session, message_id)) == 1


def test_an_attempt_that_was_overtaken_saves_nothing(database: Database) -> None:
    message_id = begun(database, an_arrival(raw=REQUEST))
    with database.begin() as session:
        inbox.fail_attempt(session, message_id, 1, problem="x", permanent=False, now=NOW)

    a_processor(database).process(message_id, 1)

    assert sent(database) == []
    with database.reading() as session:
        assert inbox.get(session, message_id).status == MessageStatus.RECEIVED


def test_a_plea_gives_a_note_and_an_answer_but_no_draft(database: Database) -> None:
    message_id = begun(database, an_arrival(raw=REQUEST.replace(b"request", b"need")))

    a_processor(database, FakeHands(kind=Kind.INDIVIDUAL_CASE)).process(message_id, 1)

    assert [row.kind for row in sent(database)] == [OutboxKind.NOTE, OutboxKind.ACKNOWLEDGEMENT]


def test_a_message_that_cannot_be_read_is_done_with_a_note(database: Database) -> None:
    message_id = begun(database, an_arrival(raw=REQUEST))

    a_processor(database, FakeHands(broken={"read": "timeout"})).process(message_id, 1)

    with database.reading() as session:
        read = drafts.message_of(session, message_id)
    assert [problem.code for problem in read.problems] == ["not_read"]
    assert sent(database)[0].kind == OutboxKind.NOTE


def test_an_address_is_answered_three_times_a_day(database: Database) -> None:
    processor = a_processor(database, FakeHands(kind=Kind.ENQUIRY))
    for number in range(5):
        raw = REQUEST.replace(b"request support", b"ask %d" % number)
        processor.process(begun(database, an_arrival(number, raw=raw)), 1)

    answers = [row for row in sent(database) if row.kind == OutboxKind.ACKNOWLEDGEMENT]
    assert len(answers) == 3


def test_a_chat_submission_is_read_with_its_files(database: Database) -> None:
    file = a_document(b"We request support.", "letter.txt")
    with database.begin() as session:
        documents.keep(session, file)
    raw = pack(
        update_id=1,
        chat_id=7,
        user_id=7,
        user_name="Amina",
        language_code="ar",
        text="",
        files=[ChatFile(name=file.name, media_type="text/plain", sha256=file.sha256)],
        sent_at=NOW,
    )
    arrival = an_arrival(
        channel="chat", raw=raw, sender="telegram:7", reply_chat=7, documents=(file.sha256,)
    )
    message_id = begun(database, arrival)

    a_processor(database).process(message_id, 1)

    assert [row.target for row in sent(database)] == ["chat:-100", "chat:7"]


def test_the_files_of_a_mail_are_kept_with_it(database: Database) -> None:
    arrival = an_arrival(channel="file", raw=b"We request support.", sender="letter.txt")
    message_id = begun(database, arrival)

    a_processor(database).process(message_id, 1)

    with database.reading() as session:
        kept = documents.of_message(session, message_id)
    assert [file.name for file in kept] == ["letter.txt"]


def test_no_word_of_a_message_comes_into_the_log(
    database: Database, capfd: pytest.CaptureFixture[str]
) -> None:
    message_id = begun(database, an_arrival(raw=REQUEST))

    a_processor(database).process(message_id, 1)

    logged = "".join(capfd.readouterr())
    assert message_id in logged
    assert not [word for word in ("support", "Letter", "ministry", "Ministry") if word in logged]


def test_a_few_words_are_read_with_the_language_that_the_sender_wrote_before(
    database: Database,
) -> None:
    hands = FakeHands()
    processor = a_processor(database, hands)
    processor.process(begun(database, an_arrival(raw=REQUEST)), 1)

    processor.process(begun(database, an_arrival(raw=b"Subject: Re\r\n\r\nok\r\n")), 1)

    assert hands.about is not None
    assert hands.about.earlier_language == "en"
