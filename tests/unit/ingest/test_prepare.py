from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ingest import prepare
from ingest.corners import corners


def a_sheet(*, ink: int = 20, paper: int = 240, lines: int = 30) -> Image.Image:
    sheet = Image.new("L", (1240, 1754), paper)
    draw = ImageDraw.Draw(sheet)
    for line in range(lines):
        for word in range(12):
            left, top = 100 + word * 85, 150 + line * 45
            draw.rectangle((left, top, left + 65, top + 14), fill=ink)
    return sheet


@pytest.mark.parametrize("angle", [-3.0, -0.7, 0.0, 1.5, 4.2])
def test_the_skew_of_a_page_is_measured_to_a_fifth_of_a_degree(angle: float) -> None:
    sheet = a_sheet().rotate(-angle, fillcolor=240, resample=Image.Resampling.BICUBIC)

    assert abs(prepare.skew(sheet) - angle) <= 0.2


def test_a_shadow_over_half_the_page_becomes_white() -> None:
    sheet = np.asarray(a_sheet(), dtype=np.float64) * np.linspace(0.4, 1.0, 1240)

    clean = np.asarray(prepare.cleaned(Image.fromarray(sheet.astype(np.uint8)), 300).picture)

    assert clean[:100].min() > 230
    assert clean[155:160, 105:160].max() < 60


def test_light_letters_on_a_dark_ground_become_dark() -> None:
    clean = np.asarray(prepare.cleaned(a_sheet(ink=240, paper=20), 300).picture)

    assert clean[:100].mean() > 200


@pytest.mark.parametrize(
    ("sheet", "blank"),
    [
        (a_sheet(lines=0), True),
        (a_sheet(), False),
        (a_sheet(lines=1), False),
        (a_sheet(ink=205, paper=240), False),
    ],
)
def test_a_blank_sheet_is_told_from_a_faint_one(sheet: Image.Image, blank: bool) -> None:  # noqa: FBT001
    assert prepare.is_blank(sheet) is blank


@pytest.mark.parametrize(
    ("size", "told", "dpi"),
    [((2480, 3508), 300, 300), ((2480, 3508), 72, 300), ((1654, 2339), None, 200)],
)
def test_the_resolution_is_what_makes_the_picture_a_page(
    size: tuple[int, int], told: int | None, dpi: int
) -> None:
    picture = Image.new("L", size)
    if told:
        picture.info["dpi"] = (told, told)

    found = prepare.resolutions(picture)

    assert found == pytest.approx((dpi, dpi), rel=0.01)


def test_a_fax_with_twice_as_many_dots_across_as_down_is_stretched() -> None:
    fax = Image.new("1", (1728, 1145))
    fax.info["dpi"] = (204, 98)

    assert prepare.equalled(fax).size == (1728, 2383)


def test_a_coarse_fax_is_known_by_its_width_where_the_file_does_not_say() -> None:
    assert prepare.resolutions(Image.new("1", (1728, 1145))) == (204, 98)


CORNERS = ((120.0, 80.0), (1090.0, 130.0), (1140.0, 1660.0), (60.0, 1600.0))


def a_photo() -> Image.Image:
    table = Image.new("L", (1240, 1754), 60)
    ImageDraw.Draw(table).polygon(CORNERS, fill=225)
    return table


def test_the_corners_of_a_sheet_on_a_table_are_found() -> None:
    found = corners(a_photo())

    assert np.array(found) == pytest.approx(np.array(CORNERS), abs=8)


def test_a_page_in_half_shadow_is_no_sheet_on_a_table() -> None:
    shades = np.asarray(a_sheet(), dtype=np.float64)
    shades[:, :600] *= 0.4

    assert corners(Image.fromarray(shades.astype(np.uint8))) is None
