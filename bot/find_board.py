"""`/find`: drafts and messages by words, names and references; answers hold no word of a letter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot import names
from bot.board import note_text
from bot.callbacks import Press, Verb
from bot.glance import glance, numbers
from bot.keyboards import PAGE, Button, markup
from bot.office_words import say
from bot.queue_filter import word_for
from bot.render import render
from bot.scene import Reply, Text
from store import findables, finding, searches
from store.errors import UnknownMessageError
from store.finding import Order, Term, Wanted
from store.folded import folded
from store.model import DraftStatus

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from bot.names import Named
    from bot.scene import Office, Scene
    from store.model import Officer

LONGEST: Final = 200
#: all or part of a reference of the register
_REGISTER: Final = re.compile(r"[A-Za-z]{2,4}-[0-9]{4}(-[0-9]*)?|[0-9]{4}-[0-9]{3,}")
#: two letters that are a word in many languages, unless they are written like a code
_CODE_LETTERS: Final = 2


def asked(session: Session, words: str, office: Office, now: datetime, officer: Officer) -> Reply:
    """The first page of what an officer looks for."""
    wanted = wanted_by(words[:LONGEST])
    if wanted is None:
        return Reply(messages=(Text(markup=render("office/find_help.html.j2")),))
    number = searches.remember(session, officer.id, words[:LONGEST], now=now)
    return Reply(messages=(_page(session, wanted, (officer.id, number, 0), office, now),))


def turned(session: Session, argument: str, office: Office, now: datetime) -> Text:
    """Another page; the button names whose search it is."""
    parts = argument.split(".")
    key = [int(one) if one.isdecimal() else 0 for one in parts] if len(parts) == 3 else [0, 0, 0]  # noqa: PLR2004 - officer, number, offset
    words = searches.words_of(session, key[0], key[1])
    wanted = None if words is None else wanted_by(words)
    if wanted is None:
        return Text(markup=render("office/find_gone.html.j2"))
    return _page(session, wanted, (key[0], key[1], key[2]), office, now)


def look(scene: Scene) -> Reply:
    """The note of a message, below the list that names it."""
    message_id = scene.press.argument or ""
    try:
        text = note_text(scene.session, message_id, scene.office, now=scene.now)
    except UnknownMessageError:
        return Reply(toast=say("replies.unknown_ref"), is_alert=True)
    return Reply(toast=say("replies.sent_below"), messages=(text,), about=message_id)


def wanted_by(words: str) -> Wanted | None:
    """What to look for in the record; None where nothing can be made of the words."""
    terms, statuses = [], []
    for one in names.named(words):
        if one.what == names.STATUS:
            statuses.append(DraftStatus(one.code))
        elif (term := _term(one)) is not None:
            terms.append(term)
    if not terms and not statuses:
        return None
    return Wanted(terms=tuple(terms), statuses=tuple(statuses))


def _term(one: Named) -> Term | None:
    """A kind and a language are marks of a draft; a State and an area may be named by it too."""
    plain = folded(one.words)
    code = (f"{one.what}.{one.code}",)
    if one.what in {names.KIND, names.LANGUAGE}:
        return Term(codes=code)
    if one.what and not (len(one.words) == _CODE_LETTERS and one.words.islower()):
        is_code = len(one.words) == _CODE_LETTERS
        return Term(codes=code, words=() if is_code or not plain else (plain,))
    if not plain:
        return None
    register = one.words.upper() if _REGISTER.fullmatch(one.words) else ""
    return Term(words=(plain,), register=register)


def _page(
    session: Session, wanted: Wanted, key: tuple[int, int, int], office: Office, now: datetime
) -> Text:
    findables.catch_up(session)
    officer_id, number, offset = key
    found = finding.find(session, wanted, offset=offset, limit=PAGE, order=Order.NEWEST)
    first = offset + 1
    words = render(
        "office/found.html.j2",
        lines=[glance(session, one, first + at, office, now) for at, one in enumerate(found.found)],
        first=first,
        total=found.total,
        understood=say("lists.comma").join(_understood(wanted)) if office.full else "",
    )
    row = [
        Button(word, Press(verb=Verb.FIND, argument=f"{officer_id}.{number}.{to}"))
        for word, to in (("◀️", offset - PAGE), ("▶️", offset + PAGE))
        if 0 <= to < found.total
    ]
    rows = [*numbers(found.found, first), row]
    return Text(markup=words, keyboard=markup([one for one in rows if one]))


def _understood(wanted: Wanted) -> list[str]:
    """What of the words was taken for a name; the words stand above, in the officer's message."""
    known = (names.KIND, names.STATE, names.LANGUAGE)
    codes = (term.codes[0].split(".", 1) for term in wanted.terms if term.codes)
    told = [word_for(what, code, {}) for what, code in codes if what in known]
    return [*told, *(word_for(names.STATUS, one, {}) for one in wanted.statuses)]
