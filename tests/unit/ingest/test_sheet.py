from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from ingest.sheet import Sheet, sheet

SIZE = (600, 800)
#: a dark mark on the page as it came
MARK = (150, 200, 210, 230)
SHARES = (150 / 600, 200 / 800, 210 / 600, 230 / 800)


def a_page() -> Sheet:
    picture = Image.new("L", SIZE, 255)
    ImageDraw.Draw(picture).rectangle((MARK[0], MARK[1], MARK[2] - 1, MARK[3] - 1), fill=0)
    return sheet(picture, 100)


def marked(page: Sheet) -> tuple[float, float, float, float]:
    """Where the mark is seen on the picture, told as shares of the page."""
    box = page.picture.point(lambda shade: 255 * (shade < 128)).getbbox()
    assert box is not None
    return page.shares(tuple(map(float, box)))  # type: ignore[arg-type] # a box has four edges


@given(
    angle=st.floats(-3, 3),
    dpi=st.floats(60, 250),
    left=st.integers(0, 100),
    top=st.integers(0, 150),
)
@settings(max_examples=40, deadline=None)
def test_a_place_on_a_levelled_and_cut_page_is_told_as_on_the_page_that_came(
    angle: float, dpi: float, left: int, top: int
) -> None:
    page = a_page().cropped((left, top, 600, 800)).with_scale(120).levelled(angle, dpi)

    # the box around a turned mark is larger than the mark, by some pixels at three degrees
    assert marked(page) == pytest.approx(SHARES, abs=0.012)


def test_a_place_on_a_flattened_page_is_told_as_on_the_photo() -> None:
    page = a_page().flattened(((40, 30), (560, 60), (590, 790), (10, 770)), 120)

    assert marked(page) == pytest.approx(SHARES, abs=0.01)


@pytest.mark.parametrize(
    ("turn", "expected"),
    [
        (90, (1 - SHARES[3], SHARES[0], 1 - SHARES[1], SHARES[2])),
        (180, (1 - SHARES[2], 1 - SHARES[3], 1 - SHARES[0], 1 - SHARES[1])),
        (270, (SHARES[1], 1 - SHARES[2], SHARES[3], 1 - SHARES[0])),
    ],
)
def test_a_place_on_a_turned_page_is_told_as_on_the_page_held_upright(
    turn: int, expected: tuple[float, float, float, float]
) -> None:
    page = a_page().turned(turn)

    assert (page.turn, *marked(page)) == pytest.approx((turn, *expected), abs=0.005)
