from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ingest.recognised import Found, compose
from ingest.sheet import sheet

PAGE = sheet(Image.new("L", (100, 100), 255), 100)


def a_word(text: str, *, line: int = 1, paragraph: int = 1, confidence: float = 0.9) -> Found:
    return Found(
        text=text, box=(10, 20, 30, 40), confidence=confidence, paragraph=(1, paragraph), line=line
    )


def text_of(*found: Found) -> str:
    return compose(found, PAGE)[0]


def test_lines_and_paragraphs_are_as_on_the_page() -> None:
    words = [a_word("a"), a_word("b"), a_word("c", line=2), a_word("d", paragraph=2)]

    assert text_of(*words) == "a b\nc\n\nd"


def test_a_word_divided_by_the_end_of_a_line_is_one_word_in_two_places() -> None:
    text, words = compose([a_word("recogni-"), a_word("tion", line=2), a_word("of")], PAGE)

    assert text == "recognition\nof"
    assert [(word.start, word.end) for word in words] == [(0, 7), (7, 11), (12, 14)]


def test_a_hyphen_before_a_capital_letter_is_kept() -> None:
    assert text_of(a_word("Jean-"), a_word("Paul", line=2)) == "Jean-\nPaul"


def test_commas_of_arabic_are_arabic() -> None:
    assert text_of(a_word("التقدير,"), a_word("وبعد;")) == "التقدير، وبعد؛"


def test_years_between_arabic_words_are_in_the_order_in_which_they_are_read() -> None:
    assert text_of(a_word("الخطة"), a_word("2028-2024,")) == "الخطة 2024-2028،"


def test_dates_and_decimals_between_arabic_words_stay_as_they_are() -> None:
    assert text_of(a_word("تاريخ"), a_word("12/03/2025"), a_word("1,5")) == "تاريخ 12/03/2025 1,5"


def test_years_between_latin_words_stay_as_they_are() -> None:
    assert text_of(a_word("plan"), a_word("2024-2028,")) == "plan 2024-2028,"


def test_a_word_keeps_its_confidence_and_its_place_as_shares_of_the_page() -> None:
    (word,) = compose([a_word("faint", confidence=0.3)], PAGE)[1]

    assert (word.confidence, word.box) == (0.3, (0.1, 0.2, 0.3, 0.4))


@given(
    st.lists(
        st.builds(a_word, st.text(min_size=1), line=st.integers(1, 2), paragraph=st.integers(1, 2))
    )
)
def test_every_word_stands_in_the_text_where_it_says(found: list[Found]) -> None:
    text, words = compose(found, PAGE)

    assert all(0 <= word.start < word.end <= len(text) for word in words)
    assert all(one.end <= after.start for one, after in itertools.pairwise(words))
    shown = "".join(text[word.start : word.end] for word in words)
    assert "".join(shown.split()) == "".join(text.split())


def test_a_full_line_goes_on_though_a_new_paragraph_was_recognised() -> None:
    def across(text: str, number: int, *, paragraph: int) -> Found:
        box = (10.0, 20.0 * number, 300.0, 20.0 * number + 12)
        return Found(text=text, box=box, confidence=0.9, paragraph=(1, paragraph), line=number)

    lines = [across("the-Commission", at, paragraph=at // 2) for at in range(4)]

    assert "\n\n" not in text_of(*lines)


def test_a_stop_of_figures_alone_in_arabic_stands_after_them() -> None:
    lines = [a_word("التقدير"), a_word(".15/09/2026", line=2)]

    assert text_of(*lines) == "التقدير\n15/09/2026."


def test_commas_of_a_french_paragraph_on_an_arabic_page_are_french() -> None:
    words = [a_word("التقدير,"), a_word("والاحترام"), a_word("Madame,", paragraph=2)]

    assert text_of(*words) == "التقدير، والاحترام\n\nMadame,"
