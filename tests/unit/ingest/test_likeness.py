"""Which letters look the same: measured on invented letters in six languages."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import likeness
from ingest.likeness import SAME, main_part, marks, parts_of, share
from tests.factories import a_content, a_segment

LETTERS: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).parents[2].joinpath("corpus/likeness/letters.toml").read_text(encoding="utf-8")
)
OTHERS = ("same_form", "same_authority", "other_state")


def misread(text: str, rate: float) -> str:
    """The text as a scan of it might be recognised."""
    chance = random.Random(7)  # noqa: S311 - noise, no secret
    letters = [one for one in text if one.isalpha()]

    def read(letter: str) -> str:
        if not letter.isalpha() or chance.random() >= rate:
            return letter
        return chance.choice([chance.choice(letters), "", f"{letter} ", f"{letter}l"])

    return "".join(map(read, text))


@pytest.mark.parametrize("language", LETTERS)
def test_a_letter_sent_again_with_a_reminder_is_the_same(language: str) -> None:
    assert share(LETTERS[language]["letter"], LETTERS[language]["again"]) >= 0.95


@pytest.mark.parametrize("language", LETTERS)
@pytest.mark.parametrize("rate", [0.02, 0.05])
def test_a_scan_of_a_letter_is_the_same(language: str, rate: float) -> None:
    assert share(LETTERS[language]["letter"], misread(LETTERS[language]["again"], rate)) >= SAME


@pytest.mark.parametrize("language", LETTERS)
@pytest.mark.parametrize("other", OTHERS)
def test_a_letter_about_something_else_is_another(language: str, other: str) -> None:
    assert share(LETTERS[language]["letter"], LETTERS[language][other]) < SAME - 0.04


@pytest.mark.parametrize("language", LETTERS)
def test_line_breaks_case_and_accents_make_no_other_letter(language: str) -> None:
    letter = LETTERS[language]["letter"]

    assert share(letter, letter.upper().replace(" ", "\n")) >= 0.95


@pytest.mark.parametrize("language", LETTERS)
def test_like_letters_share_hashes(language: str) -> None:
    first, second = (
        set(marks(parts_of([a_segment(LETTERS[language][name])]))) for name in ("letter", "again")
    )

    assert len(first & second) >= 4


def test_a_note_does_not_lie_in_a_whole_plan() -> None:
    plan = " ".join(letter for one in LETTERS.values() for letter in one.values())

    assert share(LETTERS["en"]["letter"], plan) < SAME


def test_a_few_words_are_like_nothing() -> None:
    assert share("We need support.", "We need support.") == 0
    assert marks(parts_of([a_segment("We need support.")])) == ()


def test_quoted_history_and_signatures_do_not_count() -> None:
    segments = [
        a_segment("own words", 0),
        a_segment("history", 1, origin="quoted"),
        a_segment("name", 2, origin="signature"),
        a_segment("page one", 3, origin="attachment", document_sha256="a"),
        a_segment("page two", 4, origin="attachment", document_sha256="a"),
    ]

    assert [part.segments for part in parts_of(segments)] == [(0,), (3, 4)]


def test_the_main_part_is_that_which_the_draft_rests_on() -> None:
    segments = [
        a_segment("see the letter", 0, origin="attachment", document_sha256="a"),
        a_segment("a long annex " * 50, 1, origin="attachment", document_sha256="b"),
    ]

    found = main_part(parts_of(segments), a_content())

    assert found is not None
    assert found.sha256 == "a"


@given(st.text(), st.text())
def test_a_share_is_a_share_whatever_the_texts(one: str, other: str) -> None:
    assert 0 <= share(one, other) <= 1
    assert share(one, other) == share(other, one)


def test_long_texts_are_compared_in_bounded_time() -> None:
    assert len(likeness.runs("abcdef ghij" * 100_000)) <= likeness._LONGEST
