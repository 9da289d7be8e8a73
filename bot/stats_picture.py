"""The numbers of `/stats` as one picture, to be read on a phone: drawn of plain values alone.

The ground is light of its own, so that a dark chat shows the same picture as a light one.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, TypeAlias
from unicodedata import combining, normalize

from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.ImageFont import FreeTypeFont
    from PIL.ImageFont import ImageFont as BitmapFont

#: pixels; a phone shows a third of them, so the smallest letters are still 9 points high
WIDTH: Final = 1080
_GAP: Final = 20
#: tops and heights of the cards; that of the lists grows with them
_WEEKS: Final = (152, 610)
_LIST_HEAD: Final = 106
_ROW: Final = 50
_TILE: Final = 236
_MARGIN: Final = 36
_PAD: Final = 32
_GROUND: Final = (236, 240, 245)
_CARD: Final = (255, 255, 255)
_INK: Final = (28, 39, 54)
_FAINT: Final = (92, 104, 120)
_RULE: Final = (224, 229, 236)
_BAR: Final = (63, 111, 168)
_TRACK: Final = (238, 242, 247)
#: apart also for eyes that take red for green; what comes first in a bar stands at its foot
COLOURS: Final = {
    "request": (36, 97, 166),
    "offer": (235, 146, 42),
    "good_practice": (27, 148, 118),
    "meeting": (126, 190, 235),
    "enquiry": (140, 104, 181),
    "update": (236, 205, 84),
    "individual_case": (200, 64, 58),
    "other": (142, 152, 165),
}
_NO_COLOUR: Final = (203, 210, 219)
_SMALL: Final = 26
_TEXT: Final = 30
_HEAD: Final = 34
_TITLE: Final = 48
_BIG: Final = 56
#: the most rows of a list of bars
ROWS: Final = 5
#: of the office's languages, those whose letters the font lacks
_NO_LETTERS: Final = frozenset({"ar", "ru"})
#: lines across the bars, the foot not counted
_STEPS: Final = 5

#: left, top, right, bottom
Box: TypeAlias = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One kind of letters, week by week."""

    #: a key of `COLOURS`
    kind: str
    label: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One time, large."""

    heading: str
    median: str
    #: the lines below it
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Headings:
    """What stands above each part, and where a part has nothing."""

    weeks: str
    areas: str
    languages: str
    none_yet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """All that the picture shows, as words and numbers."""

    title: str
    subtitle: str
    headings: Headings
    #: under the bars
    weeks: tuple[str, ...]
    series: tuple[Series, ...]
    #: label and number, largest first
    areas: tuple[tuple[str, int], ...]
    languages: tuple[tuple[str, int], ...]
    tiles: tuple[Tile, Tile]


def can_draw(language: str) -> bool:
    """Whether the font has the letters of a language, accents apart."""
    return language not in _NO_LETTERS


def drawn(numbers: Numbers) -> bytes:
    """The picture as PNG."""
    rows = max(min(max(len(numbers.areas), len(numbers.languages)), ROWS), 1)
    top, height = _WEEKS
    lists = top + height + _GAP
    tiles = lists + _LIST_HEAD + rows * _ROW + _GAP
    picture = Image.new("RGB", (WIDTH, tiles + _TILE + _MARGIN), _GROUND)
    pen = ImageDraw.Draw(picture)
    pen.text(
        (_MARGIN, 34), _drawable(numbers.title), fill=_INK, font=_font(_TITLE), stroke_width=0.6
    )
    pen.text((_MARGIN, 94), _drawable(numbers.subtitle), fill=_FAINT, font=_font(_TEXT))
    _weeks(pen, _card(pen, (_MARGIN, top, WIDTH - _MARGIN, top + height)), numbers)
    middle = (WIDTH - _GAP) // 2
    halves = ((_MARGIN, middle), (middle + _GAP, WIDTH - _MARGIN))
    said = numbers.headings
    lines = ((said.areas, numbers.areas), (said.languages, numbers.languages))
    for (start, end), (heading, ranked) in zip(halves, lines, strict=True):
        room = _card(pen, (start, lists, end, tiles - _GAP))
        _ranking(pen, room, heading, ranked or said.none_yet)
    for (start, end), tile in zip(halves, numbers.tiles, strict=True):
        _tile(pen, _card(pen, (start, tiles, end, tiles + _TILE)), tile)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _card(pen: ImageDraw.ImageDraw, box: Box) -> Box:
    """A white card; gives the room in it."""
    pen.rounded_rectangle(box, radius=24, fill=_CARD)
    left, top, right, bottom = box
    return left + _PAD, top + 26, right - _PAD, bottom - 26


def _weeks(pen: ImageDraw.ImageDraw, room: Box, numbers: Numbers) -> None:
    left, top, right, bottom = room
    _heading(pen, (left, top), numbers.headings.weeks)
    foot = _legend(pen, (left, top + 54, right, bottom), numbers.series) + 50
    plot = (left + 56, foot, right, bottom - 44)
    totals = [sum(week) for week in zip(*(one.numbers for one in numbers.series), strict=True)]
    top_number = _scale(pen, plot, max(totals, default=0))
    pitch = (plot[2] - plot[0]) / max(len(numbers.weeks), 1)
    for place, week in enumerate(numbers.weeks):
        middle = plot[0] + pitch * (place + 0.5)
        half = pitch * 0.34
        parts = [(one.kind, one.numbers[place]) for one in numbers.series]
        head = _bar(pen, (middle - half, middle + half), plot, parts, top_number)
        if totals[place]:
            _total(pen, (middle, head - 6), totals[place])
        # twelve dates do not fit beside each other; the last one is this week's
        if (len(numbers.weeks) - place) % 2:
            pen.text((middle, plot[3] + 14), _drawable(week), _FAINT, _font(_SMALL), "mt")


def _total(pen: ImageDraw.ImageDraw, at: tuple[float, float], number: int) -> None:
    # white around it, where it stands on a line
    words, font = f"{number:,}", _font(_SMALL)
    pen.text(at, words, _INK, font, "ms", stroke_width=4, stroke_fill=_CARD)


def _bar(
    pen: ImageDraw.ImageDraw,
    sides: tuple[float, float],
    plot: Box,
    parts: Sequence[tuple[str, int]],
    top_number: int,
) -> int:
    """Pile the parts up from the foot; gives where the bar ends."""
    _, top, _, foot = plot
    piled, head = 0, foot
    for kind, number in parts:
        if not number:
            continue
        piled += number
        start, head = head, round(foot - (foot - top) * piled / top_number)
        # rounding the heap and not its parts keeps the whole bar true
        colour = COLOURS.get(kind, _NO_COLOUR)
        pen.rectangle((round(sides[0]), head, round(sides[1]), max(start - 1, head)), colour)
    return head


def _scale(pen: ImageDraw.ImageDraw, plot: Box, most: int) -> int:
    """Lines across the plot, at round numbers; gives the number of the highest."""
    left, top, right, foot = plot
    step = _round_step(most)
    count = max(-(-most // step), 1)
    for place in range(count + 1):
        y = round(foot - (foot - top) * place / count)
        pen.line((left, y, right, y), fill=_FAINT if place == 0 else _RULE, width=2)
        pen.text((left - 14, y), f"{place * step:,}", _FAINT, _font(_SMALL), "rm")
    return count * step


def _round_step(most: int) -> int:
    """1, 2 or 5 with noughts, so that few lines reach over the highest bar."""
    size = 1
    while True:
        for lead in (1, 2, 5):
            if lead * size * _STEPS >= most:
                return lead * size
        size *= 10


def _legend(pen: ImageDraw.ImageDraw, room: Box, series: Sequence[Series]) -> int:
    """A colour and a word for each kind, in as many lines as they need; gives where they end."""
    left, top, right, _ = room
    x, y = left, top
    for one in series:
        words = f"{_drawable(one.label)} {sum(one.numbers):,}"
        width = 36 + round(pen.textlength(words, _font(_SMALL)))
        if x > left and x + width > right:
            x, y = left, y + 42
        colour = COLOURS.get(one.kind, _NO_COLOUR)
        pen.rectangle((x, y + 3, x + 24, y + 27), fill=colour)
        pen.text((x + 36, y + 15), words, _INK, _font(_SMALL), "lm")
        x += width + 34
    return y + 30


def _ranking(
    pen: ImageDraw.ImageDraw, room: Box, heading: str, rows: Sequence[tuple[str, int]] | str
) -> None:
    left, top, right, _ = room
    _heading(pen, (left, top), heading)
    if isinstance(rows, str):
        pen.text((left, top + 62), _drawable(rows), _FAINT, _font(_TEXT))
        return
    most = max(number for _, number in rows)
    for place, (label, number) in enumerate(rows[:ROWS]):
        y = top + 56 + place * _ROW
        count = f"{number:,}"
        space = right - left - pen.textlength(count, _font(_SMALL)) - 20
        pen.text((left, y + 12), _fitted(pen, label, space), _INK, _font(_SMALL), "lm")
        pen.text((right, y + 12), count, _INK, _font(_SMALL), "rm")
        pen.rectangle((left, y + 30, right, y + 37), fill=_TRACK)
        end = left + max(round((right - left) * number / most), 4)
        pen.rectangle((left, y + 30, end, y + 37), fill=_BAR)


def _tile(pen: ImageDraw.ImageDraw, room: Box, tile: Tile) -> None:
    left, top, right, _ = room
    _heading(pen, (left, top), tile.heading)
    colour = _INK if tile.notes else _FAINT
    pen.text((left, top + 52), _drawable(tile.median), colour, _font(_BIG if tile.notes else _TEXT))
    for place, note in enumerate(tile.notes):
        y = top + 122 + place * 34
        pen.text((left, y), _fitted(pen, note, right - left), _FAINT, _font(_SMALL))


def _heading(pen: ImageDraw.ImageDraw, at: tuple[int, int], words: str) -> None:
    pen.text(at, _drawable(words), fill=_INK, font=_font(_HEAD), stroke_width=0.4)


def _fitted(pen: ImageDraw.ImageDraw, words: str, space: float) -> str:
    """The words, cut where they would run into what stands beside them."""
    words = _drawable(words)
    if pen.textlength(words, _font(_SMALL)) <= space:
        return words
    while words and pen.textlength(f"{words}…", _font(_SMALL)) > space:
        words = words[:-1]
    return f"{words.rstrip()}…"


def _drawable(words: str) -> str:
    """Without accents: the font has no letter that bears one."""
    return "".join(one for one in normalize("NFKD", words) if not combining(one))


@cache
def _font(size: int) -> FreeTypeFont | BitmapFont:
    """The one that comes with Pillow, so that every machine draws the same."""
    return ImageFont.load_default(size=size)
