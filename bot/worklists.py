"""`/mine` and `/waiting`: drafts of one officer, and those whose senders were asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.glance import glance, numbers
from bot.keyboards import PAGE, markup
from bot.moments import age
from bot.render import render
from bot.scene import Reply, Text
from store import decided, findables, finding
from store.finding import Wanted
from store.model import DraftStatus

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from bot.scene import Office
    from store.finding import Found
    from store.model import Officer

#: looked at to find those that wait longest
_MOST: Final = 500


def mine(session: Session, _words: str, office: Office, now: datetime, officer: Officer) -> Reply:
    """Drafts on which this officer said the last word, the newest letters first."""
    findables.catch_up(session)
    wanted = Wanted(decided_by=officer.id)
    found = finding.find(session, wanted, limit=PAGE, newest_first=True)
    lines = [glance(session, one, at, office, now) for at, one in enumerate(found.found, 1)]
    words = render("office/mine.html.j2", lines=lines, total=found.total)
    return Reply(messages=(Text(markup=words, keyboard=markup(numbers(found.found, 1))),))


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
