from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from bot.alarms import alarm_markup
from bot.office_words import names
from store.alarms import Alarm
from tests.factories import NOW

ZONE = ZoneInfo("Europe/Zurich")
ALARM = Alarm(
    id=1,
    code="message_parked",
    subject="m1",
    about={"ref": "ACSG-2026-0007", "starts": 5},
    raised_at=NOW,
    ended_at=None,
)


def test_an_alarm_says_what_is_wrong_and_what_to_do() -> None:
    markup = alarm_markup(ALARM, ZONE)

    assert markup.startswith("⚠ ACSG-2026-0007 could not be processed, 5 times")
    assert "acsg-intake retry ACSG-2026-0007" in markup


def test_an_alarm_that_nobody_has_words_for_is_told_by_its_code() -> None:
    assert "something new" in alarm_markup(replace(ALARM, code="something_new"), ZONE)


def test_what_an_alarm_names_cannot_be_markup() -> None:
    markup = alarm_markup(replace(ALARM, about={"ref": "<b>x", "starts": 1}), ZONE)

    assert "&lt;b&gt;x" in markup


def test_a_name_that_an_alarm_lacks_is_said_to_be_unknown() -> None:
    assert "(starts unknown)" in alarm_markup(replace(ALARM, about={"ref": "x"}), ZONE)


@pytest.mark.parametrize("code", names("alarm_what"))
def test_every_alarm_is_told_with_what_to_do_whatever_it_lacks(code: str) -> None:
    markup = alarm_markup(replace(ALARM, code=code, about={"count": 2}), ZONE)

    assert len(markup.splitlines()) == 2
