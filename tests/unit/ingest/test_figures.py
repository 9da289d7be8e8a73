"""Of two readings of figures between Arabic words the right one is kept, or both are doubted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image

from ingest import figures
from ingest.places import UNREADABLE
from ingest.recognised import Found
from ingest.sheet import sheet

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = sheet(Image.new("L", (1000, 300), 255), 300)
ALL = [(0.0, 0.0, 1000.0, 300.0)]


def a_word(text: str, confidence: float) -> Found:
    return Found(
        text=text, box=(400, 100, 600, 140), confidence=confidence, paragraph=(1, 1), line=1
    )


def reading(
    **said: tuple[str, float],
) -> Callable[[Image.Image, float, str, int], list[Found]]:
    """What each language says of the one word."""

    def read(_picture: Image.Image, _dpi: float, language: str, _layout: int) -> list[Found]:
        text, confidence = said.get(language, ("", 0.0))
        box = (45, 45, 60, 60)
        return [Found(text=text, box=box, confidence=confidence, paragraph=(1, 1), line=1)]

    return read


def chosen(word: Found, **said: tuple[str, float]) -> tuple[str, float]:
    [found] = figures.read_again(PAGE, [word], ALL, reading(**said))
    return found.text, found.confidence


def test_an_address_read_as_noise_is_read_in_latin_letters() -> None:
    noise = a_word("35[/111111", 0.1)

    assert chosen(noise, eng=("asylum@interior.tn", 0.9)) == ("asylum@interior.tn", 0.9)


def test_figures_on_which_two_readings_disagree_are_unsure_however_sure_both_are() -> None:
    text, confidence = chosen(a_word("2008", 0.93), fra=("2028", 0.97))

    assert text == "2028"
    assert confidence < UNREADABLE


def test_figures_on_which_two_readings_agree_stay_as_they_are() -> None:
    assert chosen(a_word("2).", 0.9), fra=("(2", 0.97)) == ("2).", 0.9)


def test_an_unsure_arabic_word_is_not_made_a_latin_one() -> None:
    assert chosen(a_word("دعما", 0.45), eng=("lacs", 0.8), fra=("les", 0.8)) == ("دعما", 0.45)


def test_an_unsure_arabic_word_that_is_surer_by_itself_is_kept_so() -> None:
    assert chosen(a_word("دعمآ", 0.45), eng=("lacs", 0.8), ara=("دعما", 0.9)) == ("دعما", 0.9)


def test_letters_taken_for_figures_become_letters() -> None:
    assert chosen(a_word("01111", 0.65), fra=("UNHCR", 0.95)) == ("UNHCR", 0.95)


@pytest.mark.parametrize("text", ["المترجمين", "٣٢٠٠"])
def test_a_sure_arabic_word_is_not_read_again(text: str) -> None:
    def never(*_: object) -> list[Found]:
        raise AssertionError

    word = a_word(text, 0.9)

    assert figures.read_again(PAGE, [word], ALL, never) == [word]


def test_words_outside_the_arabic_part_are_left_alone() -> None:
    word = a_word("2008", 0.9)

    assert figures.read_again(PAGE, [word], [], reading(fra=("2028", 0.97))) == [word]
