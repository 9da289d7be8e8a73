"""Reasons of the office's lists: ids in the data, words on the shelf, and what the record keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot import judge_reasons, reject_reasons, withdrawing
from bot.office_words import names, speak
from store import unsplitting
from store.judgements import Judgement
from tests.factories import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def french_office() -> Iterator[None]:
    speak("fr")
    yield
    speak("en")


def a_judgement(reason: str | None, code: str | None) -> Judgement:
    return Judgement(
        id=1, draft_id=1, revision=2, meets=True, reason_code=code, reason=reason, marks={},
        criteria_version="1", officer="Alice", at=NOW,
    )  # fmt: skip


@pytest.mark.parametrize("section", ["reject_buttons", "reject_reasons"])
def test_every_reason_to_reject_has_words_and_no_words_stand_alone(section: str) -> None:
    assert names(section) == tuple(one.id for one in reject_reasons.reasons())


@pytest.mark.parametrize("section", ["judge_buttons", "judge_reasons"])
def test_every_reason_of_a_judgement_has_words_and_no_words_stand_alone(section: str) -> None:
    assert names(section) == tuple(one.id for one in judge_reasons.judge_reasons())


@pytest.mark.usefixtures("french_office")
def test_the_record_keeps_a_reason_in_english_whatever_the_office_reads() -> None:
    (spam,) = (one for one in reject_reasons.reasons() if one.id == "spam")

    assert spam.words == "The letter is spam, advertising or a trial."
    assert reject_reasons.reason_id(spam.words) == "spam"


def test_a_reason_in_an_officers_own_words_is_told_as_it_was_typed() -> None:
    assert reject_reasons.reason_said("sent to us twice") == "sent to us twice"
    assert judge_reasons.reason_said(a_judgement("we know it", None)) == "we know it"


def test_a_judgement_whose_reason_the_list_has_no_more_is_told_by_the_words_of_its_record() -> None:
    assert judge_reasons.reason_said(a_judgement("It was so.", "long_gone")) == "It was so."


def test_a_reason_that_was_erased_with_its_letter_is_told_no_more() -> None:
    assert judge_reasons.reason_said(a_judgement(None, "known")) == ""


@pytest.mark.parametrize("recorded", [withdrawing.REASON, unsplitting.REASON])
@pytest.mark.usefixtures("french_office")
def test_what_the_program_records_by_itself_is_said_in_the_offices_language(recorded: str) -> None:
    assert reject_reasons.reason_said(recorded) != recorded
