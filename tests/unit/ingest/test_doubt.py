from __future__ import annotations

from ingest import doubt
from ingest.recognised import Found


def a_line(
    *confidences: float, top: int, left: int = 0, line: int = 1, text: str = "words"
) -> list[Found]:
    return [
        Found(
            text=text,
            box=(left + 100 * at, top, left + 100 * at + 80, top + 30),
            confidence=confidence,
            paragraph=(1, left),
            line=line,
        )
        for at, confidence in enumerate(confidences)
    ]


def test_lines_read_unsurely_below_one_another_are_one_block() -> None:
    words = [
        *a_line(0.9, 0.95, 0.9, top=0),
        *a_line(0.2, 0.3, 0.1, top=100, line=2),
        *a_line(0.1, 0.9, 0.2, top=160, line=3),
    ]

    assert doubt.blocks(words, 1) == [(0, 100, 280, 190)]


def test_a_column_beside_one_read_surely_is_a_block_of_its_own() -> None:
    words = [
        *a_line(0.9, 0.9, top=0),
        *a_line(0.2, 0.3, top=0, left=500, line=2),
        *a_line(0.9, 0.9, top=60, line=3),
        *a_line(0.2, 0.3, top=60, left=500, line=4),
    ]

    assert doubt.blocks(words, 1) == [(500, 0, 680, 90)]


def test_a_single_unsure_word_is_no_block() -> None:
    assert doubt.blocks(a_line(0.9, 0.2, 0.9, 0.95, top=0), 1) == []


def test_a_sure_page_has_no_blocks() -> None:
    assert doubt.blocks(a_line(0.9, 0.9, 0.95, top=0), 1) == []


def test_a_tenth_of_the_letters_in_unsure_words_is_much() -> None:
    assert doubt.are_many(a_line(0.3, *([0.95] * 9), top=0))
    assert not doubt.are_many(a_line(0.3, *([0.95] * 19), top=0))
    assert not doubt.are_many([])
