"""Quiet hours by the office's clock."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from store.quiet import Quiet

NIGHT = Quiet(start=time(19), end=time(7), zone=ZoneInfo("Europe/Zurich"))
NOON = Quiet(start=time(12), end=time(13, 30), zone=ZoneInfo("UTC"))


@pytest.mark.parametrize(
    ("quiet", "now", "until"),
    [
        # in winter Zurich is an hour ahead of UTC, in summer two
        (NIGHT, datetime(2026, 3, 2, 18, 0, tzinfo=UTC), datetime(2026, 3, 3, 6, 0, tzinfo=UTC)),
        (NIGHT, datetime(2026, 3, 3, 5, 59, tzinfo=UTC), datetime(2026, 3, 3, 6, 0, tzinfo=UTC)),
        (NIGHT, datetime(2026, 7, 2, 17, 0, tzinfo=UTC), datetime(2026, 7, 3, 5, 0, tzinfo=UTC)),
        # the night in which the clock is set forward
        (NIGHT, datetime(2026, 3, 28, 20, 0, tzinfo=UTC), datetime(2026, 3, 29, 5, 0, tzinfo=UTC)),
        (NOON, datetime(2026, 3, 2, 12, 0, tzinfo=UTC), datetime(2026, 3, 2, 13, 30, tzinfo=UTC)),
    ],
)
def test_quiet_hours_end_by_the_offices_clock(quiet: Quiet, now: datetime, until: datetime) -> None:
    assert quiet.until(now) == until


@pytest.mark.parametrize(
    ("quiet", "now"),
    [
        (NIGHT, datetime(2026, 3, 2, 17, 59, tzinfo=UTC)),
        (NIGHT, datetime(2026, 3, 3, 6, 0, tzinfo=UTC)),
        (NOON, datetime(2026, 3, 2, 13, 30, tzinfo=UTC)),
        (NOON, datetime(2026, 3, 2, 11, 59, tzinfo=UTC)),
    ],
)
def test_at_any_other_time_nothing_rests(quiet: Quiet, now: datetime) -> None:
    assert quiet.until(now) is None
