"""A letter read anew after a limit was raised: real store, real extraction, fake reader."""

from __future__ import annotations

from dataclasses import dataclass, replace
from email.message import EmailMessage
from typing import TYPE_CHECKING

from bot.corrections import with_value
from ingest.problems import AGAIN, problem
from ingest.segment import Document
from nlp.reading import Kind
from store import audit, decisions, documents, drafts, inbox, outbox, rereading
from store.model import DraftStatus, MessageStatus, OutboxKind
from store.outcome import Decided
from tests.factories import ALICE, NOW, an_arrival
from tests.hands import FakeHands
from tests.integration.ingest.test_processing import a_processor, begun, sent

if TYPE_CHECKING:
    from store.content import Content
    from store.model import Draft
    from store.rereading import NotAgain
    from store.session import Database

FOOT = "They are to be trained in the capital."


@dataclass
class ShortHands(FakeHands):
    """As the fake of the guard, but each file takes longer than the limit."""

    code: str = "timeout"

    def extract(self, name: str, media_type: str, content: bytes) -> Document:  # noqa: ARG002 - as the guard has it
        return Document(
            media_type=media_type, pages=(), nested=(), problems=(problem(self.code, name),)
        )


def a_mail(body: str = "Please see the annex.", annex: str = "We request support.") -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Ministry <ministry@example.org>", "Letter"
    mail["Message-ID"] = "<1@example.org>"
    mail.set_content(body)
    mail.add_attachment(f"{annex}\n\n{FOOT}\n".encode(), "text", "plain", filename="annex.txt")
    return mail.as_bytes()


def cut_short(db: Database, raw: bytes | None = None, code: str = "timeout") -> str:
    message_id = begun(db, an_arrival(raw=raw or a_mail()))
    a_processor(db, ShortHands(code=code)).process(message_id, 1)
    return message_id


def asked(db: Database, message_id: str) -> int | NotAgain:
    with db.begin() as session:
        return rereading.ask(session, message_id, AGAIN, now=NOW)


def read_anew(db: Database, message_id: str, hands: FakeHands | None = None) -> None:
    attempt = asked(db, message_id)
    assert isinstance(attempt, int)
    with db.begin() as session:
        assert inbox.begin_attempt(session, message_id, attempt, now=NOW)
    a_processor(db, hands).process(message_id, attempt)


def drafts_of(db: Database, message_id: str) -> list[Draft]:
    with db.reading() as session:
        return drafts.of_message(session, message_id)


def corrected(db: Database, draft: Draft, name: str, value: object) -> None:
    def change(content: Content) -> Content:
        return with_value(content, name, value)

    with db.begin() as session:
        outcome = decisions.correct(
            session, draft.id, draft.revision, ALICE,
            change=change, field=name, old=None, new="said", now=NOW,
        )  # fmt: skip
    assert isinstance(outcome, Decided)


def test_a_file_that_took_too_long_is_read_after_all(database: Database) -> None:
    message_id = cut_short(database)
    assert drafts_of(database, message_id) == []

    read_anew(database, message_id)

    [draft] = drafts_of(database, message_id)
    assert (draft.ref, draft.content.kind) == ("ACSG-2026-0001-1", "request")
    with database.reading() as session:
        message = inbox.get(session, message_id)
        [quote] = draft.content.themes[0].evidence
        segment = drafts.segments(session, message_id)[quote.segment]
    assert (message.status, message.problem) == (MessageStatus.DONE, None)
    assert segment.text[quote.start : quote.end] == quote.quote == "request"
    assert segment.name == "annex.txt"


def test_the_sender_hears_nothing_again_and_officers_get_the_card(database: Database) -> None:
    message_id = cut_short(database)
    before = sent(database)
    assert OutboxKind.ACKNOWLEDGEMENT in {row.kind for row in before}

    read_anew(database, message_id)

    [draft] = drafts_of(database, message_id)
    new = sent(database)[len(before) :]
    assert [(row.kind, row.payload) for row in new] == [(OutboxKind.CARD, {"draft": draft.id})]


def test_an_open_draft_gets_a_new_revision_of_the_whole_letter(database: Database) -> None:
    message_id = cut_short(database, a_mail("We request this.", "We request that."))
    [before] = drafts_of(database, message_id)

    read_anew(database, message_id)

    [after] = drafts_of(database, message_id)
    assert (after.id, after.revision, after.status) == (before.id, 2, DraftStatus.DRAFT)
    with database.reading() as session:
        steps = [(one.what, one.who) for one in audit.of_draft(session, after.id)]
        texts = [one.text for one in drafts.segments(session, message_id)]
    assert steps[-1] == ("read_anew", audit.PROGRAM)
    assert any(FOOT in text for text in texts)


def test_a_letter_about_which_its_sender_was_asked_still_waits(database: Database) -> None:
    message_id = cut_short(database, a_mail("We request this."))
    [draft] = drafts_of(database, message_id)
    with database.begin() as session:
        decisions.wait(session, draft.id, 1, ALICE, now=NOW)

    read_anew(database, message_id)

    [after] = drafts_of(database, message_id)
    assert (after.status, after.revision) == (DraftStatus.WAITING, 3)


def test_what_officers_corrected_stays(database: Database) -> None:
    message_id = cut_short(database, a_mail("We request this."))
    [draft] = drafts_of(database, message_id)
    corrected(database, draft, "organisation", "Ministry of Justice")
    [draft] = drafts_of(database, message_id)
    corrected(database, draft, "states", ("CM",))

    read_anew(database, message_id)

    [after] = drafts_of(database, message_id)
    assert after.revision == 4
    assert after.content.organisation == "Ministry of Justice"
    assert after.content.states == ("CM",)
    assert after.content.by_officer == ("organisation", "states")


def test_a_kind_that_an_officer_said_stays_and_gives_no_second_draft(database: Database) -> None:
    message_id = cut_short(database, a_mail("We request and need this."))
    [draft] = drafts_of(database, message_id)
    with database.begin() as session:
        decisions.correct(
            session, draft.id, 1, ALICE, change=lambda one: replace(one, kind="offer"),
            field="kind", old="request", new="offer", now=NOW,
        )  # fmt: skip

    read_anew(database, message_id)

    [after] = drafts_of(database, message_id)
    assert (after.content.kind, after.revision) == ("offer", 3)


def test_a_draft_that_cannot_be_read_anew_keeps_its_words_with_quotes_that_are_found(
    database: Database,
) -> None:
    message_id = cut_short(database, a_mail("We request this.", "Nothing."))
    [draft] = drafts_of(database, message_id)
    with database.begin() as session:
        decisions.correct(
            session, draft.id, 1, ALICE, change=lambda one: replace(one, kind="offer"),
            field="kind", old="request", new="offer", now=NOW,
        )  # fmt: skip

    read_anew(database, message_id)

    [after] = drafts_of(database, message_id)
    [quote] = after.content.themes[0].evidence
    with database.reading() as session:
        segment = drafts.segments(session, message_id)[quote.segment]
    assert segment.text[quote.start : quote.end] == quote.quote == "request"


def test_a_letter_that_cannot_be_read_this_time_stays_as_it_was(database: Database) -> None:
    message_id = cut_short(database, a_mail("We request this."))
    before = drafts_of(database, message_id)

    read_anew(database, message_id, FakeHands(broken={"read": "timeout"}))

    assert drafts_of(database, message_id) == before
    with database.reading() as session:
        message = inbox.get(session, message_id)
    assert (message.status, message.problem) == (MessageStatus.DONE, "timeout")


def test_who_decides_while_it_is_read_anew_comes_first(database: Database) -> None:
    message_id = cut_short(database, a_mail("We request this."))
    [draft] = drafts_of(database, message_id)
    attempt = asked(database, message_id)
    assert isinstance(attempt, int)
    with database.begin() as session:
        inbox.begin_attempt(session, message_id, attempt, now=NOW)
        decisions.reject(session, draft.id, 1, ALICE, reason="spam", now=NOW)
    rows = len(sent(database))

    a_processor(database).process(message_id, attempt)

    [after] = drafts_of(database, message_id)
    assert (after.status, after.revision) == (DraftStatus.REJECTED, 1)
    with database.reading() as session:
        assert inbox.get(session, message_id).status is MessageStatus.DONE
    assert len(sent(database)) == rows


def test_doing_it_twice_changes_nothing(database: Database) -> None:
    message_id = cut_short(database, a_mail("We request this."))
    attempt = asked(database, message_id)
    assert isinstance(attempt, int)
    with database.begin() as session:
        inbox.begin_attempt(session, message_id, attempt, now=NOW)
    a_processor(database).process(message_id, attempt)
    before = drafts_of(database, message_id)

    a_processor(database).process(message_id, attempt)

    assert drafts_of(database, message_id) == before


def test_its_files_stay_its_files(database: Database) -> None:
    message_id = cut_short(database)

    read_anew(database, message_id)

    with database.reading() as session:
        assert [one.name for one in documents.of_message(session, message_id)] == ["annex.txt"]


def test_a_note_that_stays_one_is_written_anew(database: Database) -> None:
    message_id = cut_short(database, a_mail("Please see the annex.", "Nothing."))
    with database.begin() as session:
        [note] = [row for row in outbox.listed(session) if row.kind is OutboxKind.NOTE]
        claimed = outbox.claim(session, now=NOW)
        assert note.id in {row.id for row in claimed}
        outbox.sent(session, note.id, provider_ref="7", now=NOW)
    before = len(sent(database))

    read_anew(database, message_id, FakeHands(kind=Kind.MEETING))

    new = sent(database)[before:]
    assert [row.kind for row in new] == [OutboxKind.NOTE_EDIT]
