"""`/stats`: the letters of the last weeks in numbers, as a picture and in three lines.

Numbers only, so that a chat in which no word of a letter may stand has them too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from bot import stats_picture
from bot.counts import counted
from bot.labels import ids, label
from bot.locales import language
from bot.moments import age, day_of_year
from bot.office_words import in_english, say, spoken
from bot.render import render
from bot.scene import Picture, Reply, Text
from bot.stats_picture import ROWS, Headings, Numbers, Series, Tile, can_draw
from store import findables, statistics

if TYPE_CHECKING:
    from datetime import date, timedelta

    from sqlalchemy.orm import Session

    from bot.scene import Office
    from store.model import Officer
    from store.statistics import Statistics, Waits

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
        words = say("stats.no_letters", weeks=statistics.WEEKS)
        return Reply(messages=(Text(markup=render("office/plain.html.j2", lines=[words])),))
    numbers = _numbers(found, now.astimezone(office.zone).date())
    caption = _lines(found, numbers)
    if not can_draw(spoken()):
        with in_english():
            numbers = _numbers(found, now.astimezone(office.zone).date())
    draw = partial(stats_picture.drawn, numbers)
    return Reply(picture=Picture(draw=draw, caption=caption))


def _numbers(found: Statistics, today: date) -> Numbers:
    begins = found.weeks[0].begins
    return Numbers(
        title=say("stats_picture.title", weeks=len(found.weeks)),
        subtitle=say(
            "stats_picture.subtitle",
            first=day_of_year(begins),
            last=f"{day_of_year(today)} {today.year}",
            letters=_letters(found.letters),
        ),
        headings=Headings(
            weeks=say("stats_picture.weeks"),
            areas=say("stats_picture.areas"),
            languages=say("stats_picture.languages"),
            none_yet=say("stats.none_yet"),
        ),
        weeks=tuple(day_of_year(week.begins) for week in found.weeks),
        series=_series(found),
        areas=_ranked({label("areas", one): number for one, number in found.areas.items()}),
        languages=_ranked(_languages(found)),
        tiles=(
            _tile(say("stats_picture.decision"), found.decision),
            _tile(say("stats_picture.answer"), found.answer),
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
            label=_kind(kind),
            numbers=tuple(week.kinds.get(kind, 0) for week in found.weeks),
        )
        for kind in [*listed, *others]
    )


def _kind(kind: str) -> str:
    return say("stats.not_read") if kind == statistics.UNREAD else label("kinds", kind)


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
        return Tile(heading=heading, median=say("stats.none_yet"))
    lasting = _lasting(waits)
    notes = (
        say("stats_picture.median_of", letters=lasting.letters),
        say("stats_picture.ninth", time=lasting.ninth),
    )
    return Tile(heading=heading, median=lasting.median, notes=notes)


def _lines(found: Statistics, numbers: Numbers) -> Text:
    markup = render(
        "office/stats.html.j2",
        letters=_letters(found.letters),
        since=day_of_year(found.weeks[0].begins),
        kinds=[_numbered(one.label, sum(one.numbers)) for one in numbers.series],
        this_week=counted(sum(found.weeks[-1].kinds.values())),
        areas=[_numbered(*one) for one in numbers.areas[:_NAMED]],
        languages=[_numbered(*one) for one in numbers.languages[:_NAMED]],
        withdrawn=counted(found.withdrawn) if found.withdrawn else "",
        times=[_time("decision", found.decision), _time("answer", found.answer)],
    )
    return Text(markup=markup)


def _numbered(name: str, number: int) -> str:
    return f"{name} {counted(number)}"


def _time(what: str, waits: Waits | None) -> str:
    """How long something took, in a sentence."""
    if waits is None:
        return say(f"stats_none.{what}")
    lasting = _lasting(waits)
    return say(
        f"stats_times.{what}",
        median=lasting.median, ninth=lasting.ninth, letters=lasting.letters,
    )  # fmt: skip


def _lasting(waits: Waits) -> _Lasting:
    at_once = say("stats.at_once")
    median, ninth = _span(waits.median), _span(waits.ninth)
    return _Lasting(
        letters=_letters(waits.letters),
        median=median or at_once,
        ninth=say("stats.within", time=ninth) if ninth else at_once,
    )


def _span(length: timedelta) -> str:
    """In one unit; nothing under a minute."""
    return age(_EPOCH, _EPOCH + length)


def _letters(number: int) -> str:
    return say("stats.letters", count=number, number=counted(number))
