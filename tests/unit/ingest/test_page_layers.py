"""What is typed and what is pictured on one page: in which order both are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.page_layers import laid_together
from ingest.segment import Page, Word

if TYPE_CHECKING:
    from collections.abc import Sequence

#: a line: its words, how far down the page it stands, and from where to where
Line = tuple[str, float, float, float]
BODY: list[Line] = [("We ask for", 0.40, 0.1, 0.9), ("support.", 0.42, 0.1, 0.3)]


def a_page(lines: Sequence[Line]) -> Page:
    text, words = "", []
    for line, top, left, right in lines:
        text += "\n" if text else ""
        words.append(
            Word(start=len(text), end=len(text) + len(line), box=(left, top, right, top + 0.015))
        )
        text += line
    return Page(number=1, method="pdf", text=text, words=tuple(words))


def text_of(typed: Page, read: Page) -> str:
    text, words = laid_together(typed, read, 0.5)
    assert all(text[word.start : word.end] for word in words)
    assert len(words) == len(typed.words) + len(read.words)
    return text


def test_the_head_of_a_picture_stands_before_and_its_foot_behind_what_is_typed() -> None:
    picture = a_page([("MINISTRY", 0.05, 0.1, 0.5), ("12 Drive", 0.95, 0.1, 0.5)])

    assert text_of(a_page(BODY), picture) == "MINISTRY\n\nWe ask for\nsupport.\n\n12 Drive"


def test_a_stamp_beside_a_sentence_stands_after_its_paragraph() -> None:
    typed = a_page([*BODY, ("Thank you.", 0.43, 0.1, 0.4)])

    found = text_of(typed, a_page([("RECEIVED", 0.405, 0.6, 0.95)]))

    assert found == "We ask for\nsupport.\nThank you.\n\nRECEIVED"


def test_a_picture_in_a_gap_of_the_letter_stands_in_that_gap() -> None:
    typed = a_page([BODY[0], ("Yours faithfully", 0.8, 0.1, 0.4)])

    found = text_of(typed, a_page([("Needs", 0.5, 0.1, 0.9), ("48 500", 0.6, 0.1, 0.9)]))

    assert found == "We ask for\n\nNeeds\n48 500\n\nYours faithfully"


def test_a_picture_below_one_of_two_columns_follows_that_column() -> None:
    left = [("Left one", 0.3, 0.1, 0.45), ("left two", 0.8, 0.1, 0.45)]
    right = [("Right one", 0.3, 0.55, 0.9)]

    found = text_of(a_page([*left, *right]), a_page([("pictured", 0.6, 0.55, 0.9)]))

    assert found == "Left one\nleft two\nRight one\n\npictured"


def test_words_without_a_place_stand_where_the_picture_has_its_middle() -> None:
    typed = a_page([("Above", 0.1, 0.1, 0.9), ("Below", 0.9, 0.1, 0.9)])
    read = Page(number=1, method="ocr", text="pictured")

    assert text_of(typed, read) == "Above\n\npictured\n\nBelow"
