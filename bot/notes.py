"""A message that gave no draft, as officers see it; laid out in `templates/cards/note.html.j2`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.cards import BAND_MARKS, Sender, Trouble, sender_of, troubles_of
from bot.labels import label
from bot.locales import language
from bot.measure import fitting
from bot.moments import age, moment
from bot.render import render

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from bot.measure import Room
    from store.model import InboxMessage, ReadMessage

CASE: Final = "individual_case"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Everything that a note may show."""

    ref: str
    kind: str
    band: str
    band_mark: str
    is_case: bool
    #: the sender's first own words; empty for one person's case, which is nobody's reading here
    excerpt: str
    subject: str
    #: None for one person's case: whoever must know opens the original
    sender: Sender | None
    language: str
    received: str
    age: str
    troubles: tuple[Trouble, ...]
    possible_repeat: bool


def note_of(
    message: InboxMessage,
    read: ReadMessage | None,
    *,
    now: datetime,
    zone: ZoneInfo,
    possible_repeat: bool = False,
) -> Note:
    """The note on a message; one that was never read is shown as such."""
    kind, _, band = read.kinds[0] if read and read.kinds else ("", 0.0, "")
    is_case = kind == CASE
    return Note(
        ref=message.ref,
        kind=label("kinds", kind) if kind else f"not read ({message.status})",
        band=band,
        band_mark=BAND_MARKS.get(band, "○"),
        is_case=is_case,
        excerpt="" if is_case or read is None else _excerpt(read),
        subject="" if is_case else (read.subject if read else message.subject) or "",
        sender=None if is_case else sender_of(message, read),
        language=language(read.language) if read else "",
        received=moment(message.received_at, zone),
        age=age(message.received_at, now),
        troubles=troubles_of(read),
        possible_repeat=possible_repeat,
    )


def note_markup(note: Note, *, full: bool) -> str:
    """The markup of a note; without `full`, nothing of the letter and its sender."""

    def rendered(room: Room) -> str:
        return render("cards/note.html.j2", note=note, room=room, full=full)

    return fitting(rendered)


def _excerpt(read: ReadMessage) -> str:
    own = [one.text for one in read.segments if one.origin in {"body", "attachment"}]
    return next((text for text in own if text.strip()), "")
