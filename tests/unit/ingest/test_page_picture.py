from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from ingest import places
from ingest.page_picture import drawn
from tests.marked_pages import MANY, a_mark, cut, is_red, opened, whole, yellow
from tests.pdf_canvas import HEIGHT, WIDTH
from tests.pdf_samples import FOLDER
from tests.sheets import a_scan, a_sheet

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ingest.page_marks import Mark


LONG = a_sheet(("Nothing of note stands on this line of the letter.",) * 38)
SHEET = a_sheet()
FAX = FOLDER / "fax-of-two-pages-coarse.tiff"
QUOTE = "requests training of interviewers\nin N'Djamena"


@pytest.mark.parametrize("turn", [None, 0, 90, 180, 270])
def test_what_is_marked_is_where_the_words_stand(turn: int | None) -> None:
    content = b"" if turn is None else a_scan(SHEET, turn=turn)

    picture = whole(SHEET, a_mark(SHEET, QUOTE), content=content, turn=turn or 0)

    found = yellow(picture)
    held = places.within(SHEET.words, *SHEET.span(QUOTE))
    for word in SHEET.words:
        left, top, right, bottom = (
            round(share * side)
            for share, side in zip(word.box, (*picture.size, *picture.size), strict=True)
        )
        inside = found[top:bottom, left:right].mean()
        # the letters themselves stay dark
        assert inside > 0.6 if word in held else inside < 0.02


def test_letters_under_a_marker_stay_black() -> None:
    word = places.within(SHEET.words, *SHEET.span("interviewers"))[0]

    plain, marked = (
        np.asarray(cut(whole(SHEET, *marks), word.box)) for marks in ((), (a_mark(SHEET, QUOTE),))
    )

    letters = plain.max(axis=2) < 40
    assert letters.sum() > 100
    assert marked[letters].max() < 90


def test_marks_in_the_middle_show_that_part_in_all_its_width() -> None:
    words = a_sheet(top=450)

    picture = opened(drawn(words.content, 1, 0, (a_mark(words, QUOTE),)))

    assert picture.width == 1280
    assert picture.height == pytest.approx(0.4 * 1280 * 2**0.5, abs=2)
    assert yellow(picture).any()


def test_marks_at_both_ends_show_the_whole_page() -> None:
    picture = opened(drawn(LONG.content, 1, 0, (a_mark(LONG, LONG.text),)))

    assert picture.height == pytest.approx(1280 * 2**0.5, abs=2)


def test_a_page_without_marks_is_shown_whole_and_unmarked() -> None:
    picture = opened(drawn(SHEET.content, 1, 0, ()))

    assert picture.height == pytest.approx(1280 * 2**0.5, abs=2)
    assert not yellow(picture).any()


def test_unsure_words_are_marked_in_another_colour() -> None:
    sure = np.asarray(whole(SHEET, a_mark(SHEET, QUOTE)))
    unsure = np.asarray(whole(SHEET, replace(a_mark(SHEET, QUOTE), is_unsure=True)))

    changed = np.abs(sure.astype(int) - unsure.astype(int)).max(axis=2) > 20
    assert changed.sum() > 5_000


def red(picture: Image.Image) -> NDArray[np.int_]:
    """Columns in which a badge lies."""
    shades = np.asarray(picture).astype(int)
    return np.nonzero(((shades[..., 0] > 140) & (shades[..., 1] < 90)).any(axis=0))[0]


def test_a_number_stands_where_a_line_begins() -> None:
    mark = a_mark(SHEET, "requests training")
    left, _, right, _ = mark.boxes[0]

    first = opened(drawn(SHEET.content, 1, 0, (mark,)))
    last = opened(drawn(SHEET.content, 1, 0, (replace(mark, from_right=True),)))

    assert red(first).max() < left * first.width
    assert red(last).min() > right * last.width


def test_a_number_in_the_middle_of_a_line_goes_to_its_edge_and_covers_no_word() -> None:
    mark = a_mark(SHEET, "requests training")
    held = replace(mark, line=places.line_of(SHEET.words, mark.boxes[0]))

    picture = opened(drawn(SHEET.content, 1, 0, (held,)))

    assert red(picture).max() < min(word.box[0] for word in SHEET.words) * picture.width


def test_numbers_of_quotes_that_begin_alike_stand_beside_each_other() -> None:
    marks = [a_mark(SHEET, "To the Asylum", 1), a_mark(SHEET, "To the", 2)]

    one = red(opened(drawn(SHEET.content, 1, 0, marks[:1])))
    two = red(opened(drawn(SHEET.content, 1, 0, marks)))

    assert len(two) > 1.8 * len(one)


@pytest.mark.parametrize("page", [0, 2, 10**9])
def test_a_page_that_is_not_there_is_told(page: int) -> None:
    with pytest.raises(LookupError):
        drawn(SHEET.content, page, 0, ())
    with pytest.raises(LookupError):
        drawn(a_scan(SHEET), page, 0, ())


def test_a_file_without_pages_is_told() -> None:
    with pytest.raises(LookupError):
        drawn(b"Dear colleagues", 1, 0, ())


def test_a_page_of_absurd_size_stays_within_what_the_chat_takes() -> None:
    tower = SHEET.content.replace(b"/MediaBox [ 0 0 595", b"/MediaBox [ 0 0 5.5")

    picture = opened(drawn(tower, 1, 0, ()))

    assert sum(picture.size) <= 10_000
    assert max(picture.size) <= 20 * min(picture.size)


def many(count: int, *, asked: tuple[int, ...] = ()) -> list[Mark]:
    """Marks on every second line, numbered from the foot of the page upwards."""
    found = []
    for number in range(1, count + 1):
        line = 2 * (count - number)
        mark = a_mark(MANY, f"Sentence {line} of this letter asks", number)
        found.append(replace(mark, line=mark.boxes[0], is_asked=number in asked))
    return found


def test_a_few_marks_are_filled() -> None:
    assert yellow(opened(drawn(MANY.content, 1, 0, many(3)))).mean() > 0.005


def test_many_marks_are_underlined_and_nothing_is_yellow() -> None:
    picture = whole(MANY, *many(12))

    assert yellow(picture).mean() < 0.001
    shown = is_red(picture)
    for mark in many(12):
        left, top, right, bottom = mark.boxes[0]
        columns = slice(round(left * picture.width) + 4, round(right * picture.width) - 4)
        rows = slice(round(top * picture.height), round(bottom * picture.height) + 4)
        # in some row a line under all of its width
        assert shown[rows, columns].mean(axis=1).max() > 0.95


def test_one_mark_over_many_lines_is_underlined() -> None:
    picture = opened(drawn(LONG.content, 1, 0, (a_mark(LONG, LONG.text),)))

    assert yellow(picture).mean() < 0.001


def test_what_was_asked_for_is_filled_among_many() -> None:
    picture = whole(MANY, *many(8, asked=(3,)))

    found = yellow(picture)
    left, top, right, bottom = many(8)[2].boxes[0]
    inside = cut(Image.fromarray(found), (left, top, right, bottom))
    assert np.asarray(inside).mean() > 0.6
    assert found.sum() < 2 * np.asarray(inside).sum()


def test_numbers_in_the_margin_lie_on_no_word_and_on_no_other() -> None:
    picture = whole(MANY, *many(14))

    shown = is_red(picture)
    margin = round(min(word.box[0] for word in MANY.words) * picture.width) - 24
    rows = shown[:, :margin].any(axis=1)
    # each a run of rows of its own
    assert np.count_nonzero(np.diff(rows.astype(int)) == 1) == 14


def test_what_was_typed_and_ticked_in_a_form_is_drawn() -> None:
    form = FOLDER / "form-with-xfa-beside-it.pdf"
    picture = opened(drawn(form.read_bytes(), 1, 0, ()))

    # the field beside "Requesting State:", and the ticked box
    for left, low, right, high in ((182, 714, 398, 730), (74, 654, 84, 664)):
        box = (left / WIDTH, 1 - high / HEIGHT, right / WIDTH, 1 - low / HEIGHT)
        assert np.asarray(cut(picture, box).convert("L")).min() < 100


def test_a_fax_is_drawn_as_high_as_it_was_sent() -> None:
    coarse = opened(drawn(FAX.read_bytes(), 1, 0, ()))

    assert coarse.height > 1.2 * coarse.width
