"""The lists that officers ask for: parked letters, individual cases, one by name."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from bot import discretion
from bot.board import card_text, note_text
from bot.callbacks import Verb
from bot.cards import BAND_MARKS
from bot.keyboards import PAGE, pages_keyboard
from bot.labels import label
from bot.locales import language
from bot.moments import moment
from bot.office_words import say
from bot.render import render
from bot.scene import Text
from store import cases, drafts, inbox
from store.model import MessageStatus

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from bot.scene import Office

_MOST_PARKED = 20


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
            "problem": message.problem or say("glance.not_read"),
            "received": moment(message.received_at, office.zone),
        }
        for message in islice(found, _MOST_PARKED)
    ]
    return Text(markup=render("office/parked.html.j2", lines=lines, total=len(found)))


def one(session: Session, ref: str, office: Office, *, now: datetime) -> Text | None:
    """The card of a draft or the note of a letter by its reference; None where there is none."""
    ref = plain_ref(ref)
    draft = drafts.by_ref(session, ref)
    if draft is not None:
        return card_text(session, draft, office, now=now)
    message = inbox.by_ref(session, ref)
    if message is None:
        return None
    if len(message.drafts) == 1:
        return one(session, message.drafts[0], office, now=now)
    return note_text(session, message.id, office, now=now)


def plain_ref(typed: str) -> str:
    """A reference as the record writes it: upper case, and `-` for whatever stands between."""
    return "-".join(re.split(r"[\s\-‐‑–—_/.]+", typed.strip().upper()))


def message_of(session: Session, ref: str) -> str | None:
    """The id of the message that `one` shows something of."""
    ref = plain_ref(ref)
    draft = drafts.by_ref(session, ref)
    message = None if draft else inbox.by_ref(session, ref)
    return draft.message_id if draft else message.id if message else None
