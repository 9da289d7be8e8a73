"""Two who act in the same moment: who undoes, and who sends or decides."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from store import decisions, drafts, outbox, undoing
from store.model import DraftStatus, OutboxKind, OutboxStatus
from store.moves import UNDO_FOR
from store.undoing import NotUndone, Undone
from tests.factories import ALICE, NOW
from tests.unit.store.test_undoing import a_draft, ask, confirm, of_kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.session import Database

SOON = NOW + timedelta(seconds=59)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Do these in threads that begin together."""
    ready = Barrier(len(acts))

    def begun(act: Callable[[], object]) -> object:
        ready.wait(timeout=30)
        return act()

    with ThreadPoolExecutor(max_workers=len(acts)) as pool:
        return list(pool.map(begun, acts))


@pytest.mark.parametrize("_round", range(5))
def test_a_question_is_either_undone_or_sent_never_both(database: Database, _round: int) -> None:
    asked = ask(database, a_draft(database))

    def undo() -> object:
        with database.begin() as session:
            return undoing.undo(session, asked.id, asked.revision, ALICE, now=SOON)

    def send() -> object:
        with database.begin() as session:
            return outbox.claim(session, now=NOW + UNDO_FOR, lane="mail")

    ended, _ = at_once(undo, send)

    with database.reading() as session:
        status = drafts.get(session, asked.id).status
    if isinstance(ended, Undone):
        expected = (DraftStatus.DRAFT, OutboxStatus.CANCELLED)
    else:
        expected = (DraftStatus.WAITING, OutboxStatus.SENDING)
    assert (status, *of_kind(database, OutboxKind.QUESTION)) == expected


def test_of_two_who_undo_one_has_the_effect(database: Database) -> None:
    confirmed = confirm(database, a_draft(database))

    def undo() -> object:
        with database.begin() as session:
            return undoing.undo(session, confirmed.id, confirmed.revision, ALICE, now=SOON)

    ended = at_once(undo, undo, undo)

    assert len([one for one in ended if isinstance(one, Undone)]) == 1
    assert len([one for one in ended if isinstance(one, NotUndone)]) == 2
    with database.reading() as session:
        assert drafts.get(session, confirmed.id).revision == confirmed.revision + 1


def test_a_draft_that_was_undone_is_decided_by_whoever_is_first(database: Database) -> None:
    confirmed = confirm(database, a_draft(database))
    with database.begin() as session:
        draft = undoing.undo(session, confirmed.id, confirmed.revision, ALICE, now=SOON).draft

    def again() -> object:
        with database.begin() as session:
            return decisions.confirm(session, draft.id, draft.revision, ALICE, now=SOON)

    ended = at_once(again, again)

    refs = {one.draft.register_ref for one in ended if isinstance(one, decisions.Decided)}
    assert refs == {"REQ-2026-0002"}
