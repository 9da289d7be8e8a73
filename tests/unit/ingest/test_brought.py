"""What an officer brought in, read: of nobody, labelled, and a draft whatever it seems to be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest import chat
from ingest.inbound import Channel
from ingest.pipeline import Source, read_message
from nlp.reading import Kind
from store.content import BY_OFFICER
from tests.factories import NOW
from tests.hands import FakeHands

if TYPE_CHECKING:
    from ingest.outcome import Outcome


def read(text: str, hands: FakeHands | None = None, **about: Any) -> Outcome:
    raw = chat.pack(
        update_id=1,
        chat_id=1,
        user_id=11,
        user_name="Alice",
        language_code=None,
        text=text,
        files=[],
        sent_at=NOW,
        **about,
    )
    return read_message(raw, Source(channel=Channel.OFFICE), hands or FakeHands())


def test_it_is_of_nobody() -> None:
    outcome = read("They request training.")

    assert outcome.message.sender is None
    assert outcome.message.channel is Channel.OFFICE


def test_quotes_are_of_the_officers_note() -> None:
    (content,) = read("They request training.").contents

    assert content.themes[0].evidence[0].name == "officer's note"


def test_quotes_of_what_is_passed_on_are_of_that() -> None:
    passed_on = [chat.PassedOn(author="Ministry", written_at=None, text="We request training.")]

    (content,) = read("", passed_on=passed_on).contents

    assert content.themes[0].evidence[0].name == "forwarded message"


def test_what_reads_as_something_else_is_the_likeliest_draft() -> None:
    (content,) = read("They need training.", FakeHands(kind=Kind.MEETING)).contents

    assert content.kind in {Kind.REQUEST, Kind.OFFER, Kind.GOOD_PRACTICE}
    assert content.themes


def test_what_cannot_be_read_is_an_empty_unsure_draft() -> None:
    (content,) = read("They need training.", FakeHands(broken={"read": "timeout"})).contents

    assert (content.kind, content.band, content.themes) == ("request", "unsure", ())


def test_the_kind_that_the_officer_named_holds() -> None:
    (content,) = read("They need training.", kind="offer").contents

    assert (content.kind, content.band, content.confidence) == ("offer", BY_OFFICER, 1.0)


def test_one_persons_case_gives_no_draft() -> None:
    assert read("Help my brother.", FakeHands(kind=Kind.INDIVIDUAL_CASE)).contents == ()


def test_for_whom_it_is_helps_the_reader() -> None:
    hands = FakeHands()

    read("They request training.", hands, subject="Chad")

    assert hands.about is not None
    assert hands.about.subject == "Chad"


def test_a_kind_that_leads_to_no_draft_says_nothing() -> None:
    (content,) = read("They request training.", kind="meeting").contents

    assert (content.kind, content.band) == ("request", "sure")
