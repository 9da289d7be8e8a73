from __future__ import annotations

from PIL import Image, ImageDraw

from ingest import forgotten
from ingest.sheet import Sheet, sheet


def a_page(*, table: int = 0, rule: bool = False) -> Sheet:
    """A line of letters, or one rule, on a sheet; a dark table shows beside it."""
    picture = Image.new("L", (2400, 1000), 255)
    brush = ImageDraw.Draw(picture)
    if table:
        brush.rectangle((0, 0, table, 1000), fill=30)
    if rule:
        brush.rectangle((800, 500, 1700, 530), fill=0)
    else:
        for letter in range(25):
            left = 800 + 36 * letter
            brush.rectangle((left, 500, left + 24, 530), outline=0, width=5)
    return sheet(picture, 300)


def test_a_line_beside_a_dark_table_is_found_without_the_table() -> None:
    (box,) = forgotten.lines(a_page(table=300), [])

    assert 700 < box[0] < 800
    assert 1680 < box[2] < 1800


def test_letters_look_like_letters() -> None:
    page = a_page()
    (box,) = forgotten.lines(page, [])

    assert forgotten.looks_like_letters(page, box)


def test_a_rule_does_not_look_like_letters() -> None:
    page = a_page(rule=True)

    assert not forgotten.looks_like_letters(page, (700, 480, 1800, 550))
