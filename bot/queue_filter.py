"""Which open drafts `/queue` shows: typed as words, and carried by its buttons."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot import names, officer_names
from bot.labels import label
from bot.locales import country, language
from bot.office_words import say
from bot.officer_names import OFFICER, officer_of
from store.finding import ANYBODY, Term, Wanted
from store.model import OPEN_STATUSES, DraftStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.names import Named

#: what can be chosen, in the order of the buttons
FIELDS: Final = (names.KIND, names.STATE, names.LANGUAGE, names.STATUS, OFFICER)
#: what says something of what is in a letter
OF_LETTERS: Final = (names.STATE,)
_LETTERS: Final = dict(zip("kslao", FIELDS, strict=True))
_SHAPE: Final = re.compile(
    r"([0-9]{1,6})"
    r"(?:\.([kslao]?)\.([a-z_]*)\.([A-Z]*)\.([a-z]*)\.([a-z]*)(?:\.([0-9a-f]{0,13}))?)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilter:
    """What of the queue is shown; empty: all of it."""

    kind: str = ""
    state: str = ""
    language: str = ""
    status: str = ""
    #: who looks after it, as `officer_names.code_of` has it
    officer: str = ""

    def wanted(self) -> Wanted:
        """The same for the records."""
        asked = {names.KIND: self.kind, names.STATE: self.state, names.LANGUAGE: self.language}
        terms = tuple(Term(codes=(f"{what}.{code}",)) for what, code in asked.items() if code)
        statuses = (DraftStatus(self.status),) if self.status else OPEN_STATUSES
        whose = officer_of(self.officer) if self.officer else ANYBODY
        return Wanted(terms=terms, statuses=statuses, assigned_to=whose)

    def words(self, people: Mapping[str, str], *, full: bool) -> list[str]:
        """In words for officers; without `full` nothing that letters say."""
        asked = [(what, getattr(self, what)) for what in FIELDS if getattr(self, what)]
        return [
            word_for(what, code, people)
            if full or what not in OF_LETTERS
            else say(f"queue_one.{what}")
            for what, code in asked
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One page of the queue, and what of it is being chosen."""

    chosen: QueueFilter = QueueFilter()
    offset: int = 0
    #: one of `FIELDS`: its values are offered below
    menu: str = ""

    def pack(self) -> str:
        """As the argument of a button."""
        letter = next((key for key, what in _LETTERS.items() if what == self.menu), "")
        chosen = ".".join(getattr(self.chosen, what) for what in FIELDS)
        return f"{self.offset}.{letter}.{chosen}"

    def with_value(self, what: str, code: str) -> View:
        """The first page of what has this value; an empty one takes the choice back."""
        return View(chosen=replace(self.chosen, **{what: code}))


def unpack(argument: str) -> View:
    """What a button carries; the whole queue where it is of another version."""
    found = _SHAPE.fullmatch(argument)
    if found is None:
        return View()
    offset, letter, kind, state, spoken, status, officer = (one or "" for one in found.groups())
    if status not in {"", *OPEN_STATUSES}:
        return View()
    chosen = QueueFilter(kind=kind, state=state, language=spoken, status=status, officer=officer)
    return View(chosen=chosen, offset=int(offset), menu=_LETTERS.get(letter, ""))


def typed(words: str, people: Mapping[str, str]) -> tuple[QueueFilter, list[str]]:
    """What an officer typed, and the words of it that choose nothing.

    Args:
        words: that were typed.
        people: of the office, by `officer_names.people_of`.

    """
    chosen, strange = QueueFilter(), []
    for one in officer_names.named(words, people):
        if not _chooses(one):
            strange.append(one.words)
        else:
            chosen = replace(chosen, **{one.what: one.code})
    return chosen, strange


def word_for(what: str, code: str, people: Mapping[str, str]) -> str:
    """What officers call a value."""
    if what == OFFICER:
        return officer_names.called(people, code)
    if what == names.STATE:
        return country(code)
    if what == names.LANGUAGE:
        return language(code)
    return label("kinds" if what == names.KIND else "statuses", code)


def _chooses(one: Named) -> bool:
    return one.what in FIELDS and (one.what != names.STATUS or one.code in {*OPEN_STATUSES})
