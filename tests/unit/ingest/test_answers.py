from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from ingest import answers
from ingest.answers import OutboxPolicy
from ingest.inbound import Address, Attachment, Channel, Unanswerable
from ingest.pipeline import Source, read_message
from ingest.problems import problem
from nlp.reading import Band, Kind
from store.model import InboxMessage, MessageStatus
from tests.hands import FakeHands

if TYPE_CHECKING:
    from ingest.outcome import Outcome

POLICY = OutboxPolicy(
    secretariat="chat:-100", own_addresses=frozenset({"requests@localhost", "intake@acsg.example"})
)
RECEIVED = InboxMessage(
    id="m1",
    ref="ACSG-2026-0001",
    sha256="",
    channel="email",
    sender="ministry@example.org",
    recipients=("requests@localhost",),
    reply_chat=None,
    subject=None,
    received_at=datetime(2026, 3, 2, tzinfo=UTC),
    status=MessageStatus.PROCESSING,
    attempts=1,
    problem=None,
    size_bytes=100,
)

A_FILE = Attachment(name="scan.pdf", media_type="application/pdf", content=b"%PDF-1.7")


def an_outcome(text: str = "Hello.", kind: Kind = Kind.ENQUIRY, band: Band = Band.SURE) -> Outcome:
    raw = f"From: ministry@example.org\r\nSubject: Letter\r\n\r\n{text}\r\n".encode()
    source = Source(channel=Channel.EMAIL, envelope_sender="ministry@example.org")
    return read_message(raw, source, FakeHands(kind=kind, band=band))


def with_message(outcome: Outcome, **changes: object) -> Outcome:
    return replace(outcome, message=replace(outcome.message, **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [Kind.MEETING, Kind.ENQUIRY, Kind.UPDATE, Kind.INDIVIDUAL_CASE])
def test_a_message_without_draft_gives_officers_a_note(kind: Kind) -> None:
    assert answers.needs_note(an_outcome(kind=kind))


def test_a_message_with_a_draft_needs_no_note() -> None:
    assert not answers.needs_note(an_outcome("We request support."))


def test_what_surely_is_nothing_gives_no_note_and_no_answer() -> None:
    outcome = an_outcome(kind=Kind.OTHER)

    assert not answers.needs_note(outcome)
    assert answers.acknowledgement(POLICY, RECEIVED, outcome) is None


def test_what_may_be_nothing_gives_a_note_and_an_answer() -> None:
    outcome = an_outcome(kind=Kind.OTHER, band=Band.LIKELY)

    assert answers.needs_note(outcome)
    assert answers.acknowledgement(POLICY, RECEIVED, outcome) is not None


def test_a_message_with_an_unreadable_file_is_never_nothing() -> None:
    outcome = an_outcome(kind=Kind.OTHER)
    outcome = replace(outcome, problems=(problem("encrypted", "letter.pdf"),))

    assert answers.needs_note(outcome)
    assert answers.acknowledgement(POLICY, RECEIVED, outcome) is not None


def test_a_message_with_a_page_that_was_only_partly_read_gives_a_note() -> None:
    outcome = an_outcome(kind=Kind.OTHER)
    page = replace(outcome.segments[0], problem="ocr_uncertain")

    assert answers.needs_note(replace(outcome, segments=(*outcome.segments, page)))


def test_a_message_with_a_file_that_gave_no_word_gives_a_note() -> None:
    outcome = an_outcome(kind=Kind.OTHER)
    picture = replace(outcome.segments[0], text=" ", document_sha256="f" * 64)

    assert answers.needs_note(replace(outcome, segments=(*outcome.segments, picture)))


def test_an_empty_page_of_a_file_that_was_read_gives_no_note() -> None:
    outcome = an_outcome(kind=Kind.OTHER)
    pages = [replace(outcome.segments[0], text=it, document_sha256="f" * 64) for it in ("a", "")]

    assert not answers.needs_note(replace(outcome, segments=(*outcome.segments, *pages)))


@pytest.mark.parametrize("kind", [*Kind])
@pytest.mark.parametrize("band", [*Band])
@pytest.mark.parametrize("channel", [*Channel])
def test_what_is_acknowledged_gives_officers_a_card_or_a_note(
    kind: Kind, band: Band, channel: Channel
) -> None:
    outcome = with_message(an_outcome(kind=kind, band=band), channel=channel)
    received = replace(RECEIVED, channel=channel, reply_chat=7)

    if answers.acknowledgement(POLICY, received, outcome) is not None:
        assert answers.needs_note(outcome)


def test_a_submission_by_chat_that_seems_nothing_gives_a_note() -> None:
    assert answers.needs_note(with_message(an_outcome(kind=Kind.OTHER), channel=Channel.CHAT))


def test_a_submission_by_chat_with_a_draft_needs_no_note() -> None:
    outcome = with_message(an_outcome("We request support."), channel=Channel.CHAT)

    assert not answers.needs_note(outcome)


def test_a_message_without_any_text_is_never_nothing() -> None:
    assert answers.needs_note(an_outcome("", kind=Kind.OTHER))


def test_a_message_that_could_not_be_read_gives_a_note() -> None:
    assert answers.needs_note(replace(an_outcome(), reading=None))


def test_a_bounce_gives_no_note() -> None:
    assert not answers.needs_note(with_message(an_outcome(), bounce=True))


def test_what_comes_from_nobody_gives_a_note_even_where_it_is_surely_nothing() -> None:
    outcome = an_outcome("Buy cheap.", kind=Kind.OTHER)

    assert answers.needs_note(with_message(outcome, unanswerable=Unanswerable.NOBODY))


@pytest.mark.parametrize(("files", "is_needed"), [((), False), ((A_FILE,), True)])
def test_what_a_program_sends_gives_a_note_where_it_has_a_file(
    files: tuple[Attachment, ...],
    is_needed: bool,  # noqa: FBT001
) -> None:
    outcome = an_outcome("Scan from MFP-07.", kind=Kind.OTHER)
    sent = with_message(outcome, unanswerable=Unanswerable.PROGRAM, attachments=files)

    assert answers.needs_note(sent) is is_needed


@pytest.mark.parametrize(
    ("why", "band", "is_needed"),
    [
        (Unanswerable.BULK, Band.SURE, False),
        (Unanswerable.BULK, Band.LIKELY, False),
        (Unanswerable.BULK, Band.UNSURE, True),
        (Unanswerable.LIST, Band.SURE, False),
        (Unanswerable.LIST, Band.LIKELY, True),
    ],
)
def test_what_is_sent_to_many_passes_where_it_is_likely_to_be_nothing(
    why: Unanswerable,
    band: Band,
    is_needed: bool,  # noqa: FBT001
) -> None:
    outcome = an_outcome("News.", kind=Kind.OTHER, band=band)

    assert answers.needs_note(with_message(outcome, unanswerable=why)) is is_needed


@pytest.mark.parametrize("why", [*Unanswerable])
def test_what_no_program_may_answer_is_not_answered(why: Unanswerable) -> None:
    outcome = with_message(an_outcome("We request support."), unanswerable=why)

    assert answers.acknowledgement(POLICY, RECEIVED, outcome, completes=True) is None


def test_the_answer_goes_to_the_sender_and_says_only_ids() -> None:
    answer = answers.acknowledgement(POLICY, RECEIVED, an_outcome())

    assert answer is not None
    assert (answer.target, answer.payload) == ("ministry@example.org", {"message": "m1"})


def test_an_answer_goes_to_no_other_address_that_a_mail_wants_it_at() -> None:
    outcome = with_message(an_outcome(), reply_to=Address(address="Desk@Example.org"))

    answer = answers.acknowledgement(POLICY, RECEIVED, outcome)

    assert answer is not None
    assert answer.target == "ministry@example.org"


@pytest.mark.parametrize("change", [{"automatic": True}, {"bounce": True}, {"sender": None}])
def test_programs_and_the_nameless_are_not_answered(change: dict[str, object]) -> None:
    outcome = with_message(an_outcome(), **change)

    assert answers.acknowledgement(POLICY, RECEIVED, outcome) is None


def test_a_null_sender_is_not_answered_whoever_the_header_names() -> None:
    received = replace(RECEIVED, sender="")

    assert answers.acknowledgement(POLICY, received, an_outcome()) is None


@pytest.mark.parametrize(
    "address",
    [
        "requests@localhost",
        "Requests+x@LOCALHOST",
        "intake@acsg.example",
        "no-reply@example.org",
        "noreply-42@example.org",
        "donotreply@example.org",
        "MAILER-DAEMON@example.org",
        "postmaster@example.org",
        "bounces+17=a@lists.example.org",
        "news-request@lists.example.org",
        "a b@example.org",
        "a@example.org\r\nBcc: b@example.org",
        "nobody",
    ],
)
def test_these_are_never_answered(address: str) -> None:
    outcome = with_message(an_outcome(), sender=Address(address=address))

    assert answers.acknowledgement(POLICY, RECEIVED, outcome) is None


def test_a_mail_sent_by_ourselves_is_not_answered_whatever_it_claims() -> None:
    received = replace(RECEIVED, sender="intake@acsg.example")

    assert answers.acknowledgement(POLICY, received, an_outcome()) is None


def test_an_ordinary_address_that_looks_a_little_alike_is_answered() -> None:
    outcome = with_message(an_outcome(), sender=Address(address="norepa.lyon@example.org"))

    assert answers.acknowledgement(POLICY, RECEIVED, outcome) is not None


def test_every_chat_submission_is_answered_in_its_chat() -> None:
    received = replace(RECEIVED, channel="chat", sender="telegram:7", reply_chat=7)

    answer = answers.acknowledgement(POLICY, received, an_outcome(kind=Kind.OTHER))

    assert answer is not None
    assert answer.target == "chat:7"


def test_a_file_handed_in_by_an_operator_is_not_answered() -> None:
    received = replace(RECEIVED, channel="file", sender="letter.pdf")

    assert answers.acknowledgement(POLICY, received, an_outcome()) is None


def test_without_a_chat_there_are_no_cards_and_notes() -> None:
    policy = replace(POLICY, secretariat=None)

    assert answers.note(policy, "m1") == []
    assert answers.cards(policy, []) == []
