"""Alarms in words, as `alarms.toml` has them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.moments import moment
from bot.render import render

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from store.alarms import Alarm


class _Named(dict[str, Any]):
    """What an alarm names; a name that it lacks stays visible as such."""

    def __missing__(self, name: str) -> str:
        return f"({name} unknown)"


def alarm_markup(alarm: Alarm, zone: ZoneInfo, *, over: bool = False) -> str:
    """An alarm, or its end, as a message to the secretariat; without words told by its code."""
    words = _read().get(alarm.code, {"what": alarm.code.replace("_", " ")})
    named = _Named(alarm.about, subject=alarm.subject, since=moment(alarm.raised_at, zone))
    if over and alarm.ended_at is not None:
        ended = moment(alarm.ended_at, zone)
        line = f"✓ Over since {ended}: {words['what'].format_map(named)}"
        return render("office/plain.html.j2", lines=[line])
    lines = [f"⚠ {words['what'].format_map(named)}"]
    if "do" in words:
        lines.append(words["do"].format_map(named))
    return render("office/plain.html.j2", lines=lines)


def alarm_hint(code: str, about: Mapping[str, Any]) -> str:
    """What to do about an alarm, for `check`."""
    return _read().get(code, {}).get("do", "see docs/operations.md").format_map(_Named(about))


@cache
def _read() -> dict[str, dict[str, str]]:
    path = Path(__file__).with_name("alarms.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
