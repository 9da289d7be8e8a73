"""A message that the reader made no draft of, as officers see it.

Laid out in `templates/cards/note.html.j2`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.cards import BAND_MARKS, Sender, Trouble, sender_of, troubles_of
from bot.labels import label
from bot.locales import language
from bot.measure import fitting
from bot.moments import age, moment
from bot.render import render
from nlp.reading import DRAFT_KINDS
from store.model import MessageStatus
from store.openings import kinds_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from bot.measure import Room
    from store.model import Draft, InboxMessage, ReadMessage
    from store.openings import Opening

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
    #: made of it by officers
    drafts: tuple[MadeDraft, ...]
    #: kind of the draft that is being made
    drafting: str
    #: making it failed again and again
    is_stuck: bool
    possible_repeat: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeDraft:
    """A draft of the message, and who opened it."""

    ref: str
    kind: str
    #: empty where the program did
    by: str


def draft_kinds_left(drafts: Sequence[Draft]) -> tuple[str, ...]:
    """The draft kinds that a message has no draft of."""
    there = kinds_of(drafts)
    return tuple(kind for kind in DRAFT_KINDS if kind not in there)


def may_draft(message: InboxMessage, read: ReadMessage | None, drafts: Sequence[Draft]) -> bool:
    """Whether an officer may open a draft of a message just now."""
    is_read = read is not None and message.status is MessageStatus.DONE
    return is_read and bool(draft_kinds_left(drafts))


def note_of(
    message: InboxMessage,
    read: ReadMessage | None,
    *,
    drafts: Sequence[Draft] = (),
    opened: Sequence[Opening] = (),
    now: datetime,
    zone: ZoneInfo,
    possible_repeat: bool = False,
) -> Note:
    """The note on a message; one that was never read is shown as such.

    Args:
        message: as it came in.
        read: what was read of it; None where it was not.
        drafts: made of it.
        opened: by officers, those included whose draft is not there yet.
        now: the moment of its showing.
        zone: of the office.
        possible_repeat: it may have been sent before.

    """
    by = {one.draft_id: one.officer_name for one in opened}
    drafting = next((label("kinds", one.kind) for one in opened if one.draft_id is None), "")
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
        drafts=tuple(
            MadeDraft(ref=one.ref, kind=label("kinds", one.content.kind), by=by.get(one.id, ""))
            for one in drafts
        ),
        drafting=drafting,
        is_stuck=bool(drafting) and message.status is MessageStatus.PARKED,
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
