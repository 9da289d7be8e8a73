"""The lists that officers ask for: open drafts, parked letters, individual cases, one by name."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from bot import discretion
from bot.board import card_text, note_text
from bot.callbacks import Verb
from bot.cards import BAND_MARKS
from bot.keyboards import PAGE, pages_keyboard
from bot.labels import label
from bot.locales import flag, language
from bot.moments import age, moment
from bot.render import render
from bot.scene import Text
from store import cases, drafts, inbox
from store.model import OPEN_STATUSES, DraftStatus, MessageStatus

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from bot.scene import Office
    from store.model import Draft

_MOST_FLAGS = 3
_MOST_PARKED = 20


def queue(session: Session, offset: int, office: Office, *, now: datetime) -> Text:
    """Open drafts, oldest first."""
    found = [one for status in OPEN_STATUSES for one in drafts.listed(session, status=status)]
    found.sort(key=lambda draft: draft.id)
    page = found[offset : offset + PAGE]
    markup = render(
        "office/queue.html.j2",
        lines=[
            _queue_line(draft, discretion.for_draft(session, draft, office), now) for draft in page
        ],
        first=offset + 1,
        total=len(found),
    )
    return Text(markup=markup, keyboard=pages_keyboard(Verb.QUEUE, offset, len(found)))


def individuals(session: Session, offset: int, office: Office) -> Text:
    """Letters about one person's case: what cannot wait first, the newest first among each."""
    total = cases.count(session)
    lines = [
        {
            "mark": BAND_MARKS.get(case.band, "○"),
            "ref": case.ref,
            "language": language(case.language),
            "received": moment(case.received_at, office.zone),
            "is_urgent": bool(case.signs),
            "signs": [label("signs", one) for one in case.signs]
            if discretion.for_message(session, case.message_id, office).full
            else [],
            "erase_at": moment(case.erase_at, office.zone) if case.erase_at else "",
            "is_confirmed": case.is_confirmed,
            "drafts": [draft.ref for draft in drafts.of_message(session, case.message_id)],
        }
        for case in cases.listed(session, offset=offset, limit=PAGE)
    ]
    markup = render("office/individuals.html.j2", lines=lines, first=offset + 1, total=total)
    return Text(markup=markup, keyboard=pages_keyboard(Verb.CASES, offset, total))


def parked(session: Session, office: Office) -> Text:
    """Letters whose reading failed again and again."""
    found = list(inbox.listed(session, status=MessageStatus.PARKED))
    lines = [
        {
            "id": message.id,
            "ref": message.ref,
            "problem": message.problem or "not read",
            "received": moment(message.received_at, office.zone),
        }
        for message in islice(found, _MOST_PARKED)
    ]
    return Text(markup=render("office/parked.html.j2", lines=lines, total=len(found)))


def one(session: Session, ref: str, office: Office, *, now: datetime) -> Text | None:
    """The card of a draft or the note of a letter by its reference; None where there is none."""
    draft = drafts.by_ref(session, ref)
    if draft is not None:
        return card_text(session, draft, office, now=now)
    message = inbox.by_ref(session, ref)
    if message is None:
        return None
    if len(message.drafts) == 1:
        return one(session, message.drafts[0], office, now=now)
    return note_text(session, message.id, office, now=now)


def message_of(session: Session, ref: str) -> str | None:
    """The id of the message that `one` shows something of."""
    draft = drafts.by_ref(session, ref)
    message = None if draft else inbox.by_ref(session, ref)
    return draft.message_id if draft else message.id if message else None


def _queue_line(draft: Draft, office: Office, now: datetime) -> dict[str, Any]:
    content = draft.content
    states = content.states[:_MOST_FLAGS] if office.full else ()
    return {
        "mark": BAND_MARKS.get(content.band, "○"),
        "ref": draft.ref,
        "kind": label("kinds", content.kind),
        "flags": "".join(flag(code) for code in states),
        "age": age(draft.created_at, now),
        "status": "" if draft.status is DraftStatus.DRAFT else label("statuses", draft.status),
    }
