"""The picture of `/stats`: its size, and that its bars stand for their numbers."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image, ImageFont

from bot.labels import ids
from bot.office_words import in_english, say, speak, spoken
from bot.stats_picture import COLOURS, WIDTH, Headings, Numbers, Series, Tile, can_draw, drawn

_WEEKS = tuple(f"{day} Jan" for day in range(1, 13))
_NOTHING = (0,) * 12
_NUMBERS = Numbers(
    title="Letters of the last 12 weeks",
    subtitle="15 letters",
    headings=Headings(
        weeks="Letters per week", areas="Areas", languages="Languages", none_yet="none yet"
    ),
    weeks=_WEEKS,
    series=(
        Series(kind="request", label="Request", numbers=(5, *_NOTHING[1:11], 10)),
        Series(kind="offer", label="Offer", numbers=(5, *_NOTHING[1:])),
    ),
    areas=(("Reception", 4),),
    languages=(("English", 8), ("French", 7)),
    tiles=(
        Tile(heading="Until the first decision", median="2 days", notes=("median", "90%")),
        Tile(heading="Until the first answer", median="none yet"),
    ),
)


def _picture(numbers: Numbers) -> Image.Image:
    return Image.open(io.BytesIO(drawn(numbers))).convert("RGB")


def _highest(picture: Image.Image, kind: str, first: float, last: float) -> int:
    """Pixels of this colour in the column that has the most of them, between shares of width."""
    part = picture.crop((round(first * WIDTH), 0, round(last * WIDTH), picture.height))
    columns = [part.crop((x, 0, x + 1, part.height)) for x in range(part.width)]
    return max(sum(n for n, one in column.getcolors(9_999) or () if one == COLOURS[kind])
               for column in columns)  # fmt: skip


def test_it_is_a_png_that_a_phone_shows_upright() -> None:
    content = drawn(_NUMBERS)
    picture = Image.open(io.BytesIO(content))

    assert picture.format == "PNG"
    assert picture.width == WIDTH
    assert WIDTH < picture.height < 1.5 * WIDTH
    assert len(content) < 300_000


def test_a_bar_of_twice_the_number_is_twice_as_high() -> None:
    picture = _picture(_NUMBERS)
    half, whole = _highest(picture, "request", 0.1, 0.2), _highest(picture, "request", 0.8, 1.0)

    assert whole > 200
    assert abs(whole - 2 * half) <= 3


def test_kinds_are_piled_up_to_the_number_of_the_week() -> None:
    picture = _picture(_NUMBERS)
    piled = sum(_highest(picture, kind, 0.1, 0.16) for kind in ("request", "offer"))

    assert abs(piled - _highest(picture, "request", 0.8, 1.0)) <= 3


def test_a_kind_without_letters_in_a_week_has_no_pixel_there() -> None:
    assert _highest(_picture(_NUMBERS), "offer", 0.8, 1.0) == 0


def test_the_ground_is_light_of_its_own() -> None:
    picture = _picture(_NUMBERS)

    assert all(min(shade) > 220 for shade in (picture.getpixel((1, 1)), picture.getpixel((60, 170)))
               if isinstance(shade, tuple))  # fmt: skip


def test_every_kind_has_a_colour_of_its_own() -> None:
    assert set(COLOURS) == set(ids("kinds"))
    assert len(set(COLOURS.values())) == len(COLOURS)


def test_accents_and_long_words_do_not_break_it() -> None:
    odd = replace(_NUMBERS, areas=(("Réception à " * 9, 12_345),), languages=())

    assert _picture(odd).width == WIDTH


@pytest.mark.parametrize(
    ("language", "letter"), [("en", "w"), ("fr", "e"), ("ar", "\u0628"), ("ru", "\u0436")]
)
def test_a_language_is_drawn_where_the_font_has_its_letters(language: str, letter: str) -> None:
    font = ImageFont.load_default(size=26)

    assert can_draw(language) == (bytes(font.getmask(letter)) != bytes(font.getmask("\uffff")))


def test_what_cannot_be_drawn_is_said_in_english_for_a_while() -> None:
    speak("ru")
    try:
        with in_english():
            assert say("stats_picture.weeks") == "Letters per week"
            assert spoken() == "en"
        assert spoken() == "ru"
    finally:
        speak("en")
