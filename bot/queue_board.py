"""The queue: open drafts, oldest first, all of them or those that a filter leaves."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot import names, officer_names, queue_filter
from bot.callbacks import Press, Verb
from bot.glance import glance, numbers
from bot.keyboards import PAGE, Button, in_pairs, markup
from bot.office_words import say
from bot.officer_names import OFFICER
from bot.queue_filter import FIELDS, OF_LETTERS, QueueFilter, View, word_for
from bot.render import render
from bot.scene import Text
from store import findables, finding

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session
    from telegram import InlineKeyboardMarkup

    from bot.keyboards import Rows
    from bot.scene import Office
    from store.finding import Page

#: States are many; these are those with most drafts
_MOST_CHOICES: Final = 14
_LONGEST_NAME: Final = 24


def asked(session: Session, words: str, office: Office, now: datetime) -> Text:
    """The first page of what an officer typed behind `/queue`."""
    chosen, strange = queue_filter.typed(words, officer_names.people_of(session))
    if strange:
        return Text(
            markup=render("office/queue_help.html.j2", strange=strange if office.full else [])
        )
    return _page(session, View(chosen=chosen), office, now)


def turned(session: Session, argument: str, office: Office, now: datetime) -> Text:
    """The page that a button asks for."""
    return _page(session, queue_filter.unpack(argument), office, now)


def _page(session: Session, view: View, office: Office, now: datetime) -> Text:
    findables.catch_up(session)
    people = officer_names.people_of(session)
    found = finding.find(session, view.chosen.wanted(), offset=view.offset, limit=PAGE)
    first = view.offset + 1
    words = render(
        "office/queue.html.j2",
        lines=[glance(session, one, first + at, office, now) for at, one in enumerate(found.found)],
        first=first,
        total=found.total,
        chosen=say("lists.comma").join(view.chosen.words(people, full=office.full)),
    )
    return Text(markup=words, keyboard=_keyboard(session, view, found, office, people))


def _keyboard(
    session: Session, view: View, found: Page, office: Office, people: Mapping[str, str]
) -> InlineKeyboardMarkup | None:
    fields = [one for one in FIELDS if office.full or one not in OF_LETTERS]
    if view.menu in fields:
        return markup(_choices(session, view, people))
    rows = [*numbers(found.found, view.offset + 1), _turns(view, found.total)]
    if found.total > 1 or view.chosen != QueueFilter():
        rows += in_pairs([_menu(view, what, people) for what in fields])
    return markup([row for row in rows if row])


def _turns(view: View, total: int) -> list[Button]:
    row = []
    if view.offset > 0:
        row.append(_button("◀️", replace(view, offset=max(view.offset - PAGE, 0))))
    if view.offset + PAGE < total:
        row.append(_button("▶️", replace(view, offset=view.offset + PAGE)))
    return row


def _menu(view: View, what: str, people: Mapping[str, str]) -> Button:
    """Opens the choice of a field; says what is chosen."""
    code = getattr(view.chosen, what)
    word = say(f"queue_fields.{what}")
    if code:
        word = say("queue.field_says", field=word, says=_word(what, code, people))
    return _button(f"🔻 {word}", replace(view, menu=what))


def _word(what: str, code: str, people: Mapping[str, str]) -> str:
    return word_for(what, code, people)[:_LONGEST_NAME]


def _choices(session: Session, view: View, people: Mapping[str, str]) -> Rows:
    """The values of a field among what the rest of the filter leaves, with how many there are."""
    others = view.with_value(view.menu, "").chosen
    counted = Counter(_values(session, others, view.menu))
    buttons = [
        _button(f"{_word(view.menu, code, people)} {number}", view.with_value(view.menu, code))
        for code, number in counted.most_common(_MOST_CHOICES)
    ]
    every = _button(say("queue.all"), view.with_value(view.menu, ""))
    return [*in_pairs(buttons), [every, _button(say("keyboards.back"), replace(view, menu=""))]]


def _values(session: Session, others: QueueFilter, what: str) -> list[str]:
    found = finding.marks(session, others.wanted())
    if what == names.STATUS:
        return [one.status for one in found]
    if what == OFFICER:
        return [officer_names.code_of(one.assigned_to) for one in found]
    begin = f"{what}."
    codes = (code for one in found for code in one.codes)
    return [code.removeprefix(begin) for code in codes if code.startswith(begin)]


def _button(word: str, view: View) -> Button:
    return Button(word, Press(verb=Verb.QUEUE, argument=view.pack()))
