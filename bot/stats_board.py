"""`/stats`: the letters of the last weeks in numbers, as a picture and in three lines.

Numbers only, so that a chat in which no word of a letter may stand has them too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from bot import stats_picture
from bot.labels import ids, label
from bot.locales import language
from bot.moments import age
from bot.render import render
from bot.scene import Picture, Reply, Text
from bot.stats_picture import ROWS, Numbers, Series, Tile
from store import findables, statistics

if TYPE_CHECKING:
    from datetime import date, timedelta

    from sqlalchemy.orm import Session

    from bot.scene import Office
    from store.model import Officer
    from store.statistics import Statistics, Waits

_NO_LETTERS: Final = f"No letters in the last {statistics.WEEKS} weeks."
_AT_ONCE: Final = "under 1 min"
_NOT_READ: Final = "Not read yet"
#: named in the lines below the picture, which has more
_NAMED: Final = 3
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lasting:
    """How long something took, in words."""

    letters: str
    median: str
    ninth: str


def asked(
    session: Session, _argument: str, office: Office, now: datetime, _officer: Officer
) -> Reply:
    """The picture with its lines; where nothing came, that alone."""
    # areas are counted from what drafts are found by
    findables.catch_up(session)
    found = statistics.gathered(session, now=now, zone=office.zone)
    if not found.letters:
        return Reply(messages=(Text(markup=render("office/plain.html.j2", lines=[_NO_LETTERS])),))
    numbers = _numbers(found, now.astimezone(office.zone).date())
    draw = partial(stats_picture.drawn, numbers)
    return Reply(picture=Picture(draw=draw, caption=_lines(found, numbers)))


def _numbers(found: Statistics, today: date) -> Numbers:
    begins = found.weeks[0].begins
    return Numbers(
        title=f"Letters of the last {len(found.weeks)} weeks",
        subtitle=f"{_day(begins)} to {_day(today)} {today.year} · {_letters(found.letters)}",
        weeks=tuple(_day(week.begins) for week in found.weeks),
        series=_series(found),
        areas=_ranked({label("areas", one): number for one, number in found.areas.items()}),
        languages=_ranked(_languages(found)),
        tiles=(
            _tile("Until the first decision", found.decision),
            _tile("Until the first answer", found.answer),
        ),
    )


def _series(found: Statistics) -> tuple[Series, ...]:
    """The kinds that came, in the order of their list; what nobody has named yet comes last."""
    there = {kind for week in found.weeks for kind in week.kinds}
    listed = [kind for kind in ids("kinds") if kind in there]
    others = sorted(there.difference(listed))
    return tuple(
        Series(
            kind=kind,
            label=_NOT_READ if kind == statistics.UNREAD else label("kinds", kind),
            numbers=tuple(week.kinds.get(kind, 0) for week in found.weeks),
        )
        for kind in [*listed, *others]
    )


def _languages(found: Statistics) -> dict[str, int]:
    """By name: `pt` and `pt-BR` are one language."""
    named: dict[str, int] = {}
    for code, number in found.languages.items():
        name = language(code)
        name = name[:1].upper() + name[1:]
        named[name] = named.get(name, 0) + number
    return named


def _ranked(named: dict[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(named.items(), key=lambda one: -one[1])[:ROWS])


def _tile(heading: str, waits: Waits | None) -> Tile:
    if waits is None:
        return Tile(heading=heading, median="none yet")
    lasting = _lasting(waits)
    notes = (f"median of {lasting.letters}", f"90% {lasting.ninth}")
    return Tile(heading=heading, median=lasting.median, notes=notes)


def _lines(found: Statistics, numbers: Numbers) -> Text:
    times = (("First decision", found.decision), ("first answer", found.answer))
    markup = render(
        "office/stats.html.j2",
        letters=_letters(found.letters),
        since=_day(found.weeks[0].begins),
        kinds=[f"{one.label} {sum(one.numbers):,}" for one in numbers.series],
        this_week=f"{sum(found.weeks[-1].kinds.values()):,}",
        areas=[f"{name} {number:,}" for name, number in numbers.areas[:_NAMED]],
        languages=[f"{name} {number:,}" for name, number in numbers.languages[:_NAMED]],
        withdrawn=f"{found.withdrawn:,}" if found.withdrawn else "",
        times=[(heading, _lasting(waits) if waits else None) for heading, waits in times],
    )
    return Text(markup=markup)


def _lasting(waits: Waits) -> _Lasting:
    median, ninth = _span(waits.median), _span(waits.ninth)
    return _Lasting(
        letters=_letters(waits.letters),
        median=median or _AT_ONCE,
        ninth=f"within {ninth}" if ninth else _AT_ONCE,
    )


def _span(length: timedelta) -> str:
    """In one unit; nothing under a minute."""
    return age(_EPOCH, _EPOCH + length)


def _letters(number: int) -> str:
    return f"{number:,} letter{'' if number == 1 else 's'}"


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"
