"""Alarms in words, by their codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bot.moments import moment
from bot.office_words import has, say
from bot.render import render

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from store.alarms import Alarm

#: what alarms name beside `count`, which each that counts has
_NAMES: Final = (
    "ref", "starts", "days", "oldest", "free_mb", "new", "language", "subject", "since", "size_mb",
)  # fmt: skip


def alarm_markup(alarm: Alarm, zone: ZoneInfo, *, over: bool = False) -> str:
    """An alarm, or its end, as a message to the secretariat; without words told by its code."""
    named = _named(alarm.code, alarm.about) | {"subject": alarm.subject}
    what = alarm.code.replace("_", " ")
    if has("alarm_what", alarm.code):
        what = say(f"alarm_what.{alarm.code}", **named)
    if over and alarm.ended_at is not None:
        line = say("alarms.over", ended=moment(alarm.ended_at, zone), what=what)
        return render("office/alarm.html.j2", lines=[line])
    lines = [say("alarms.holds", what=what)]
    if has("alarm_do", alarm.code):
        lines.append(say(f"alarm_do.{alarm.code}", **named))
    return render("office/alarm.html.j2", lines=lines)


def alarm_hint(code: str, about: Mapping[str, Any]) -> str:
    """What to do about an alarm, for `check`."""
    if not has("alarm_do", code):
        return say("alarms.see")
    return say(f"alarm_do.{code}", **_named(code, about))


def _named(code: str, about: Mapping[str, Any]) -> dict[str, Any]:
    """What an alarm names; a name that it lacks stays visible as such."""
    named = {name: say("alarms.unknown", name=name) for name in _NAMES} | dict(about)
    trouble = str(about.get("trouble", ""))
    told = {"why": "", "todo": ""}
    if code == "mailbox_trouble":
        told["why"] = _by_trouble("mailbox_trouble_why", trouble, named)
    elif code == "folder_trouble":
        told["why"] = _by_trouble("folder_trouble_why", trouble, named)
    elif code == "mails_left":
        told["why"] = _by_trouble("mails_left_why", trouble, named)
        told["todo"] = _by_trouble("mails_left_todo", trouble, named)
    return named | told


def _by_trouble(section: str, trouble: str, named: Mapping[str, Any]) -> str:
    """What an alarm says of one trouble or another."""
    return say(f"{section}.{trouble if has(section, trouble) else 'other'}", **named)
