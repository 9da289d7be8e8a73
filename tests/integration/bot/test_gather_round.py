"""Letters that only their sender can end: reminded of once, shown to the office, never sent."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot import gather_round
from bot.alarms import alarm_markup
from bot.gather_topic import GATHER
from bot.visiting import line_of
from bot.words import words_in
from store import alarms, gatherings, inbox, outbox
from store.gatherings import GatheringState
from store.model import OutboxKind
from tests.chat_values import ZURICH
from tests.factories import NOW
from tests.gathers import a_piece, means
from tests.rehearsal import OFFICE

if TYPE_CHECKING:
    from datetime import datetime

    from store.model import OutboxRow
    from store.session import Database

DAY = timedelta(days=1)
TARGET = f"chat:{OFFICE}"


def an_unfinished_letter(database: Database) -> int:
    with database.begin() as session:
        found = gatherings.opened(
            session, user_id=21, chat_id=21, user_name="Ana", language_code="es", now=NOW
        )
        gatherings.add(session, found.id, a_piece(text="un secreto"), now=NOW)
        gatherings.move(session, found.id, GatheringState.MORE, closes_at=None)
    return found.id


def go(database: Database, now: datetime) -> None:
    with database.begin() as session:
        gather_round.look_after(session, now, target=TARGET)


def rows(database: Database, kind: OutboxKind) -> list[OutboxRow]:
    with database.reading() as session:
        return [one for one in outbox.listed(session) if one.kind is kind]


def test_its_sender_is_reminded_once_after_half_an_hour(database: Database) -> None:
    an_unfinished_letter(database)

    go(database, NOW + timedelta(minutes=29))
    assert rows(database, OutboxKind.TALK) == []
    for minutes in (31, 32, 90):
        go(database, NOW + timedelta(minutes=minutes))

    (row,) = rows(database, OutboxKind.TALK)
    with database.reading() as session:
        said = GATHER.say(session, line_of(row), words_in("es"), means())
    assert said.text.startswith("Su carta aún no se ha entregado.")
    assert said.keyboard is not None


def test_after_a_day_the_office_sees_how_much_and_in_which_language(database: Database) -> None:
    an_unfinished_letter(database)

    for later in (DAY + timedelta(minutes=1), 2 * DAY):
        go(database, NOW + later)

    (row,) = rows(database, OutboxKind.ALARM)
    with database.reading() as session:
        alarm = alarms.get(session, row.payload["alarm"])
    assert alarm is not None
    told = alarm_markup(alarm, ZURICH)
    assert "pieces 1, language Spanish" in told
    assert "secreto" not in told


def test_it_is_never_handed_in_by_itself(database: Database) -> None:
    number = an_unfinished_letter(database)

    go(database, NOW + 30 * DAY)

    with database.reading() as session:
        assert list(inbox.listed(session)) == []
        assert gatherings.due(session, now=NOW + 30 * DAY) == []
        found = gatherings.look(session, number)
    assert found is not None
    assert found.state is GatheringState.MORE


def test_the_alarm_ends_with_the_letter(database: Database) -> None:
    number = an_unfinished_letter(database)
    go(database, NOW + 2 * DAY)
    with database.begin() as session:
        gatherings.discard(session, number)

    go(database, NOW + 2 * DAY)

    with database.reading() as session:
        assert list(alarms.holding(session)) == []
