"""The office's rules of retention, and the round that follows them once a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import structlog

from bot.setting_errors import SettingsError
from store import counters, retention
from store.retention_rules import RetentionFileError, rules

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from bot.settings import Settings
    from store.retention_rules import Rule

_log = structlog.get_logger()

_SERIES: Final = "retention"


def rules_of(settings: Settings) -> tuple[Rule, ...]:
    """The rules that hold.

    Raises:
        SettingsError: the office's file cannot be used.

    """
    try:
        return rules(settings.retention)
    except RetentionFileError as error:
        raise SettingsError(f"ACSG_RETENTION: {error}") from None


def once_a_day(session: Session, now: datetime, *, by: Sequence[Rule], zone: ZoneInfo) -> None:
    """Do what is due, unless that was done today."""
    day = now.astimezone(zone).date().toordinal()
    if counters.reach(session, _SERIES, day):
        gone = retention.run(session, by, now=now, why="daily")
        _log.info("retention_run", gone=gone)
