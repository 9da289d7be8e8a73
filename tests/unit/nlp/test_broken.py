from __future__ import annotations

import pytest

from nlp.countries import mentions


def found(text: str) -> list[tuple[str, str]]:
    return [(one.code, text[one.start : one.end]) for one in mentions(text)]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("our colleagues in Tan-\nzania", [("TZ", "Tan-\nzania")]),
        ("les services du Séné-\n   gal", [("SN", "Séné-\n   gal")]),
        ("las autoridades de Guate-\nmala", [("GT", "Guate-\nmala")]),
        ("os colegas de An-\ngola", [("AO", "An-\ngola")]),
        ("коллеги в Узбе-\nкистане", [("UZ", "Узбе-\nкистане")]),
        ("the offices of Sierra Le-\none", [("SL", "Sierra Le-\none")]),
    ],
    ids=["en", "fr", "es", "pt", "ru", "second word"],
)
def test_a_state_whose_name_a_line_breaks_is_found_at_its_whole_place(
    text: str, named: list[tuple[str, str]]
) -> None:
    assert found(text) == named


def test_a_name_with_a_hyphen_of_its_own_may_stand_on_two_lines() -> None:
    assert found("écrit de Guinée-\nBissau") == [("GW", "Guinée-\nBissau")]


@pytest.mark.parametrize("text", ["the Mali-\n\nous one", "a Chad - based team"])
def test_what_makes_no_known_word_stays_apart(text: str) -> None:
    assert [code for code, _ in found(text)] in (["ML"], ["TD"])
