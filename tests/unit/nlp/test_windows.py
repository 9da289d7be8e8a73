from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nlp.windows import NOBODY, windows

LONGEST = 440


def letters(text: str) -> list[int]:
    return [ord(letter) for letter in text]


def test_a_short_message_is_one_window() -> None:
    assert len(windows(["One.", "Two."], "Hello", letters)) == 1


def test_the_subject_opens_the_first_window_alone() -> None:
    first, second = windows(["a" * 300, "b" * 300], "XYZ", letters)

    assert ord("X") in first.ids
    assert ord("X") not in second.ids


def test_no_message_is_still_a_window() -> None:
    (window,) = windows([], "", letters)

    assert set(window.owners) == {NOBODY}


@given(st.lists(st.text(alphabet="abc", max_size=300), max_size=30), st.text("s", max_size=100))
def test_every_token_of_a_window_belongs_to_the_sentence_that_it_came_from(
    sentences: list[str], subject: str
) -> None:
    for window in windows(sentences, subject, letters):
        for number, sentence in enumerate(sentences):
            mine = [
                token
                for token, owner in zip(window.ids, window.owners, strict=True)
                if owner == number
            ]
            assert mine in ([], letters(sentence))


@given(st.lists(st.text(alphabet="abc", max_size=300), max_size=60))
def test_windows_and_their_number_are_bounded(sentences: list[str]) -> None:
    found = windows(sentences, "", letters)

    assert len(found) <= 6
    assert all(len(window.ids) <= LONGEST + 1 for window in found)
