"""Two drafts of one letter: what each says, and what is learned from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store import decisions, drafts, inbox, lessons, splitting
from store.content import Theme
from store.outcome import Stale
from store.splitting import Part, Split
from tests.factories import ALICE, NOW, a_content, a_read_message, an_arrival

if TYPE_CHECKING:
    from store.session import Database

TWO = a_content(themes=tuple(Theme(id=one, confidence=0.8) for one in ("coi", "rsd")))


def part(*areas: str, kind: str = "request") -> Part:
    return Part(kind=kind, areas=frozenset(areas))


@pytest.mark.parametrize(
    "chosen", [part("rsd"), part(kind="offer"), part("coi", "rsd", kind="offer")]
)
def test_each_draft_says_something_of_its_own(chosen: Part) -> None:
    assert splitting.is_two(TWO, chosen)


@pytest.mark.parametrize("chosen", [part(), part("coi", "rsd"), part("backlog")])
def test_what_leaves_one_of_them_nothing_is_no_split(chosen: Part) -> None:
    assert not splitting.is_two(TWO, chosen)


def a_split(db: Database, revision: int = 1) -> object:
    with db.begin() as session:
        (kept,) = inbox.accept(session, [an_arrival()], now=NOW, year=2026)
        [draft] = drafts.save_reading(session, kept.id, 1, a_read_message(), [TWO], now=NOW)
        return splitting.split(
            session, draft.id, revision, ALICE, part("rsd"), target="chat:1", now=NOW
        )


def test_areas_that_went_to_the_second_draft_were_not_wrong(database: Database) -> None:
    ended = a_split(database)
    assert isinstance(ended, Split)
    with database.begin() as session:
        decisions.confirm(session, ended.first.id, ended.first.revision, ALICE, now=NOW)

    with database.reading() as session:
        [lesson] = lessons.listed(session)
    assert lesson.areas is not None
    assert (lesson.areas.said, lesson.areas.wrong) == (("coi",), ())


def test_a_draft_that_changed_since_is_not_split(database: Database) -> None:
    assert isinstance(a_split(database, revision=7), Stale)
    with database.reading() as session:
        assert len(list(drafts.listed(session))) == 1
