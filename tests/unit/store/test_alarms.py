from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from store import alarms, outbox
from store.model import OutboxKind
from tests.factories import NOW

if TYPE_CHECKING:
    from store.session import Database

CHAT = "chat:-100"
PARKED = "message_parked"


def told(database: Database) -> list[int]:
    with database.reading() as session:
        rows = list(outbox.listed(session))
    assert all(row.kind is OutboxKind.ALARM and row.target == CHAT for row in rows)
    return [row.payload["alarm"] for row in rows]


def test_an_alarm_is_told_once_while_it_holds(database: Database) -> None:
    with database.begin() as session:
        first = alarms.begin(session, PARKED, subject="m1", target=CHAT, now=NOW)
        again = alarms.begin(session, PARKED, subject="m1", target=CHAT, now=NOW)

    assert (first, again) == (True, False)
    assert len(told(database)) == 1


def test_alarms_on_different_things_are_told_apart(database: Database) -> None:
    with database.begin() as session:
        for subject in ("m1", "m2"):
            alarms.begin(session, PARKED, subject=subject, target=CHAT, now=NOW)

    assert len(set(told(database))) == 2


def test_what_comes_back_after_its_end_is_told_again(database: Database) -> None:
    with database.begin() as session:
        alarms.begin(session, PARKED, target=CHAT, now=NOW)
        assert alarms.end(session, PARKED, now=NOW + timedelta(hours=1))
        assert not alarms.end(session, PARKED, now=NOW + timedelta(hours=2))
        assert alarms.begin(session, PARKED, target=CHAT, now=NOW + timedelta(hours=3))
        held = alarms.holding(session)

    assert len(told(database)) == 2
    assert [one.raised_at for one in held] == [NOW + timedelta(hours=3)]


def test_an_alarm_keeps_what_it_names(database: Database) -> None:
    about = {"ref": "ACSG-2026-0001", "starts": 5}
    with database.begin() as session:
        alarms.begin(session, PARKED, subject="m1", about=about, target=CHAT, now=NOW)
    (number,) = told(database)

    with database.reading() as session:
        alarm = alarms.get(session, number)

    assert alarm is not None
    assert (alarm.code, alarm.subject, alarm.about) == (PARKED, "m1", about)
    assert (alarm.raised_at, alarm.ended_at) == (NOW, None)


def test_without_a_chat_an_alarm_is_kept_for_the_command_line(database: Database) -> None:
    with database.begin() as session:
        alarms.begin(session, PARKED, target=None, now=NOW)
        held = alarms.holding(session, PARKED)

    assert [one.code for one in held] == [PARKED]
    assert told(database) == []
