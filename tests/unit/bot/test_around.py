from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import around

TEXT = "We met in May. We request training. It should begin soon! Regards"


def test_the_sentences_beside_a_quote_are_its_neighbours() -> None:
    start = TEXT.index("We request")
    end = TEXT.index(" It should")

    assert around.before(TEXT, start) == "We met in May."
    assert around.after(TEXT, end) == "It should begin soon!"


def test_a_quote_within_a_sentence_shows_the_rest_of_it() -> None:
    start = TEXT.index("training")

    assert around.before(TEXT, start) == "We request"
    assert around.after(TEXT, start + len("training")) == "It should begin soon!"


def test_at_the_ends_of_a_text_there_is_no_neighbour() -> None:
    assert (around.before(TEXT, 0), around.after(TEXT, len(TEXT))) == ("", "")


@pytest.mark.parametrize("mark", ["؟", ".", "۔", "…", "!"])
def test_sentences_of_other_scripts_end_too(mark: str) -> None:
    text = f"نشكركم{mark} نطلب الدعم"

    assert around.before(text, text.index("نطلب")) == f"نشكركم{mark}"


def test_a_neighbour_is_never_long() -> None:
    text = "word " * 500 + "QUOTE" + " word" * 500
    at = text.index("QUOTE")

    assert len(around.before(text, at)) <= 242
    assert len(around.after(text, at + 5)) <= 242


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_neighbours_are_words_of_the_text(text: str, start: int, length: int) -> None:
    before, after = around.before(text, start), around.after(text, start + length)

    assert before in " ".join(text[:start].split())
    assert after in " ".join(text[start + length :].split())
