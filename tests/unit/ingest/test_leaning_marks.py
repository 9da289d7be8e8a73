"""Marks on a page that lies askew: they lean as its lines do."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from ingest.page_marks import Mark
from ingest.page_picture import drawn
from tests.marked_pages import MANY, a_mark, cut, is_red, opened, whole, yellow

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAN = 2.2


def leaning(lines: Sequence[int]) -> tuple[Image.Image, list[Mark]]:
    """The page askew, and marks on some of its lines whose boxes reach over others."""
    level = opened(drawn(MANY.content, 1, 0, ()))
    page = level.rotate(-LEAN, fillcolor="white", resample=Image.Resampling.BICUBIC)
    angle, half = np.radians(LEAN), (level.width / 2, level.height / 2)
    marks = []
    for number, line in enumerate(lines, start=1):
        left, top, right, bottom = a_mark(MANY, a_line(line)).boxes[0]
        corners = [
            turned((x * level.width, y * level.height), half, angle)
            for x in (left, right)
            for y in (top, bottom)
        ]
        across, down = ([c[axis] / half[axis] / 2 for c in corners] for axis in (0, 1))
        marks.append(Mark(number=number, boxes=((min(across), min(down), max(across), max(down)),)))
    return page, marks


def a_line(number: int) -> str:
    return f"Sentence {number} of this letter asks for something else."


def as_png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def test_a_line_under_a_leaning_sentence_leans_with_it_and_crosses_no_letters() -> None:
    page, marks = leaning(range(0, 20, 2))

    picture = whole(MANY, *marks, content=as_png(page))

    dark = np.asarray(page).max(axis=2) < 110
    lines = is_red(picture)
    lines[:, : round(min(word.box[0] for word in MANY.words) * picture.width) + 6] = False
    assert lines.sum() > 4_000
    assert (dark & lines).sum() / lines.sum() < 0.06


def test_a_leaning_sentence_is_filled_along_its_line_and_its_neighbours_are_not() -> None:
    page, marks = leaning([9, 21])

    level = whole(MANY, *marks, content=as_png(page)).rotate(LEAN, fillcolor="white")

    found = Image.fromarray(yellow(level))
    shares = {
        number: np.asarray(cut(found, a_mark(MANY, a_line(number)).boxes[0])).mean()
        for number in (8, 9, 10, 20, 21, 22)
    }
    assert min(shares[9], shares[21]) > 0.6
    assert max(shares[8], shares[10], shares[20], shares[22]) < 0.02


def turned(
    point: tuple[float, float], half: tuple[float, float], angle: float
) -> tuple[float, float]:
    """Where a point of a page comes to lie when that is turned clockwise about its middle."""
    x, y = point[0] - half[0], point[1] - half[1]
    sine, cosine = np.sin(angle), np.cos(angle)
    return half[0] + x * cosine - y * sine, half[1] + x * sine + y * cosine
