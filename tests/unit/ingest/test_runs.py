"""Lines measured all at once are the lines that are found letter by letter."""

from __future__ import annotations

import random

import numpy as np
import pytest

from ingest import glyphs
from ingest.glyph import Glyph
from ingest.placed import Placed

#: among them blanks of all kinds, breaks, the sign of a divided word, looks of letters, no letter
_SIGNS = "abcdefgh ABC  .,-\u2010\u00ad\ufffe\t\xa0\u2003\ufb01\uf0b7é中́"
_PAGES = 60


def a_page(seed: int) -> Placed:
    """Some lines of any signs, some of them odd."""
    chance = random.Random(seed)  # noqa: S311 - any page will do
    text, boxes = "", []
    for number in range(chance.randrange(1, 14)):
        low = 700.0 - 14.0 * number
        line = "".join(chance.choices(_SIGNS, k=chance.randrange(1, 90)))
        x = 72.0
        for _ in line:
            x -= chance.choice([0.0] * 40 + [30.0])
            wide, high = chance.choice([(5.0, 11.0)] * 30 + [(4.0, 9.0), (0.0, 0.0), (5.0, 0.0)])
            boxes.append((x, low, x + wide, low + high) if wide else (0.0, 0.0, 0.0, 0.0))
            x += wide
        end = chance.choice(["\r\n", "\n", "\n\n", ""])
        text += line + end
        boxes += [(0.0, 0.0, 0.0, 0.0)] * len(end)
    return Placed(text, np.array(boxes, np.float64).reshape(-1, 4).T)


@pytest.mark.parametrize("seed", range(_PAGES))
def test_a_page_has_the_same_lines_either_way(seed: int) -> None:
    page = a_page(seed)

    assert glyphs.lines(page) == glyphs.lines(list(page))


def test_columns_written_across_are_set_apart_either_way() -> None:
    text, boxes = "", []
    for number in range(8):
        half = f"the line number {number} of it"
        for x in (72.0, 320.0):
            boxes += [
                (x + 6 * at, -14.0 * number, x + 6 * at + 6, 11 - 14.0 * number)
                for at in range(len(half))
            ]
        text += half + half.upper() + "\n"
        boxes.append((0.0, 0.0, 0.0, 0.0))
    page = Placed(text, np.array(boxes).T)

    found = glyphs.lines(page)

    assert found == glyphs.lines(list(page))
    assert [line.text for line in found[7:9]] == [
        "the line number 7 of it",
        "THE LINE NUMBER 0 OF IT",
    ]


@pytest.mark.parametrize("text", ["", "\n", " ", "\r\n\r\n", "\ufffe"])
def test_a_page_with_hardly_anything_has_no_trouble(text: str) -> None:
    page = Placed(text, np.zeros((4, len(text))))

    assert glyphs.lines(page) == glyphs.lines(list(page))


def test_letters_without_a_place_in_numbers_are_no_trouble() -> None:
    sides = np.full((4, 5), np.nan)

    assert [line.text for line in glyphs.lines(Placed("words", sides))] == ["words"]


def test_letters_are_made_for_whoever_asks() -> None:
    page = Placed("ab", np.array([[1.0, 2.0], [0.0, 0.0], [2.0, 3.0], [9.0, 9.0]]))

    assert list(page) == [Glyph("a", 1.0, 0.0, 2.0, 9.0), Glyph("b", 2.0, 0.0, 3.0, 9.0)]
    assert page[1] == page.part(1, 2)[0]
