from __future__ import annotations

import pytest

from ingest.glyph import Glyph
from ingest.glyphs import Line, dehyphenate, is_arabic, join, lines, normalise


@pytest.mark.parametrize(
    ("shown", "meant"),
    [
        ("of\ufb01ce", "office"),
        ("\ufedf\ufe8e\ufe9f\ufe8a", "لاجئ"),
        ("co\u00adoperation", "cooperation"),
        ("اللجـــوء", "اللجوء"),
        ("\uf0b7 first point", "\u2022 first point"),
    ],
)
def test_looks_of_letters_become_letters(shown: str, meant: str) -> None:
    assert normalise(shown) == meant


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("the regis-\ntration", "the registration"),
        ("the North-\nSouth line", "the North-\nSouth line"),
        ("2025-\n2027", "2025-\n2027"),
        ("список пере-\nводчиков", "список переводчиков"),
    ],
)
def test_a_word_divided_by_a_line_end_is_joined_unless_it_has_its_own_hyphen(
    text: str, joined: str
) -> None:
    assert dehyphenate(text) == joined


def test_a_wider_step_begins_a_paragraph() -> None:
    lines = [Line("one", 700, 712), Line("two", 685, 697), Line("three", 655, 667)]

    assert join(lines).text == "one\ntwo\n\nthree"


def test_a_larger_line_is_a_heading_of_its_own() -> None:
    lines = [Line("Heading", 700, 724), Line("text", 684, 696), Line("more", 669, 681)]

    assert join(lines).text == "Heading\n\ntext\nmore"


def test_a_step_upwards_to_the_next_column_begins_no_paragraph() -> None:
    lines = [Line("end of", 100, 112), Line("the sentence.", 700, 712), Line("More.", 685, 697)]

    assert join(lines).text == "end of\nthe sentence.\nMore."


def test_the_language_of_figures_alone_is_not_arabic() -> None:
    assert not is_arabic("2025 | 300")


def test_a_stop_of_figures_alone_in_arabic_stands_after_them() -> None:
    arabic_line = [
        Glyph(char, 300 - 6 * at, 700, 306 - 6 * at, 712) for at, char in enumerate("قبل")
    ]
    figures = [Glyph(c, 250 + 6 * at, 685, 256 + 6 * at, 697) for at, c in enumerate(".15/09/2026")]

    found = lines([*arabic_line, Glyph("\n"), *figures])

    assert [line.text for line in found] == ["قبل", "15/09/2026."]
