"""Cards and notes say why nobody was answered automatically, in the office's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.layout import laid_out
from bot.notes import note_markup, note_of
from bot.office_words import say, speak
from ingest.inbound import Unanswerable
from tests.chat_values import ZURICH, a_card, a_draft, a_message
from tests.factories import NOW, a_read_message

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(params=["en", "fr", "es", "ar", "pt", "ru"], autouse=True)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    speak(request.param)
    yield request.param
    speak("en")


@pytest.mark.parametrize("full", [True, False], ids=["full", "minimal"])
@pytest.mark.parametrize("why", [*Unanswerable])
def test_a_card_says_why_nobody_was_answered(why: Unanswerable, *, full: bool) -> None:
    card = a_card(a_draft(), a_read_message(unanswerable=str(why)))

    assert f"🔇 {say(f'unanswered.{why}')}" in laid_out(card, full=full)


@pytest.mark.parametrize("full", [True, False], ids=["full", "minimal"])
def test_a_note_says_why_nobody_was_answered(*, full: bool) -> None:
    read = a_read_message(kinds=(("enquiry", 0.9, "sure"),), unanswerable="list")
    note = note_of(a_message(), read, now=NOW, zone=ZURICH)

    assert f"🔇 {say('unanswered.list')}" in note_markup(note, full=full)


def test_a_card_of_a_letter_that_was_answered_says_nothing_of_it() -> None:
    assert "🔇" not in laid_out(a_card(a_draft(), a_read_message()), full=True)
