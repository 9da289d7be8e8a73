"""The list of what gave no draft, as officers see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.aside_keyboards import ALL, aside_keyboard, kind_name
from bot.keyboards import PAGE
from bot.locales import language
from bot.moments import age
from bot.render import render
from bot.scene import Text
from store import aside_list

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def page(session: Session, argument: str, *, now: datetime) -> Text:
    """A page, oldest first; `argument` is `<kind>.<from>` as buttons have it, or empty."""
    named, _, start = argument.partition(".")
    kind = named if named in aside_list.KINDS else None
    offset = int(start) if start.isdecimal() else 0
    total = aside_list.count(session, kind=kind)
    lines = [
        {
            "ref": one.ref,
            "kind": kind_name(one.kind),
            "language": language(one.language),
            "age": age(one.received_at, now),
            "is_urgent": one.is_urgent,
        }
        for one in aside_list.listed(session, kind=kind, offset=offset, limit=PAGE)
    ]
    markup = render("office/aside.html.j2", lines=lines, first=offset + 1, total=total)
    keyboard = aside_keyboard(kind or ALL, offset, total, aside_list.counts(session))
    return Text(markup=markup, keyboard=keyboard)
