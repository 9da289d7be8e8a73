from __future__ import annotations

import pytest

from bot.office_words import SHELF
from bot.problem_words import problem_words
from bot.words import catalogue
from ingest.problems import REASONS, SENTENCES, problem
from store.model import StoredProblem


def kept(code: str, *, what: str = "", reason: str = "") -> StoredProblem:
    one = problem(code, "a.pdf", what=what, reason=reason)
    return StoredProblem(
        code=one.code, name=one.name, detail=one.detail, what=one.what, reason=one.reason
    )


def test_every_problem_and_reason_has_words_for_officers() -> None:
    english = catalogue("en", SHELF)

    assert english["problems"] == SENTENCES
    assert english["problem_reasons"] == REASONS


@pytest.mark.parametrize("code", SENTENCES)
def test_in_english_a_problem_says_what_was_kept(code: str) -> None:
    for one in (kept(code, what="7"), kept(code, what="7", reason="first_pages"), kept(code)):
        assert problem_words(one) == one.detail


def test_what_was_kept_before_its_number_was_is_said_as_it_was_kept() -> None:
    old = StoredProblem(code="text_cut", name=None, detail="The text is too long (7).")
    older = StoredProblem(code="too_many_pages", name=None, detail="More pages than 7.")

    assert problem_words(old).startswith("The text is longer than the limit")
    assert problem_words(older) == "More pages than 7."


def test_a_problem_that_nobody_has_words_for_is_said_as_it_was_kept() -> None:
    new = StoredProblem(code="melted", name=None, detail="It has melted.")

    assert problem_words(new) == "It has melted."
