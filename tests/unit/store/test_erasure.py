"""Erasing in the tables: what goes, what stays, and what nobody may erase by accident."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import JSON, LargeBinary, Text
from sqlalchemy.types import TypeDecorator

from store import alarms, audit, decisions, documents, drafts, erasure, inbox, outbox
from store.errors import (
    ContentErasedError,
    OpenDraftsError,
    RegisteredError,
    UnknownDocumentError,
    UnknownMessageError,
)
from store.model import DraftStatus, MessageStatus, NewOutboxRow, OutboxKind
from store.schema import METADATA
from tests.factories import ALICE, NOW, a_content, a_document, a_read_message, an_arrival

if TYPE_CHECKING:
    from sqlalchemy import Column

    from store.model import Content, InboxMessage
    from store.session import Database

#: columns that may hold text and stay: ids, codes, hashes, names of officers and of versions
KEPT = {
    "inbox": "id ref identity sha256 channel status",
    "messages": "message_id language languages kinds unanswerable model_version taxonomy_version "
    "criteria_version",
    "documents": "sha256 name media_type content",  # goes with the last message that has it
    "drafts": "ref message_id status language model_version criteria_version decided_by "
    "register_ref reason",
    "revisions": "content written_by",  # the content is replaced by its kind
    "decisions": "action from_status to_status officer_name field model_version",
    "openings": "message_id kind officer_name",
    "outbox": "kind status target payload once message_id provider_ref problem reply",
    "officers": "name role",
    "officer_languages": "language",
    "audit": "who what message_id details",
    "alarms": "code subject about",
    "visitors": "language topic state",  # codes of the talk, never what was written
    "guided_dialogues": "step answered",
    # of no message yet: sent, left or forgotten, they are deleted (store/guided.py)
    "guided_answers": "step text file_name file_type file_sha256",
    "counters": "name",
    "marks": "name value",
    "leases": "name holder",
    "chat_updates": "payload",  # gone once handled, before anything of it is read
    "erasures": "message_id erased_by",
    "asides": "message_id said said_by answered_by left_by",
    "shown": "message_id",
    # of the office's directory and of mail servers, not of a message
    "organisations": "name state kind source added_by",
    "organisation_domains": "domain",
    "organisation_contacts": "address",
    "mailboxes": "name",
    "left_mails": "mailbox code",
    "fetched_mails": "mailbox identity",
    "boxes": "kind name trouble",
    "links": "message_id earlier_id relation rule sureness hits made_by",
    "likenesses": "reason verdict decided_by",
    # of an account, not of a message: they go with /unlink, codes within a day of the next
    "pairings": "address",
    "pairing_codes": "address salt",
    # an officer's act stays with its codes, without the words
    "judgements": "reason_code marks criteria_version officer_name",
    "vouches": "languages officer_name",
    "consents": "said towards form areas message_id proven officer_name",
    # of officers and their browsers: hashes, and what points to them
    "page_codes": "handle digest",
    "page_sessions": "digest",
    "page_tries": "who",
    "dns_answers": "name kind records",  # gone within a day
}
BLANKED = {
    "inbox": erasure.BLANKED_INBOX,
    "messages": erasure.BLANKED_MESSAGE,
    "decisions": erasure.BLANKED_DECISION,
    "asides": erasure.BLANKED_ASIDE,
    "judgements": erasure.BLANKED_JUDGEMENT,
    "vouches": erasure.BLANKED_VOUCH,
    "consents": erasure.BLANKED_CONSENT,
}
EMPTIED = {
    *(table.__tablename__ for table in erasure.DELETED), "evidence", "draft_states", "prompts",
    "prompt_messages",
    "searches",
    "wordings",
}  # fmt: skip


def a_message(db: Database, *contents: Content, number: int = 1, name: str = "a.pdf") -> str:
    read = a_read_message(documents=(a_document(b"%PDF of all", name),))
    with db.begin() as session:
        (kept,) = inbox.accept(session, [an_arrival(number)], now=NOW, year=2026)
        drafts.save_reading(session, kept.id, 1, read, contents, now=NOW)
        rows = [NewOutboxRow(kind=OutboxKind.ACKNOWLEDGEMENT, target="ministry@example.org",
                             payload={"message": kept.id})]  # fmt: skip
        outbox.add(session, rows, now=NOW)
    return kept.id


def erase(db: Database, message_id: str, *, registered: bool = False) -> bool:
    with db.begin() as session:
        return erasure.erase(session, message_id, why="test", registered=registered, now=NOW)


def message(db: Database, message_id: str) -> InboxMessage:
    with db.reading() as session:
        return inbox.get(session, message_id)


def may_hold_words(column: Column[object]) -> bool:
    kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    return isinstance(kind, Text | JSON | LargeBinary)


@pytest.mark.parametrize("table", sorted(METADATA.tables))
def test_for_every_column_it_is_said_what_erasing_does_to_it(table: str) -> None:
    if table in EMPTIED:
        return

    columns = {one.name for one in METADATA.tables[table].columns if may_hold_words(one)}

    unknown = columns - set(KEPT.get(table, "").split()) - set(BLANKED.get(table, {}))
    assert unknown == set(), "say in store/erasure.py what becomes of it, or here why it stays"


def test_a_stub_is_left_with_hash_language_date_and_kind(database: Database) -> None:
    message_id = a_message(database, a_content())
    before = message(database, message_id)

    assert erase(database, message_id)

    after = message(database, message_id)
    assert after.status is MessageStatus.ERASED
    assert (after.ref, after.sha256, after.received_at) == (
        before.ref, before.sha256, before.received_at,
    )  # fmt: skip
    assert (after.sender, after.recipients, after.subject) == ("", (), None)
    with database.reading() as session:
        read = drafts.message_of(session, message_id)
        with pytest.raises(ContentErasedError):
            inbox.raw(session, message_id)
    assert (read.language, read.kinds[0][0]) == ("en", "request")
    assert (read.segments, read.sender_address, read.message_id) == ((), None, None)


def test_an_open_draft_is_withdrawn_and_says_nothing_but_its_kind(database: Database) -> None:
    message_id = a_message(database, a_content())

    erase(database, message_id)

    with database.reading() as session:
        (draft,) = drafts.of_message(session, message_id)
    assert (draft.status, draft.reason) == (DraftStatus.WITHDRAWN, erasure.ERASED_REASON)
    assert (draft.content.kind, draft.content.organisation) == ("request", None)
    assert not draft.content.themes


def test_what_is_in_the_register_is_erased_only_when_that_is_said(database: Database) -> None:
    message_id = a_message(database, a_content())
    with database.begin() as session:
        (draft,) = drafts.of_message(session, message_id)
        decisions.confirm(session, draft.id, 1, ALICE, now=NOW)

    with pytest.raises(RegisteredError, match="REQ-2026-0001"):
        erase(database, message_id)
    assert message(database, message_id).status is MessageStatus.DONE

    assert erase(database, message_id, registered=True)
    with database.reading() as session:
        (draft,) = drafts.of_message(session, message_id)
    assert (draft.status, draft.register_ref) == (DraftStatus.CONFIRMED, "REQ-2026-0001")
    assert draft.content.organisation is None


def test_a_rule_does_not_erase_what_is_undecided(database: Database) -> None:
    message_id = a_message(database, a_content())

    with pytest.raises(OpenDraftsError), database.begin() as session:
        erasure.erase(session, message_id, why="rule", undecided=False, now=NOW)

    assert message(database, message_id).status is MessageStatus.DONE


def test_a_file_stays_while_another_message_has_it(database: Database) -> None:
    first, second = (a_message(database, number=one) for one in (1, 2))
    sha256 = a_document(b"%PDF of all").sha256

    erase(database, first)
    with database.reading() as session:
        assert documents.content(session, sha256) == b"%PDF of all"

    erase(database, second)
    with database.reading() as session, pytest.raises(UnknownDocumentError):
        documents.content(session, sha256)


def test_what_an_officer_said_goes_and_that_they_decided_stays(database: Database) -> None:
    message_id = a_message(database, a_content())
    with database.begin() as session:
        (draft,) = drafts.of_message(session, message_id)
        decisions.reject(session, draft.id, 1, ALICE, reason="sent by Mr Doe", now=NOW)

    erase(database, message_id)

    with database.reading() as session:
        history = audit.of_draft(session, draft.id)
    [rejected] = [one for one in history if one.what == "rejected"]
    assert (rejected.who, rejected.details) == ("Alice", {"revision": 1})


def test_the_audit_says_who_why_and_which_drafts(database: Database) -> None:
    message_id = a_message(database, a_content())

    with database.begin() as session:
        erasure.erase(session, message_id, who=ALICE, why="asked by phone", now=NOW)

    with database.reading() as session:
        last = audit.of_message(session, message_id)[-1]
    assert (last.who, last.what) == ("Alice", "erased")
    assert last.details == {"why": "asked by phone", "drafts": ["ACSG-2026-0001-1"]}


def test_an_answer_that_is_not_sent_yet_is_not_sent(database: Database) -> None:
    message_id = a_message(database)

    erase(database, message_id)

    with database.begin() as session:
        assert outbox.claim(session, now=NOW) == []


def test_a_resend_of_the_same_bytes_stays_erased(database: Database) -> None:
    message_id = a_message(database)
    erase(database, message_id)

    with database.begin() as session:
        (again,) = inbox.accept(session, [an_arrival()], now=NOW, year=2026)

    assert (again.id, again.new) == (message_id, False)
    with database.reading() as session, pytest.raises(ContentErasedError):
        inbox.raw(session, message_id)


def test_an_attempt_that_is_under_way_saves_nothing_any_more(database: Database) -> None:
    with database.begin() as session:
        (kept,) = inbox.accept(session, [an_arrival()], now=NOW, year=2026)
        inbox.begin_attempt(session, kept.id, 1, now=NOW)
    erase(database, kept.id)

    with database.begin() as session:
        saved = drafts.save_reading(session, kept.id, 1, a_read_message(), [a_content()], now=NOW)

    assert saved == []
    with database.reading() as session:
        with pytest.raises(UnknownMessageError):
            drafts.message_of(session, kept.id)
        assert list(inbox.unfinished(session)) == []


def test_its_alarms_end(database: Database) -> None:
    message_id = a_message(database)
    with database.begin() as session:
        alarms.begin(session, "message_parked", subject=message_id, target=None, now=NOW)
        alarms.begin(session, "message_parked", subject="another", target=None, now=NOW)

    erase(database, message_id)

    with database.reading() as session:
        assert [one.subject for one in alarms.holding(session)] == ["another"]


def test_a_second_time_there_is_nothing_to_do(database: Database) -> None:
    message_id = a_message(database)

    assert [erase(database, message_id), erase(database, message_id)] == [True, False]


def test_it_is_unclean_until_somebody_has_cleaned_up(database: Database) -> None:
    message_id = a_message(database)
    erase(database, message_id)
    with database.reading() as session:
        assert [one.message_id for one in erasure.unclean(session)] == [message_id]

    with database.begin() as session:
        erasure.cleaned(session, [message_id], now=NOW)

    with database.reading() as session:
        assert erasure.unclean(session) == []
