"""What a sender is asked, in the six languages of answers."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

import pytest

from bot.answer_mail import mail_of
from bot.greeting import LANGUAGES
from bot.measure import LONGEST_TEXT, units
from bot.question import asks_of, names, question_of, said, target_of
from ingest.own_ids import OwnId, read_own
from nlp.criteria import criteria
from store import drafts, inbox, outbox
from store.model import Criterion, NewOutboxRow, OutboxKind
from tests.chat_values import a_message, quoted
from tests.factories import NOW, a_content, a_read_message, an_arrival
from tests.unit.bot.test_acknowledge import ACCEPTED, REGISTERED

if TYPE_CHECKING:
    from bot.acknowledge import Answer
    from store.model import Arrival, Content, Draft
    from store.session import Database

OWN = frozenset({"requests@localhost"})
MUST = [one for one in criteria().all if one.force != "may"]
EMPTY = a_content(
    states=(),
    organisation=None,
    themes=(),
    criteria=tuple(
        Criterion(
            id=one.id,
            status="optional" if one.force == "may" else "not_evidenced",
            confidence=0.0,
        )
        for one in criteria().all
    ),
)
#: of every criterion its first part is there, so that the others are asked for one by one
IN_PART = a_content(
    consent=True,
    criteria=tuple(
        Criterion(
            id=one.id,
            status="evidenced",
            confidence=0.9,
            evidence=(quoted("x"),),
            parts={part: (quoted("x"),) for part in one.parts[:1]},
        )
        for one in criteria().all
    ),
)
JUDGING = re.compile(
    r"must|fail|insufficient|incomplete|devez|insuffisant|debe |insuficiente|deve |"
    r"должн|недостаточн|يجب|غير كاف",
    re.IGNORECASE,
)

pytestmark = pytest.mark.one_store("its tests do not ask what kind of store they have")


def a_draft(db: Database, content: Content, arrival: Arrival | None = None, **read: Any) -> Draft:
    with db.begin() as session:
        message = inbox.accept(session, [arrival or an_arrival()], now=NOW, year=2026)[0]
        return drafts.save_reading(
            session, message.id, 1, a_read_message(**read), [content], now=NOW
        )[0]


def a_question(db: Database, content: Content, language: str) -> Answer:
    draft = a_draft(db, content, language=language)
    with db.reading() as session:
        return question_of(session, draft, content, contact="help@acsg.example")


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_may_be_missing_has_words(language: str) -> None:
    parts = [f"parts.{part}" for one in MUST for part in one.parts]
    wanted = {f"criteria.{one.id}" for one in MUST} | set(parts)

    assert wanted | {f"facts.{one}" for one in ("state", "organisation", "area", "consent")} == set(
        names()
    )
    assert all(said(name, language).endswith(("?", "؟", ".")) for name in names())
    assert all(said(name, language).strip() == said(name, language) for name in names())


def test_each_language_asks_in_words_of_its_own() -> None:
    for name in names():
        assert len({said(name, language) for language in LANGUAGES}) == len(LANGUAGES)


def test_what_is_optional_or_does_not_apply_is_never_asked() -> None:
    assert not [name for name in asks_of(EMPTY) if "15iv" in name or name == "criteria.15v"]
    nothing = a_content(
        consent=False,
        criteria=(
            Criterion(id="15iv", status="optional", confidence=0),
            Criterion(id="15vi", status="not_applicable", confidence=0),
        ),
    )
    assert asks_of(nothing) == ()


@pytest.mark.parametrize("kind", ["offer", "good_practice", "individual_case", "meeting"])
def test_only_of_requests_is_anything_asked(kind: str) -> None:
    assert asks_of(a_content(kind=kind, states=(), criteria=())) == ()


def test_of_a_criterion_in_part_the_missing_parts_are_asked_for() -> None:
    asks = asks_of(IN_PART)

    assert {"parts.existing_capacities", "parts.objectives", "parts.accounting"} <= set(asks)
    assert not [name for name in asks if name.startswith("criteria.")]
    assert "parts.needs_gaps" not in asks


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("content", [EMPTY, IN_PART], ids=["empty", "in part"])
def test_a_question_is_friendly_registers_and_never_accepts(
    database: Database, content: Content, language: str
) -> None:
    question = a_question(database, content, language)

    assert [part.language for part in question.parts] == [language]
    assert question.subject.endswith("[ACSG-2026-0001]")
    assert REGISTERED[language] in question.text.replace("registado", "registada").replace(
        "enregistrée", "enregistré"
    ).replace("зарегистрирован ", "зарегистрировано ").replace("سُجّل ", "سُجّلت ").replace(
        "registrada", "registrado"
    )
    assert not ACCEPTED.search(question.text)
    assert not JUDGING.search(question.text)
    assert "help@acsg.example" in question.text
    for name in asks_of(content):
        assert f"• {said(name, language)}" in question.text
    assert units(question.text) < LONGEST_TEXT


@pytest.mark.parametrize("language", ["tr", "und", "zh-Hans"])
def test_a_language_without_words_of_ours_is_asked_in_english_and_french(
    database: Database, language: str
) -> None:
    question = a_question(database, EMPTY, language)

    assert [part.language for part in question.parts] == ["en", "fr"]


def test_nothing_of_the_letter_is_in_a_question(database: Database) -> None:
    question = a_question(database, a_content(organisation="Secret Ministry of Chad"), "en")

    assert not [word for word in ("Secret", "Chad", "interview") if word in question.text]


def test_a_question_by_mail_is_tied_to_its_letter_and_answered_by_no_program(
    database: Database,
) -> None:
    question = a_question(database, EMPTY, "ar")
    mail = message_from_bytes(
        mail_of(
            question,
            a_message(),
            a_read_message(references=("<0@example.org>",)),
            sender="requests@acsg.example",
            to="ministry@example.org",
            written_at=NOW,
            key=bytes(32),
            what="question-1-2",
        ).as_bytes(),
        policy=policy.default,
    )

    assert mail["Auto-Submitted"] == "auto-replied"
    assert mail["In-Reply-To"] == "<1@example.org>"
    assert mail["References"] == "<0@example.org> <1@example.org>"
    assert read_own(bytes(32), mail["Message-ID"]) == OwnId(
        ref="ACSG-2026-0042", what="question-1-2"
    )
    assert "[ACSG-2026-0001]" in mail["Subject"]
    page = mail.get_body(("html",))
    assert page is not None
    assert '<div lang="ar" dir="rtl"' in page.get_content()


@pytest.mark.parametrize(
    ("changes", "read", "target"),
    [
        ({}, {}, "ministry@example.org"),
        ({}, {"sender_address": "Requests+x@LOCALHOST"}, None),
        ({}, {"sender_address": "mailer-daemon@example.org"}, None),
        ({}, {"sender_address": None}, None),
        ({}, {"automatic": True}, None),
        ({}, {"bounce": True}, None),
        ({"sender": ""}, {}, None),
        ({"channel": "file", "sender": "letter.pdf"}, {}, None),
        ({"channel": "chat", "sender": "telegram:7", "reply_chat": 7}, {}, "chat:7"),
    ],
)
def test_a_question_goes_where_an_answer_may_go(
    database: Database, changes: dict[str, Any], read: dict[str, Any], target: str | None
) -> None:
    draft = a_draft(database, EMPTY, an_arrival(**changes), **read)

    with database.reading() as session:
        assert target_of(session, draft, OWN) == target


def test_a_question_goes_where_the_acknowledgement_went(database: Database) -> None:
    draft = a_draft(database, EMPTY)
    with database.begin() as session:
        payload = {"message": draft.message_id}
        row = NewOutboxRow(
            kind=OutboxKind.ACKNOWLEDGEMENT, target="desk@example.org", payload=payload
        )
        outbox.add(session, [row], now=NOW)

        assert target_of(session, draft, OWN) == "desk@example.org"
