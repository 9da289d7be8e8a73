"""What a page of a PDF is made of, on samples that each show one property."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.ocr import OcrOptions
from ingest.pdf import read
from tests import pdf_layouts, pdf_samples
from tests.pdf_canvas import LETTER

if TYPE_CHECKING:
    from ingest.segment import Document, Page

NO_OCR = OcrOptions(enabled=False)
TEXT = "\n".join(LETTER)


def document(content: bytes) -> Document:
    return read("letter.pdf", content, NO_OCR)


def golden(name: str) -> Document:
    return document((pdf_samples.FOLDER / f"{name}.pdf").read_bytes())


def codes(result: Document) -> list[str]:
    return [problem.code for problem in result.problems]


def place(page: Page, text: str) -> tuple[float, float, float, float]:
    start = page.text.index(text)
    return next(word.box for word in page.words if word.start == start)


@pytest.mark.parametrize("name", sorted(pdf_samples.GOLDEN))
def test_words_are_their_characters_of_the_text_in_order_and_within_the_page(name: str) -> None:
    for page in golden(name).pages:
        ends = [0, *(word.end for word in page.words)]

        assert all(
            end <= word.start < word.end for end, word in zip(ends, page.words, strict=False)
        )
        assert ends[-1] <= len(page.text)
        assert all(page.text[word.start : word.end].strip() for word in page.words)
        for left, top, right, bottom in (word.box for word in page.words):
            assert 0 <= left <= right <= 1
            assert 0 <= top <= bottom <= 1


@pytest.mark.parametrize("name", sorted(set(pdf_samples.GOLDEN) - {"notes-written-on-the-page"}))
def test_every_word_of_a_page_has_a_place(name: str) -> None:
    for page in golden(name).pages:
        placed = [page.text[word.start : word.end] for word in page.words]

        assert placed == [word for word in page.text.split() if word != "|"]


def test_letters_turned_on_their_side_are_read_and_the_page_says_its_turn() -> None:
    page = golden("letters-turned-on-their-side").pages[0]

    assert page.text == TEXT
    assert page.turn == 90
    assert place(page, "The Ministry")[:2] == pytest.approx((0.086, 0.105), abs=0.02)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_the_file_turns_needs_no_further_turn(degrees: int) -> None:
    page = document(pdf_samples.turned_by_the_file(degrees)).pages[0]

    assert page.text == TEXT
    assert page.turn == 0
    assert place(page, "The Ministry")[0] < 0.2
    assert place(page, "The Ministry")[1] < 0.2


def test_words_that_nobody_sees_are_left_out_and_reported() -> None:
    result = golden("words-hidden-in-six-ways")

    assert result.pages[0].text == TEXT
    assert result.pages[0].problem == "hidden_text"
    assert codes(result) == ["hidden_text"]


def test_white_letters_on_a_dark_bar_are_seen() -> None:
    result = golden("white-letters-on-a-dark-bar")

    assert result.pages[0].text.startswith("MINISTRY OF THE INTERIOR\n")
    assert result.pages[0].text.endswith("Page 1 of 1")
    assert codes(result) == []


def test_values_of_a_form_stand_beside_their_labels() -> None:
    text = golden("form-with-typed-values").pages[0].text

    assert "Requesting State: Republic of Examplia\nContact: asylum unit\n" in text
    assert "\u2612 Training\n\u2610 Funds\n" in text


def test_a_form_with_xfa_beside_it_has_the_same_values() -> None:
    result = golden("form-with-xfa-beside-it")

    assert result.pages[0].text == golden("form-with-typed-values").pages[0].text
    assert codes(result) == []


def test_a_form_in_xfa_alone_says_that_it_was_not_read() -> None:
    result = golden("form-in-xfa-alone")

    assert [(one.code, one.name) for one in result.problems] == [
        ("not_readable_type", "letter.pdf")
    ]
    assert "XFA" in result.problems[0].detail


def test_notes_on_a_page_are_text_of_their_own_and_hidden_ones_are_none() -> None:
    page, notes = golden("notes-written-on-the-page").pages

    assert page.text == TEXT
    assert (notes.number, notes.method) == (1, "note")
    assert notes.text == "Please answer before Friday.\n\nApproved by the Director."


def test_columns_that_were_written_line_by_line_are_read_one_after_the_other() -> None:
    text = golden("columns-written-line-by-line").pages[0].text

    assert text.index("two experts in registration.") < text.index("Le Ministère de l'Intérieur")


def test_columns_in_which_most_lines_begin_with_a_capital_are_columns_where_lines_run_on() -> None:
    text = golden("columns-of-german-written-line-by-line").pages[0].text

    assert text.index("bearbeitet werden.") < text.index("Die Regierung")


def test_labels_keep_their_values_where_no_rule_parts_them() -> None:
    text = golden("labels-and-values-without-rules").pages[0].text

    assert text.split("\n") == [f"{label} {value}" for label, value in pdf_layouts.LABELS]


def test_values_that_leave_room_for_the_next_are_rows_also_without_capitals() -> None:
    rows = tuple((label.lower(), value) for label, value in pdf_layouts.LABELS)

    text = document(pdf_layouts.side_by_side(*zip(*rows, strict=True))).pages[0].text

    assert text.split("\n") == [f"{label} {value}" for label, value in rows]


def test_arabic_stored_as_it_is_seen_is_read_as_it_is_meant() -> None:
    assert golden("arabic-stored-as-seen").pages[0].text == "\n".join(pdf_layouts.ARABIC)


def test_a_table_on_a_turned_page_keeps_its_rows() -> None:
    text = golden("table-on-a-turned-page").pages[0].text

    assert text == "Needs by year\n\nTraining | 2026\nEquipment | 2027"


def test_all_rows_of_an_arabic_table_are_read_from_the_right() -> None:
    text = golden("arabic-table-with-rows-in-latin-letters").pages[0].text

    assert text.split("\n\n")[-1].split("\n") == [
        "المنظمة | السنة | المبلغ بالدولار",
        "UNHCR | 2027 | 48500",
        "International Organization for Migration | 2028 | 12000",
        "الهلال الأحمر | 2026 | 7250",
    ]


def test_typed_words_around_a_scan_that_was_not_read_are_kept() -> None:
    result = golden("typed-letterhead-over-scanned-body")

    assert result.pages[0].text.startswith("MINISTRY OF THE INTERIOR OF EXAMPLIA")
    assert result.pages[0].problem == "scan_not_read"


def test_a_letterhead_in_a_narrow_picture_that_nothing_reads_is_no_trouble() -> None:
    result = golden("letterhead-as-narrow-picture")

    assert result.pages[0].text == TEXT
    assert codes(result) == []


def test_the_words_under_a_scan_are_kept_and_marked_where_nothing_else_reads_it() -> None:
    result = golden("scan-with-earlier-recognition")

    assert result.pages[0].text == TEXT
    assert codes(result) == ["layer_not_compared"]


def test_a_file_in_a_file_lies_inside_it() -> None:
    inner = pdf_samples.with_embedded(("note.txt", b"the note"))

    ((name, content),) = document(pdf_samples.with_embedded(("inner.pdf", inner))).nested

    assert name == "inner.pdf"
    assert document(content).nested == (("note.txt", b"the note"),)


@given(st.lists(st.text("abcdé -\u00ad\ufb01ü1٣لا(", max_size=30), max_size=6), st.integers(0, 3))
def test_any_line_gives_words_at_their_characters(lines: list[str], turns: int) -> None:
    from ingest import glyphs  # noqa: PLC0415 - only this test builds glyphs itself
    from ingest.frame import Frame  # noqa: PLC0415 - the same
    from ingest.glyph import Glyph  # noqa: PLC0415 - the same

    found = []
    for row, line in enumerate(lines):
        y = 700.0 - 15 * row
        found += [
            Glyph(char, 50.0 + 6 * at, y, 56.0 + 6 * at, y + 12) for at, char in enumerate(line)
        ]
        found.append(Glyph("\n"))

    text = glyphs.compose(found)
    boxes = list(Frame(0, 0, 595, 842, turns).shares(text.spots))

    ends = [0, *(spot.end for spot in text.spots)]
    assert all(end <= spot.start < spot.end for end, spot in zip(ends, text.spots, strict=False))
    assert ends[-1] <= len(text.text)
    assert all(0 <= side <= 1 for _, _, box in boxes for side in box)
    assert [word for spot in text.spots for word in text.text[spot.start : spot.end].split()] == [
        text.text[spot.start : spot.end] for spot in text.spots
    ]
