"""The rounds of the duty: pleas that nobody looks at, the clock of those that somebody did."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from bot.rota import BY_CLOCK, PATIENCE, rounds_of, run_clock, watch_pleas
from bot.settings import load_settings
from store import alarms, asides, audit, drafts, findables, inbox, originals, outbox
from store.asides import Said
from store.model import MessageStatus, OutboxKind
from tests import remains
from tests.factories import ALICE, NOW, a_content, a_read_message, a_segment, an_arrival
from tests.unit.store.test_asides import a_letter, say

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

    from store.session import Database

WATCH = partial(watch_pleas, target="chat:-1")
LATE = NOW + PATIENCE + timedelta(seconds=1)


def test_a_plea_that_nobody_confirmed_for_two_days_raises_an_alarm_once(
    database: Database,
) -> None:
    message_id = a_letter(database)
    for now in (NOW + PATIENCE, LATE, LATE + timedelta(days=1)):
        with database.begin() as session:
            WATCH(session, now)

    with database.reading() as session:
        [alarm] = alarms.holding(session)
        told = [one for one in outbox.listed(session) if one.kind is OutboxKind.ALARM]
    assert (alarm.code, alarm.subject) == ("plea_unconfirmed", message_id)
    assert alarm.about == {"ref": "ACSG-2026-0001", "days": 2}
    assert len(told) == 1


@pytest.mark.parametrize("said", list(Said))
def test_an_officers_word_ends_the_alarm(database: Database, said: Said) -> None:
    message_id = a_letter(database)
    with database.begin() as session:
        WATCH(session, LATE)

    say(database, message_id, said)

    with database.begin() as session:
        WATCH(session, LATE)
        assert alarms.holding(session) == []


def test_when_its_week_is_over_a_case_is_erased_to_the_last_byte(
    database: Database, tmp_path: Path
) -> None:
    raw = b"Subject: zqsubjectq\r\n\r\nzqbodyq" + b"x" * originals.FILE_FROM_BYTES
    with database.begin() as session:
        (kept,) = inbox.accept(session, [an_arrival(raw=raw)], now=NOW, year=2026)
        inbox.begin_attempt(session, kept.id, 1, now=NOW)
    settings = load_settings({"ACSG_DATA_DIR": str(tmp_path), "ACSG_DATABASE_URL": database.url})
    (clock,) = (one for one in rounds_of(settings, database) if one.name == "clock")
    with database.begin() as session:
        read = a_read_message(
            subject="zqsubjectq", segments=(a_segment("zqbodyq"),),
            kinds=(("individual_case", 0.9, "sure"),),
        )  # fmt: skip
        drafts.save_reading(session, kept.id, 1, read, [], now=NOW)
        asides.say(session, kept.id, Said.CASE, ALICE, erase_after=timedelta(days=7), now=NOW)
    over = NOW + timedelta(days=7)

    with database.begin() as session:
        clock.go(session, over - timedelta(minutes=1))
        assert inbox.get(session, kept.id).status is MessageStatus.DONE
    with database.begin() as session:
        clock.go(session, over)
    assert clock.then is not None
    clock.then(over)

    words = ("zqsubjectq", "zqbodyq")
    assert remains.of_tables(database, words) == {}
    assert remains.of_files(tmp_path, words) == {}
    with database.reading() as session:
        last = audit.of_message(session, kept.id)[-1]
    assert (last.who, last.what, last.details["why"]) == ("program", "erased", BY_CLOCK)


def test_a_round_makes_many_drafts_findable_in_short_transactions(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.begin() as session:
        arrivals = [an_arrival(number) for number in range(1, 61)]
        for kept in inbox.accept(session, arrivals, now=NOW, year=2026):
            drafts.save_reading(session, kept.id, 1, a_read_message(), [a_content()], now=NOW)
    settings = load_settings({"ACSG_DATA_DIR": str(tmp_path), "ACSG_DATABASE_URL": database.url})
    (find,) = (one for one in rounds_of(settings, database) if one.name == "finding")
    made, catch_up = [], findables.catch_up

    def counted(session: Session, *, most: int | None = None) -> int:
        made.append(catch_up(session, most=most))
        return made[-1]

    monkeypatch.setattr(findables, "catch_up", counted)

    assert find.then is not None
    find.then(NOW)

    assert made == [25, 25, 10]


def test_the_clock_runs_past_what_it_may_not_erase(database: Database) -> None:
    kept, gone = a_letter(database, a_content()), a_letter(database, number=2)
    for message_id in (kept, gone):
        say(database, message_id)

    with database.begin() as session:
        run_clock(session, NOW + timedelta(days=8))

    with database.reading() as session:
        states = [inbox.get(session, one).status for one in (kept, gone)]
    assert states == [MessageStatus.DONE, MessageStatus.ERASED]
