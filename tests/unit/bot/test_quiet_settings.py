"""The setting of quiet hours."""

from __future__ import annotations

from datetime import time

import pytest

from bot.setting_errors import SettingsError
from bot.settings import load_settings


def test_by_default_no_hour_is_quiet() -> None:
    assert load_settings({}).quiet is None


def test_quiet_hours_are_of_the_offices_zone() -> None:
    quiet = load_settings({"ACSG_QUIET_HOURS": "19:00-7:30", "ACSG_TIMEZONE": "Asia/Amman"}).quiet

    assert quiet is not None
    assert (quiet.start, quiet.end, str(quiet.zone)) == (time(19), time(7, 30), "Asia/Amman")


def test_off_is_none_at_all() -> None:
    assert load_settings({"ACSG_QUIET_HOURS": "off"}).quiet is None


@pytest.mark.parametrize("value", ["19:00", "19-7", "25:00-07:00", "07:00-07:00", "night"])
def test_other_hours_are_one_line_that_says_what_to_give(value: str) -> None:
    with pytest.raises(SettingsError, match=r"^ACSG_QUIET_HOURS: .*such as 19:00-07:00, or off"):
        load_settings({"ACSG_QUIET_HOURS": value})
