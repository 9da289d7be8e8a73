"""Letters of ours about a decided draft, in the six languages of answers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot import placeholders
from bot.greeting import LANGUAGES
from bot.labels import ids
from bot.own_letters import about_of, letter_of, offered, reason_id, reworded
from bot.reject_reasons import reasons
from bot.settings import load_settings
from bot.words import words_in
from store import decisions, drafts, inbox
from store.model import OutboxKind
from tests.factories import ALICE, NOW, a_content, a_read_message, an_arrival
from tests.unit.bot.test_acknowledge import ACCEPTED

if TYPE_CHECKING:
    from bot.acknowledge import Answer
    from store.model import Draft
    from store.session import Database

#: the stem, whatever the gender
REGISTERED = {
    "en": "registered",
    "fr": "enregistrée",
    "es": "registrad",
    "ar": "سُجّل",
    "pt": "registad",
    "ru": "зарегистрирован",
}

pytestmark = pytest.mark.one_store("its tests do not ask what kind of store they have")


def a_decided_draft(
    db: Database, *, kind: str = "request", language: str = "en", reason: str | None = None
) -> Draft:
    with db.begin() as session:
        read = a_read_message(language=language)
        message_id = inbox.accept(session, [an_arrival()], now=NOW, year=2026)[0].id
        drafts.save_reading(session, message_id, 1, read, [a_content(kind=kind)], now=NOW)
        if reason is None:
            decisions.confirm(session, 1, 1, ALICE, now=NOW)
        else:
            decisions.reject(session, 1, 1, ALICE, reason=reason, now=NOW)
        return drafts.get(session, 1)


def written(db: Database, draft: Draft, kind: OutboxKind) -> Answer:
    with db.reading() as session:
        return letter_of(session, draft, kind, contact="people@acsg.example")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["request", "offer", "good_practice"])
def test_the_notice_says_registered_and_never_accepted(
    database: Database, language: str, kind: str
) -> None:
    draft = a_decided_draft(database, kind=kind, language=language)

    text = written(database, draft, OutboxKind.REGISTERED).text

    assert REGISTERED[language] in text
    assert not ACCEPTED.search(text)
    assert draft.register_ref is not None
    assert draft.register_ref in text
    assert "people@acsg.example" in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", [*(one.words for one in reasons()), "Our own reason"])
def test_an_answer_gives_a_reason_that_is_not_the_offices_own_words(
    database: Database, language: str, words: str
) -> None:
    draft = a_decided_draft(database, language=language, reason=words)

    answer = written(database, draft, OutboxKind.DECLINED)

    assert words not in answer.text
    assert not ACCEPTED.search(answer.text)
    assert answer.subject.endswith("[ACSG-2026-0001]")
    assert len(answer.parts) == 1


def test_each_reason_has_an_answer_of_its_own(database: Database) -> None:
    texts = set()
    draft = a_decided_draft(database, reason="x")
    for one in (one for one in reasons() if one.id != "spam"):
        texts.add(written(database, replace(draft, reason=one.words), OutboxKind.DECLINED).text)

    assert len(texts) == len(reasons()) - 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_withdrew_their_letter_is_told_so_and_refused_nothing(
    database: Database, language: str
) -> None:
    (reason,) = (one.words for one in reasons() if one.id == "withdrawn")
    draft = a_decided_draft(database, language=language, reason=reason)

    text = written(database, draft, OutboxKind.DECLINED).text

    words = words_in(language)
    assert words("declined.withdrawn") in text
    assert words("declined.request") not in text


def test_a_reason_that_was_typed_is_told_as_other(database: Database) -> None:
    assert reason_id(a_decided_draft(database, reason="They asked us not to")) == "other"


@pytest.mark.parametrize("kind", ids("kinds"))
def test_whatever_a_rejected_draft_was_taken_for_can_be_answered(
    database: Database, kind: str
) -> None:
    draft = a_decided_draft(database, kind=kind, reason="x")

    assert "We could not register your letter" in (
        written(database, draft, OutboxKind.DECLINED).text
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_question_for_consent_says_that_nobody_is_approached_before(
    database: Database, language: str
) -> None:
    draft = a_decided_draft(database, language=language)

    answer = written(database, draft, OutboxKind.CONSENT)

    assert answer.text.count("•") == 5
    assert answer.parts[0].direction == ("rtl" if language == "ar" else "ltr")


def test_consent_is_asked_of_requests_only(database: Database) -> None:
    assert offered(a_decided_draft(database, kind="offer")) == (OutboxKind.REGISTERED,)


def test_words_in_another_direction_turn_the_page(database: Database) -> None:
    draft = a_decided_draft(database, language="en")
    answer = written(database, draft, OutboxKind.REGISTERED)
    with database.reading() as session:
        about = about_of(session, draft, contact="people@acsg.example")

    turned = reworded(answer, "شكراً لكم، رقمكم {register}", about)

    assert (turned.parts[0].direction, turned.parts[0].language) == ("rtl", "und")
    assert "REQ-2026-0001" in turned.text
    assert turned.subject == answer.subject


def test_only_the_fixed_placeholders_are_known() -> None:
    text = "{reference} {contact.__class__} {register!r} { name } {}"

    assert placeholders.unknown(text) == ("contact.__class__", "register!r", "name", "")
    assert placeholders.filled(text, {"reference": "R"}).startswith("R {contact.__class__}")


@pytest.mark.parametrize(("value", "days"), [("off", None), ("7", 7), (" Off ", None)])
def test_the_patience_of_the_office_is_days_or_off(value: str, days: int | None) -> None:
    assert load_settings({"ACSG_REMIND_AFTER": value}).remind_after == days
