"""The same letter by mail and by chat, as tests of likeness and merging need it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.board import card_text
from bot.scene import Office
from store import drafts, likenesses, merging
from tests.chat_values import ZURICH
from tests.factories import ALICE, NOW

if TYPE_CHECKING:
    from store.likenesses import Likeness
    from store.model import Draft
    from store.outcome import Outcome
    from tests.threads import Desk

LETTERS = tomllib.loads(
    Path(__file__).with_name("corpus").joinpath("likeness/letters.toml").read_text(encoding="utf-8")
)["en"]
#: the reader of one word finds a request in it
LETTER = f"We request: {LETTERS['letter'].strip()}"
AGAIN = f"We request: {LETTERS['again'].strip()} Our objectives are in the annex."
FORM = f"We request: {LETTERS['same_form'].strip()}"


def found(desk: Desk, draft: Draft) -> list[Likeness]:
    with desk.db.reading() as session:
        return likenesses.undecided(session, draft.id)


def card(desk: Desk, draft: Draft, *, full: bool = True) -> str:
    with desk.db.reading() as session:
        fresh = drafts.get(session, draft.id)
        return card_text(session, fresh, Office(zone=ZURICH, full=full), now=NOW).markup


@dataclass
class Twice:
    desk: Desk
    first: Draft
    second: Draft

    def merge(self, into: int | None = None) -> Outcome:
        with self.desk.db.begin() as session:
            return merging.merge(
                session, self.second.id, 1, ALICE, into=into or self.first.id, now=NOW
            )


def sent_twice(desk: Desk) -> Twice:
    """The same letter by mail and by chat."""
    first = desk.draft(desk.mail(LETTER))
    return Twice(desk, first, desk.draft(desk.chat(AGAIN)))
