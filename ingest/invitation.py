"""Calendar files (iCalendar, RFC 5545) as sentences: what, when, where, who invites."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ingest.charset import decode
from ingest.problems import problem
from ingest.segment import Document, Page
from ingest.sniff import CALENDAR

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_EVENTS: Final = 200
#: RFC 5545 3.1: a line break before a space or tab is none
_FOLD: Final = re.compile(r"\n[ \t]")
#: name, parameters (a value in quotes may hold any sign), value
_LINE: Final = re.compile(r'([A-Za-z-]{1,40})((?:;(?:[^":]|"[^"]*+")*+)?):(.*)')
_NAME: Final = re.compile(r';CN=(?:"([^"]+)"|([^";:]+))', re.IGNORECASE)
_ZONE: Final = re.compile(r';TZID="?([^";:]+)', re.IGNORECASE)
_ESCAPE: Final = re.compile(r"\\([\\;,nN])")
_MOMENT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d{0,2}(Z?))?")
_EVENTS: Final = frozenset({"VEVENT", "VTODO", "VJOURNAL"})
#: property -> word before it, in the order in which people ask
_SAID: Final = {
    "SUMMARY": "Summary",
    "STATUS": "Status",
    "DTSTART": "Starts",
    "DTEND": "Ends",
    "DUE": "Due",
    "RRULE": "Repeats",
    "LOCATION": "Where",
    "ORGANIZER": "Organiser",
    "ATTENDEE": "Attendees",
    "DESCRIPTION": "Description",
}
_MAX_ATTENDEES: Final = 50


@dataclass(slots=True)
class _Event:
    said: dict[str, list[str]] = field(default_factory=dict)


def read(name: str, content: bytes) -> Document:
    """A page for each event; a calendar without one is read as it stands."""
    decoded = decode(content)
    problems = [problem("text_cut", name)] if decoded.cut else []
    events = list(_events(_FOLD.sub("", decoded.text)))
    if len(events) > _MAX_EVENTS:
        problems.append(problem("text_cut", name))
    texts = [_sentences(event) for event in events[:_MAX_EVENTS]] or [decoded.text]
    pages = tuple(Page(number=None, method="ics", text=text) for text in texts if text)
    return Document(media_type=CALENDAR, pages=pages, nested=(), problems=tuple(problems))


def _events(text: str) -> Iterator[_Event]:
    event: _Event | None = None
    inside = ""
    for line in text.split("\n"):
        found = _LINE.fullmatch(line)
        if found is None:
            continue
        name, parameters, value = found[1].upper(), found[2], found[3].strip()
        if name == "BEGIN" and value.upper() in _EVENTS:
            event, inside = _Event(), value.upper()
        elif name == "END" and value.upper() == inside and event is not None:
            yield event
            event, inside = None, ""
        elif event is not None and name in _SAID:
            event.said.setdefault(name, []).append(_value(name, parameters, value))
    if event is not None:
        # cut off before its end
        yield event


def _value(name: str, parameters: str, value: str) -> str:
    if name in {"DTSTART", "DTEND", "DUE"}:
        return _moment(value, parameters)
    if name in {"ORGANIZER", "ATTENDEE"}:
        called = _NAME.search(parameters)
        address = re.sub(r"(?i)^mailto:", "", value)
        return f"{(called[1] or called[2]).strip()} <{address}>" if called else address
    return _ESCAPE.sub(lambda m: "\n" if m[1] in "nN" else m[1], value)


def _moment(value: str, parameters: str) -> str:
    found = _MOMENT.fullmatch(value)
    if found is None:
        return value
    year, month, day, hour, minute, is_utc = found.groups()
    zone = _ZONE.search(parameters)
    place = "UTC" if is_utc else f"({zone[1]})" if zone and hour else ""
    clock = f"{hour}:{minute}" if hour else ""
    return " ".join(filter(None, [f"{year}-{month}-{day}", clock, place]))


def _sentences(event: _Event) -> str:
    lines = []
    for name, word in _SAID.items():
        values = [value for value in event.said.get(name, []) if value.strip()][:_MAX_ATTENDEES]
        if values:
            lines.append(f"{word}: {', '.join(values)}")
    return "\n".join(lines)
