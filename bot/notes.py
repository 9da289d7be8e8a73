"""A message that the reader made no draft of, as officers see it.

Laid out in `templates/cards/note.html.j2`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.cards import BAND_MARKS, Trouble, troubles_of
from bot.labels import label
from bot.locales import language
from bot.measure import fitting
from bot.moments import age, moment
from bot.office_words import say
from bot.parked import why_parked
from bot.render import render
from bot.sender_line import Sender, sender_of
from bot.ties import Ties
from nlp.reading import DRAFT_KINDS
from store.asides import Said
from store.model import MessageStatus
from store.openings import kinds_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from bot.measure import Room
    from bot.repute import Repute
    from store.asides import Aside
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
    #: its content is no longer kept
    is_erased: bool
    #: signs that it cannot wait, in words
    signs: tuple[str, ...]
    #: what officers said and did, line by line
    done: tuple[str, ...]
    #: the sender's first own words; empty for one person's case, which is nobody's reading here
    excerpt: str
    subject: str
    #: None for one person's case: whoever must know opens the original
    sender: Sender | None
    #: the same, and for what is no mail
    repute: Repute | None
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
    #: why it is parked; empty where it is not
    parked: str
    #: mails to the sender that did not arrive, one line each
    mail_troubles: tuple[str, ...]
    possible_repeat: bool
    ties: Ties
    #: that its sender wants to withdraw it
    wish: str = ""
    #: how an officer brought it in, one line each; empty where a sender sent it
    origin: tuple[str, ...] = ()


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
    repute: Repute | None = None,
    aside: Aside | None = None,
    now: datetime,
    zone: ZoneInfo,
    mail_troubles: Sequence[str] = (),
    possible_repeat: bool = False,
    ties: Ties | None = None,
    wish: str = "",
) -> Note:
    """The note on a message; one that was never read is shown as such.

    Args:
        message: as it came in.
        read: what was read of it; None where it was not.
        drafts: made of it.
        opened: by officers, those included whose draft is not there yet.
        repute: of its sender.
        aside: what officers said of it.
        now: the moment of its showing.
        zone: of the office.
        mail_troubles: mails to the sender that did not arrive, in words.
        possible_repeat: it may have been sent before.
        ties: to earlier cases.
        wish: to withdraw it, in words.

    """
    kind, _, band = read.kinds[0] if read and read.kinds else ("", 0.0, "")
    is_case = is_case_now(kind, aside)
    return Note(
        ref=message.ref,
        kind=label("kinds", kind) if kind else _not_read(message),
        band=label("bands", band) if band else "",
        band_mark=BAND_MARKS.get(band, "○"),
        is_case=is_case,
        is_erased=message.status is MessageStatus.ERASED,
        signs=tuple(label("signs", one) for one in aside.signs) if aside and is_case else (),
        done=_done(aside, zone) if aside else (),
        excerpt="" if is_case or read is None else _excerpt(read),
        subject="" if is_case else (read.subject if read else message.subject) or "",
        sender=None if is_case else sender_of(message, read),
        repute=None if is_case else repute,
        language=language(read.language) if read else "",
        received=moment(message.received_at, zone),
        age=age(message.received_at, now),
        troubles=troubles_of(read),
        drafts=_made(drafts, opened),
        drafting=_drafting(opened),
        is_stuck=bool(_drafting(opened)) and message.status is MessageStatus.PARKED,
        parked=why_parked(message),
        mail_troubles=tuple(mail_troubles),
        possible_repeat=possible_repeat,
        ties=ties or Ties(),
        wish=wish,
    )


def is_case_now(kind: str, aside: Aside | None) -> bool:
    """Whether it counts as one person's case: an officer's word goes before the reader's."""
    said = aside.said if aside else None
    return kind == CASE if said is None else said is Said.CASE


def _not_read(message: InboxMessage) -> str:
    return say("note.not_read", status=say(f"message_statuses.{message.status}"))


def _done(aside: Aside, zone: ZoneInfo) -> tuple[str, ...]:
    acts = (
        ("is_case", aside.said_by, aside.said_at, aside.said is Said.CASE),
        ("is_no_case", aside.said_by, aside.said_at, aside.said is Said.NOT_CASE),
        ("answered", aside.answered_by, aside.answered_at, True),
        ("left", aside.left_by, aside.left_at, True),
    )
    lines = [
        say(f"note_done.{what}", officer=by, moment=moment(at, zone))
        for what, by, at, holds in acts
        if holds and at
    ]
    if aside.erase_at is not None:
        lines.append(say("note.erased_on", moment=moment(aside.erase_at, zone)))
    return tuple(lines)


def _drafting(opened: Sequence[Opening]) -> str:
    return next((label("kinds", one.kind) for one in opened if one.draft_id is None), "")


def _made(drafts: Sequence[Draft], opened: Sequence[Opening]) -> tuple[MadeDraft, ...]:
    by = {one.draft_id: one.officer_name for one in opened}
    return tuple(
        MadeDraft(ref=one.ref, kind=label("kinds", one.content.kind), by=by.get(one.id, ""))
        for one in drafts
    )


def note_markup(note: Note, *, full: bool) -> str:
    """The markup of a note; without `full`, nothing of the letter and its sender."""

    def rendered(room: Room) -> str:
        return render("cards/note.html.j2", note=note, room=room, full=full)

    return fitting(rendered)


def _excerpt(read: ReadMessage) -> str:
    own = [one.text for one in read.segments if one.origin in {"body", "attachment"}]
    return next((text for text in own if text.strip()), "")
