"""The words of a history: every step has some, and none says more than its chat may."""

from __future__ import annotations

from typing import Any

import pytest

from bot.history import step_words
from bot.office_words import SHELF
from bot.reject_reasons import reasons
from bot.words import catalogue
from store import moves
from store.model import HistoryEntry
from store.moves import Move
from tests.factories import NOW

MOVES = [one for one in vars(moves).values() if isinstance(one, Move)]


def entry(what: str, **details: Any) -> HistoryEntry:
    return HistoryEntry(at=NOW, who="Alice", what=what, details=details)


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.action)
def test_every_move_is_told_in_words_whatever_its_record_lacks(move: Move) -> None:
    words = step_words(entry(move.event), full=False)

    assert words
    assert "{" not in words
    assert words[-1].isalpha()


@pytest.mark.parametrize("action", [one.action for one in MOVES if one in moves.UNDOABLE])
def test_every_decision_that_can_be_undone_is_named_when_it_was(action: str) -> None:
    words = step_words(entry("undone", undid=action, register_ref="REQ-2026-0001"))

    assert words.startswith("undone: it had been ")
    assert "{" not in words


@pytest.mark.parametrize(
    ("field", "old", "new", "words"),
    [
        ("kind", "request", "offer", "corrected kind: Request → Offer"),
        ("themes", ["coi"], [], "corrected areas: Country information → nothing"),
        ("states", ["TD"], ["NE"], "corrected state: Chad → Niger"),
        ("urgent", False, True, "corrected urgent: no → yes"),
    ],
)
def test_a_correction_says_what_was_and_what_is(
    field: str, old: object, new: object, words: str
) -> None:
    assert step_words(entry("corrected", field=field, old=old, new=new)) == words


def test_a_minimal_chat_hears_of_a_correction_and_not_of_what() -> None:
    step = entry("corrected", field="themes", old=["coi"], new=["rsd"], reason="because of <him>")

    assert step_words(step, full=False) == "corrected"


def test_an_officers_reason_is_told_where_words_may_stand() -> None:
    step = entry("rejected", reason="sent to us {twice}")

    assert step_words(step) == "not registered: sent to us {twice}"
    assert step_words(step, full=False) == "not registered"


def test_an_officer_who_has_left_stands_by_number() -> None:
    step = entry("assigned", old=None, new=12)

    assert step_words(step, names={11: "Alice"}) == "given from nobody to 12"


def test_a_step_that_nobody_has_named_stands_for_itself() -> None:
    assert step_words(entry("looked_at_twice")) == "looked at twice"


def test_what_a_sender_was_asked_is_told_in_words_and_not_by_the_names_of_questions() -> None:
    new = ["parts.existing_capacities", "criteria.15ii", "facts.consent"]

    words = step_words(entry("asked", field="question", old=[], new=new))

    assert words == (
        "asked the sender: existing capacities, 15ii concrete gap and objectives, "
        "whether others may be asked"
    )


@pytest.mark.parametrize("outcome", ["proven", "unproven", "disowned"])
def test_what_dns_said_when_it_was_asked_again_is_told_in_words(outcome: str) -> None:
    words = step_words(entry("sender_checked", outcome=outcome), full=False)

    assert words.startswith("asked again who sent the letter: ")
    assert words.rpartition(": ")[2] not in {"", outcome}


def test_every_step_that_may_lack_something_has_words_without_it() -> None:
    words = catalogue("en", SHELF)
    lacking = {what for what, said in words["history"].items() if "{" in said}

    assert lacking == set(words["history_short"])


def test_a_reason_that_was_chosen_is_told_as_a_button_says_it() -> None:
    (spam,) = (one for one in reasons() if one.id == "spam")

    assert step_words(entry("rejected", reason=spam.words)) == f"not registered: {spam.words}"
