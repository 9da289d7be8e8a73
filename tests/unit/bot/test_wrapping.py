"""Text laid into columns: no line too wide, no direction that a letter chose."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.wrapping import beside, clean, columns, cut, wrapped

ARABIC = "نحتاج إلى مترجمين فوريين في المركز الحدودي قبل نهاية العام"
ISOLATE, END = "\u2067", "\u2069"


@given(st.text(max_size=300), st.integers(min_value=4, max_value=90))
def test_no_line_is_wider_than_the_page(text: str, width: int) -> None:
    assert all(columns(line) <= width for line in wrapped(clean(text), width))


@given(st.text(max_size=300), st.integers(min_value=4, max_value=90))
def test_nothing_but_spaces_is_lost_by_wrapping(text: str, width: int) -> None:
    line = clean(text)

    lines = "".join(wrapped(line, width))

    assert clean(lines).replace(" ", "") == line.replace(" ", "")


def test_every_line_from_right_to_left_stands_by_itself() -> None:
    lines = wrapped(ARABIC, 30)

    assert len(lines) > 1
    assert all(line.startswith(ISOLATE) and line.endswith(END) for line in lines)


def test_letters_keep_the_order_in_which_they_were_written() -> None:
    words = clean(" ".join(wrapped(ARABIC, 30)))

    assert words == ARABIC


def test_an_acronym_at_its_beginning_does_not_turn_an_arabic_sentence() -> None:
    assert beside("UNHCR تدعم الطلب ونحن نشكرها").startswith(ISOLATE)


def test_a_letter_cannot_turn_the_words_around_its_quote() -> None:
    assert clean("pay \u202e001\u202c now\x1b[31m\r\n") == "pay 001 now [31m"


def test_a_script_without_spaces_is_broken_anyway() -> None:
    assert wrapped("我们需要口译员来支持边境", 10) == ["我们需要口", "译员来支持", "边境"]


def test_what_is_cut_shows_that_it_goes_on() -> None:
    assert cut("a long sentence of a letter", 10) == "a long se…"


def test_what_fits_is_not_cut() -> None:
    assert cut("short", 5) == "short"
