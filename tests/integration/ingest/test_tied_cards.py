"""How cards, notes and answers to senders show what belongs together."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.board import card_text, note_text
from bot.evidence_rows import counted, quotes_of
from bot.scene import Office
from bot.ties import case_ref
from store import decisions, drafts
from store.model import OutboxKind, OutboxRow, OutboxStatus
from tests.chat_values import ZURICH
from tests.factories import ALICE, NOW
from tests.threads import FIRST_ID, STRANGER, Desk, answering

if TYPE_CHECKING:
    from store.session import Database

LETTER = "We request support for the asylum office."
ANSWER = "Our objectives are forty trained interviewers."


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


def a_letter(desk: Desk) -> str:
    return desk.mail(LETTER, headers=f"Message-ID: {FIRST_ID}\r\n")


def card(desk: Desk, message_id: str, *, full: bool = True) -> str:
    with desk.db.reading() as session:
        [draft] = drafts.of_message(session, message_id)
        return card_text(session, draft, Office(zone=ZURICH, full=full), now=NOW).markup


def note(desk: Desk, message_id: str) -> str:
    with desk.db.reading() as session:
        return note_text(session, message_id, Office(zone=ZURICH, full=True), now=NOW).markup


@pytest.mark.parametrize("full", [True, False])
def test_the_card_names_the_answer_what_it_brought_and_what_is_missing(
    desk: Desk, *, full: bool
) -> None:
    letter = a_letter(desk)
    answer = desk.mail(ANSWER, headers=answering(desk.ask(letter)))

    markup = card(desk, letter, full=full)

    assert f"📬 Answer {desk.ref(answer)}, 2 Mar 2026 10:30: 15ii now evidenced" in markup
    assert "still missing: the authority or organisation, 13b" in markup


def test_the_note_on_an_answer_names_the_draft_that_it_completed(desk: Desk) -> None:
    letter = a_letter(desk)
    answer = desk.mail(ANSWER, headers=answering(desk.ask(letter)))

    assert f"📬 Answer to {desk.ref(letter)}-1: 15ii now evidenced" in note(desk, answer)


def test_a_quote_of_an_answer_says_so_on_the_card(desk: Desk) -> None:
    letter = a_letter(desk)
    answer = desk.mail(ANSWER, headers=answering(desk.ask(letter)))

    assert f"<i>{desk.ref(answer)} message</i>\n“objectives”" in card(desk, letter)


def test_the_evidence_shows_an_answers_quote_among_its_own_words(desk: Desk) -> None:
    letter = a_letter(desk)
    desk.mail("Dear colleagues.\n\n" + ANSWER, headers=answering(desk.ask(letter)))
    draft = desk.draft(letter)
    row = OutboxRow(
        id=1, kind=OutboxKind.EVIDENCE, status=OutboxStatus.PENDING, target="chat:-100",
        payload={"draft": draft.id, "revision": draft.revision, "part": 0, "under": 1},
        attempts=0, possible_repeat=False, created_at=datetime.now(UTC),
    )  # fmt: skip

    with desk.db.reading() as session:
        assert counted(session, draft).messages == 1
        shown = quotes_of(session, row).message(lambda _: None)

    assert "are forty trained interviewers" in str(shown)


def test_a_strangers_reference_is_named_as_such(desk: Desk) -> None:
    letter = a_letter(desk)
    forged = desk.mail("We request money.", sender=STRANGER, subject=desk.ref(letter))

    assert f"mentions {desk.ref(letter)}; the sender is not known there" in card(desk, forged)
    assert "mentions" not in card(desk, letter)


def test_a_note_to_a_confirmed_record_names_the_record(desk: Desk) -> None:
    letter = a_letter(desk)
    with desk.db.begin() as session:
        decisions.confirm(session, desk.draft(letter).id, 1, ALICE, now=NOW, year=2026)
    answer = desk.mail(ANSWER, headers=answering(FIRST_ID), subject="More")

    assert f"Belongs to {desk.ref(letter)}-1 (REQ-2026-0001): nothing was changed" in note(
        desk, answer
    )
    assert f"📎 Attached {desk.ref(answer)}" in card(desk, letter)


def test_the_sender_hears_the_first_reference_again(desk: Desk) -> None:
    letter = a_letter(desk)
    answer = desk.mail(ANSWER, headers=answering(desk.ask(letter)))

    with desk.db.reading() as session:
        assert case_ref(session, answer) == desk.ref(letter)
        assert case_ref(session, letter) is None
