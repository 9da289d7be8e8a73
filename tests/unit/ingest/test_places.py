from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import places
from ingest.segment import Word
from tests.sheets import WORDS, a_sheet

SHEET = a_sheet()


@given(WORDS)
def test_words_that_are_kept_come_back_at_the_same_characters(words: tuple[Word, ...]) -> None:
    back = places.unpack(places.pack(words))

    assert [(one.start, one.end) for one in back] == [(one.start, one.end) for one in words]


@given(WORDS)
def test_boxes_come_back_within_a_ten_thousandth_of_the_page(words: tuple[Word, ...]) -> None:
    back = places.unpack(places.pack(words))

    for before, after in zip(words, back, strict=True):
        assert after.box == pytest.approx(before.box, abs=1e-4)
        assert after.confidence == pytest.approx(before.confidence, abs=0.006)


@given(st.binary(max_size=60))
def test_bytes_that_hold_no_words_give_none(packed: bytes) -> None:
    assert places.unpack(packed) == ()


def test_a_page_of_five_hundred_words_is_kept_in_four_kilobytes() -> None:
    line = ("The Republic of Chad requests training of interviewers in all its provinces",)
    words = a_sheet(line * 42).words

    assert len(words) >= 500
    assert len(places.pack(words)) < 4_000


@given(WORDS, st.integers(0, 200), st.integers(0, 60))
def test_a_span_holds_the_words_of_its_characters(
    words: tuple[Word, ...], start: int, length: int
) -> None:
    held = places.within(words, start, start + length)

    characters = set(range(start, start + length))
    assert held == tuple(one for one in words if characters.intersection(range(one.start, one.end)))


@given(WORDS)
def test_every_word_lies_in_one_of_the_runs(words: tuple[Word, ...]) -> None:
    runs = places.runs(words)

    for one in words:
        assert any(
            run[0] <= one.box[0]
            and run[1] <= one.box[1]
            and one.box[2] <= run[2]
            and one.box[3] <= run[3]
            for run in runs
        )


def test_a_sentence_over_two_lines_has_a_run_for_each() -> None:
    start = SHEET.text.index("requests")
    end = SHEET.text.index(" before")

    upper, lower = places.runs(places.within(SHEET.words, start, end))

    assert upper[3] <= lower[1] + 0.001
    assert upper[0] > lower[0]


def test_a_line_from_right_to_left_is_one_run() -> None:
    boxes = [(0.7, 0.1, 0.8, 0.12), (0.55, 0.1, 0.69, 0.12), (0.4, 0.101, 0.54, 0.121)]
    words = [Word(start=3 * n, end=3 * n + 2, box=box) for n, box in enumerate(boxes)]

    assert places.runs(words) == ((0.4, 0.1, 0.8, 0.121),)


def test_cells_of_a_row_are_runs_of_their_own() -> None:
    words = [
        Word(start=0, end=4, box=(0.1, 0.5, 0.2, 0.52)),
        Word(start=7, end=9, box=(0.6, 0.5, 0.7, 0.52)),
    ]

    assert len(places.runs(words)) == 2


def test_text_that_was_written_is_legible() -> None:
    assert places.legible(SHEET.words) == 1.0
    assert places.legible(()) == 1.0


def test_long_words_count_more_in_how_legible_a_quote_is() -> None:
    long, short = SHEET.words[0], replace(SHEET.words[1], start=3, end=13, confidence=0.4)

    assert places.legible((long, short)) == pytest.approx((2 * 1.0 + 10 * 0.4) / 12)


def test_the_line_in_which_a_quote_begins_reaches_to_its_margin() -> None:
    box = places.runs(places.within(SHEET.words, *SHEET.span("training of")))[0]

    left, top, right, _ = places.line_of(SHEET.words, box)

    assert left == pytest.approx(72 / 595.28, abs=1e-3)
    assert right > box[2]
    assert top == pytest.approx(box[1])
