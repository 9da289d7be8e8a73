from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from store import documents, drafts, inbox
from store.errors import UnknownDraftError
from store.model import DraftStatus, MessageStatus, StoredProblem
from store.tables import EvidenceRow
from tests.factories import (
    NOW,
    a_content,
    a_document,
    a_read_message,
    a_segment,
    an_arrival,
    an_evidence,
)

if TYPE_CHECKING:
    from store.model import Content, Draft, ReadMessage
    from store.session import Database


@pytest.fixture
def message_id(database: Database) -> str:
    with database.begin() as session:
        id_ = inbox.accept(session, [an_arrival()], now=NOW, year=2026)[0].id
        inbox.begin_attempt(session, id_, 1, now=NOW)
        return id_


def save(
    db: Database,
    message_id: str,
    *contents: Content,
    read: ReadMessage | None = None,
    attempt: int = 1,
) -> list[Draft]:
    read = read or a_read_message()
    with db.begin() as session:
        return drafts.save_reading(session, message_id, attempt, read, contents, now=NOW)


def test_a_draft_says_what_was_read(database: Database, message_id: str) -> None:
    (saved,) = save(database, message_id, a_content())

    with database.reading() as session:
        draft = drafts.get(session, saved.id)
    assert draft.content == a_content()
    assert (draft.status, draft.revision) == (DraftStatus.DRAFT, 1)
    assert (draft.model_version, draft.criteria_version) == ("model-1", "criteria-1")


def test_drafts_are_numbered_within_their_message(database: Database, message_id: str) -> None:
    saved = save(database, message_id, a_content(), a_content(kind="offer"))

    assert [draft.ref for draft in saved] == ["ACSG-2026-0001-1", "ACSG-2026-0001-2"]


def test_saving_makes_the_message_done(database: Database, message_id: str) -> None:
    save(database, message_id, a_content())

    with database.reading() as session:
        message = inbox.get(session, message_id)
    assert message.status == MessageStatus.DONE
    assert message.drafts == ("ACSG-2026-0001-1",)
    assert message.subject == "Letter 1"


def test_a_second_save_gives_the_drafts_of_the_first(database: Database, message_id: str) -> None:
    first = save(database, message_id, a_content())

    again = save(database, message_id, a_content(kind="offer"), a_content())

    assert again == first


def test_an_attempt_that_no_longer_counts_saves_nothing(
    database: Database, message_id: str
) -> None:
    assert save(database, message_id, a_content(), attempt=2) == []


def test_a_message_without_drafts_is_done_as_well(database: Database, message_id: str) -> None:
    assert save(database, message_id) == []

    with database.reading() as session:
        assert inbox.get(session, message_id).status == MessageStatus.DONE


def test_evidence_is_kept_in_rows_too(database: Database, message_id: str) -> None:
    save(database, message_id, a_content())

    with database.reading() as session:
        rows = session.scalars(select(EvidenceRow).order_by(EvidenceRow.id)).all()
    assert [(row.field, row.key, row.part, row.quote) for row in rows] == [
        ("themes", "coi", None, "requests training of interviewers"),
        ("criteria", "13a", None, "training of interviewers"),
        ("criteria", "13a", "objectives", "training"),
        ("conditions", None, None, "in N'Djamena"),
        ("states", None, None, "Republic of Chad"),
    ]
    assert {row.model_version for row in rows} == {"model-1"}


def test_a_quote_is_found_in_its_segment(database: Database, message_id: str) -> None:
    text = "a\x00b \udcff requests training"
    quote = "b \udcff requests"
    content = a_content(themes=(), conditions=(an_evidence(quote, start=2, end=14),))

    (saved,) = save(database, message_id, content, read=a_read_message(segments=(a_segment(text),)))

    with database.reading() as session:
        (segment,) = drafts.segments(session, message_id)
        (evidence,) = drafts.get(session, saved.id).content.conditions
    assert segment.text[evidence.start : evidence.end] == evidence.quote


def test_the_reading_comes_out_as_it_went_in(database: Database, message_id: str) -> None:
    problem = StoredProblem(code="encrypted", name="letter.pdf", detail="It needs a password.")
    read = a_read_message(
        segments=(a_segment(), a_segment("Page", 1, name="letter.pdf", page=1)),
        problems=(problem,),
        references=("<0@example.org>",),
    )

    save(database, message_id, a_content(), read=read)

    with database.reading() as session:
        assert drafts.message_of(session, message_id) == read


def test_documents_are_kept_once_and_listed_under_their_names(
    database: Database, message_id: str
) -> None:
    copies = (a_document(name="letter.pdf"), a_document(name="copy.pdf"))

    save(database, message_id, read=a_read_message(documents=copies))

    with database.reading() as session:
        files = documents.of_message(session, message_id)
        assert documents.content(session, copies[0].sha256) == copies[0].content
    assert [file.name for file in files] == ["letter.pdf", "copy.pdf"]


def test_a_chat_message_finds_the_documents_that_were_kept_before_it(database: Database) -> None:
    document = a_document()
    arrival = an_arrival(channel="chat", documents=(document.sha256,))

    with database.begin() as session:
        documents.keep(session, document)
        documents.keep(session, document)
        (kept,) = inbox.accept(session, [arrival], now=NOW, year=2026)

    with database.reading() as session:
        assert [file.name for file in documents.of_message(session, kept.id)] == ["letter.pdf"]


def test_a_draft_is_found_by_its_reference(database: Database, message_id: str) -> None:
    saved = save(database, message_id, a_content())

    with database.reading() as session:
        assert drafts.by_ref(session, "ACSG-2026-0001-1") == saved[0]
        assert drafts.by_ref(session, "ACSG-2026-0001-9") is None


def test_an_unknown_draft_is_said_to_be_one(database: Database) -> None:
    with pytest.raises(UnknownDraftError), database.reading() as session:
        drafts.get(session, 1)


def test_drafts_are_listed_by_status(database: Database, message_id: str) -> None:
    save(database, message_id, a_content(), a_content())

    with database.reading() as session:
        assert len(list(drafts.listed(session))) == 2
        assert list(drafts.listed(session, status=DraftStatus.CONFIRMED)) == []


def test_history_begins_with_the_draft(database: Database, message_id: str) -> None:
    (draft,) = save(database, message_id, a_content())

    with database.reading() as session:
        (entry,) = drafts.history(session, draft.id)
    assert (entry.at, entry.who, entry.what) == (NOW, "program", "drafted")
    assert entry.details == {"kind": "request", "model": "model-1", "revision": 1}


def test_a_confidence_that_is_no_number_is_refused(database: Database, message_id: str) -> None:
    broken = replace(a_content(), confidence=float("nan"))

    with pytest.raises(Exception, match=r"(?i)nan|JSON compliant"):
        save(database, message_id, broken)
