"""Which letters are read anew, and which are left as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ingest.problems import AGAIN, SENTENCES
from nlp.reading import Kind
from store import asides, decisions, inbox, links
from store.asides import Said
from store.links import Link, Relation
from store.model import MessageStatus
from store.rereading import NotAgain
from tests.factories import ALICE, NOW, an_arrival
from tests.integration.ingest.test_processing import a_processor, begun
from tests.integration.ingest.test_reading_anew import (
    ShortHands,
    a_mail,
    asked,
    cut_short,
    drafts_of,
)

if TYPE_CHECKING:
    from store.session import Database


def test_every_code_that_lets_a_letter_be_read_anew_has_its_sentence() -> None:
    assert set(SENTENCES) >= AGAIN


@pytest.mark.parametrize(
    "code", ["scan_not_read", "not_scanned", "too_many_pages", "not_readable_type", "crashed"]
)
def test_a_limit_or_a_missing_tool_is_reason_enough(database: Database, code: str) -> None:
    assert isinstance(asked(database, cut_short(database, code=code)), int)


@pytest.mark.parametrize("code", ["encrypted", "damaged", "quarantined", "empty"])
def test_what_no_limit_and_no_tool_can_change_is_not_read_anew(
    database: Database, code: str
) -> None:
    assert asked(database, cut_short(database, code=code)) is NotAgain.NOTHING_NEW


def test_a_letter_that_is_being_read_is_left_to_that(database: Database) -> None:
    message_id = cut_short(database)
    asked(database, message_id)

    assert asked(database, message_id) is NotAgain.BUSY


@pytest.mark.parametrize("verb", [decisions.reject, decisions.withdraw])
def test_a_decided_draft_is_not_touched(database: Database, verb: object) -> None:
    message_id = cut_short(database, a_mail("We request this."))
    [draft] = drafts_of(database, message_id)
    with database.begin() as session:
        assert callable(verb)
        verb(session, draft.id, 1, ALICE, reason="x", now=NOW)

    assert asked(database, message_id) is NotAgain.DECIDED


def test_a_registered_draft_is_not_touched(database: Database) -> None:
    message_id = cut_short(database, a_mail("We request this."))
    [draft] = drafts_of(database, message_id)
    with database.begin() as session:
        decisions.confirm(session, draft.id, 1, ALICE, now=NOW, year=2026)

    assert asked(database, message_id) is NotAgain.DECIDED


def test_a_letter_on_which_an_earlier_draft_rests_is_left(database: Database) -> None:
    earlier = cut_short(database, a_mail("We request this."))
    [draft] = drafts_of(database, earlier)
    message_id = begun(database, an_arrival(2, raw=a_mail("More.", "Nothing.")))
    a_processor(database, ShortHands(kind=Kind.OTHER)).process(message_id, 1)
    tie = Link(
        message_id=message_id, earlier_id=earlier, draft_id=draft.id,
        relation=Relation.ATTACHED, rule="officer", sureness="sure",
    )  # fmt: skip
    with database.begin() as session:
        links.record(session, [tie], made_by="Alice", now=NOW)

    assert asked(database, message_id) is NotAgain.JOINED


def test_what_an_officer_said_is_one_persons_case_is_left(database: Database) -> None:
    message_id = cut_short(database)
    with database.begin() as session:
        asides.say(session, message_id, Said.CASE, ALICE, now=NOW)

    assert asked(database, message_id) is NotAgain.CASE


def test_an_officers_word_that_it_is_one_persons_case_comes_first_while_it_is_read_anew(
    database: Database,
) -> None:
    message_id = cut_short(database)
    attempt = asked(database, message_id)
    with database.begin() as session:
        assert isinstance(attempt, int)
        assert inbox.begin_attempt(session, message_id, attempt, now=NOW)
        asides.say(session, message_id, Said.CASE, ALICE, now=NOW)

    a_processor(database).process(message_id, attempt)

    assert drafts_of(database, message_id) == []
    with database.reading() as session:
        assert inbox.get(session, message_id).status is MessageStatus.DONE
