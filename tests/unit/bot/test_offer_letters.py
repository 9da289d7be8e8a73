"""That an offer has come, that a record is withdrawn: our letters in the six languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.greeting import LANGUAGES
from bot.own_letters import letter_of, offered
from bot.words import words_in
from store import decisions, drafts, inbox
from store.model import OutboxKind
from tests.factories import ALICE, NOW, a_content, a_read_message, an_arrival
from tests.unit.bot.test_acknowledge import ACCEPTED

if TYPE_CHECKING:
    from bot.acknowledge import Answer
    from store.model import Draft
    from store.session import Database

KINDS = ("request", "offer", "good_practice")

pytestmark = pytest.mark.one_store("its tests do not ask what kind of store they have")


def a_registered_draft(
    db: Database, *, kind: str = "request", language: str = "en", is_withdrawn: bool = False
) -> Draft:
    with db.begin() as session:
        read = a_read_message(language=language)
        message_id = inbox.accept(session, [an_arrival()], now=NOW, year=2026)[0].id
        drafts.save_reading(session, message_id, 1, read, [a_content(kind=kind)], now=NOW)
        decisions.confirm(session, 1, 1, ALICE, now=NOW)
        if is_withdrawn:
            decisions.withdraw_registered(session, 1, 1, ALICE, reason="so", now=NOW)
        return drafts.get(session, 1)


def written(db: Database, draft: Draft, kind: OutboxKind) -> Answer:
    with db.reading() as session:
        return letter_of(session, draft, kind, contact="people@acsg.example")


@pytest.mark.parametrize("language", LANGUAGES)
def test_word_of_an_offer_names_the_request_a_person_and_nothing_of_the_letter(
    database: Database, language: str
) -> None:
    draft = a_registered_draft(database, language=language)

    answer = written(database, draft, OutboxKind.OFFER)

    assert "REQ-2026-0001" in answer.text
    assert "people@acsg.example" in answer.text
    assert words_in(language)("offer.next") in answer.text
    assert not ACCEPTED.search(answer.text)
    assert "Chad" not in answer.text
    assert answer.subject.endswith("[ACSG-2026-0001]")
    assert len(answer.parts) == 1


def test_a_reference_stays_whole_in_arabic(database: Database) -> None:
    draft = a_registered_draft(database, language="ar")

    for kind in (OutboxKind.OFFER, OutboxKind.REGISTERED):
        assert "\u2068REQ-2026-0001\u2069" in written(database, draft, kind).text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_whoever_withdrew_a_record_is_told_which_and_refused_nothing(
    database: Database, language: str, kind: str
) -> None:
    draft = a_registered_draft(database, kind=kind, language=language, is_withdrawn=True)

    text = written(database, draft, OutboxKind.WITHDRAWN).text

    words = words_in(language)
    assert words(f"withdrawn.{kind}", register=draft.register_ref) in text
    assert words("declined.withdrawn") not in text


@pytest.mark.parametrize("kind", KINDS)
def test_only_a_request_is_told_of_offers(database: Database, kind: str) -> None:
    letters = offered(a_registered_draft(database, kind=kind))

    assert (OutboxKind.OFFER in letters) == (kind == "request")


def test_of_a_withdrawn_record_that_alone_is_told(database: Database) -> None:
    assert offered(a_registered_draft(database, is_withdrawn=True)) == (OutboxKind.WITHDRAWN,)


def test_a_draft_that_never_stood_in_the_register_has_no_letter_of_it(database: Database) -> None:
    with database.begin() as session:
        message_id = inbox.accept(session, [an_arrival()], now=NOW, year=2026)[0].id
        drafts.save_reading(session, message_id, 1, a_read_message(), [a_content()], now=NOW)
        decisions.withdraw(session, 1, 1, ALICE, reason="so", now=NOW)

        assert offered(drafts.get(session, 1)) == ()
