"""`/mine` and `/waiting`: drafts of one officer, and those whose senders were asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot import officer_names as people
from bot.callbacks import Press, Verb
from bot.glance import glance, numbers
from bot.keyboards import PAGE, Button, markup
from bot.moments import age
from bot.office_words import say
from bot.queue_filter import QueueFilter, View
from bot.render import render
from bot.scene import Reply, Text
from store import decided, findables, finding
from store.finding import Order, Wanted
from store.model import OPEN_STATUSES, DraftStatus

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from bot.scene import Office
    from store.finding import Found
    from store.model import Officer

#: looked at to find those that wait longest
_MOST: Final = 500
#: of what was decided or changed
_LATELY: Final = 10


def mine(session: Session, _words: str, office: Office, now: datetime, officer: Officer) -> Reply:
    """Open drafts that this officer looks after, then those on which they spoke last, lately."""
    findables.catch_up(session)
    theirs = finding.find(
        session, Wanted(statuses=OPEN_STATUSES, assigned_to=officer.id), limit=PAGE
    )
    spoken = finding.find(
        session,
        Wanted(decided_by=officer.id),
        limit=theirs.total + _LATELY,
        order=Order.LATELY,
    )
    lately = [one for one in spoken.found if not _is_theirs(one, officer)][:_LATELY]
    found = [*theirs.found, *lately]
    lines = [glance(session, one, at, office, now) for at, one in enumerate(found, 1)]
    count = len(theirs.found)
    words = render(
        "office/mine.html.j2", theirs=lines[:count], total=theirs.total, lately=lines[count:]
    )
    rows = numbers(found, 1)
    if theirs.total > count:
        rows.append([_all_of(officer, theirs.total)])
    return Reply(messages=(Text(markup=words, keyboard=markup(rows)),))


def _is_theirs(found: Found, officer: Officer) -> bool:
    draft = found.draft
    return draft is not None and draft.status in OPEN_STATUSES and draft.assigned_to == officer.id


def _all_of(officer: Officer, total: int) -> Button:
    view = View(chosen=QueueFilter(officer=people.code_of(officer.id)))
    return Button(say("mine.all", count=total), Press(verb=Verb.QUEUE, argument=view.pack()))


def waiting(session: Session, _words: str, office: Office, now: datetime) -> Text:
    """Drafts that wait for their senders, those first that wait longest."""
    findables.catch_up(session)
    wanted = Wanted(statuses=(DraftStatus.WAITING,))
    found = finding.find(session, wanted, limit=_MOST)
    asked = decided.asked_at(session, [one.draft.id for one in found.found if one.draft])
    ordered = sorted(found.found, key=lambda one: _since(one, asked))[:PAGE]
    lines = [
        glance(session, one, at, office, now)
        | {"status": "", "asked": age(_since(one, asked), now)}
        for at, one in enumerate(ordered, 1)
    ]
    words = render("office/waiting.html.j2", lines=lines, total=found.total)
    return Text(markup=words, keyboard=markup(numbers(ordered, 1)))


def _since(found: Found, asked: dict[int, datetime]) -> datetime:
    """When its sender was asked; when the letter came where the record does not say."""
    return (
        found.received_at if found.draft is None else asked.get(found.draft.id, found.received_at)
    )
