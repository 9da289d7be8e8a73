"""Undoing a merge: both drafts are as they were, if nobody has touched the other since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import audit, decisions, drafts, likenesses, links, merging
from store.content import Theme
from store.likenesses import Likeness
from store.model import DraftStatus
from store.undoing import Why
from tests.factories import ALICE, BOB, NOW
from tests.unit.store.test_undoing import a_draft, confirm, undo, why

if TYPE_CHECKING:
    from store.model import Draft
    from store.session import Database


def merged(db: Database) -> tuple[Draft, Draft]:
    """A draft and the one that it went into, as both stand then."""
    target = a_draft(db, 1, themes=())
    draft = a_draft(db, 2, themes=(Theme(id="rsd", confidence=0.9),))
    with db.begin() as session:
        alike = Likeness(draft_id=draft.id, other_id=target.id, reason=likenesses.SAME_MATTER)
        likenesses.record(session, [alike], now=NOW)
        ended = merging.merge(session, draft.id, 1, ALICE, into=target.id, now=NOW)
        return ended.draft, drafts.get(session, target.id)


def test_a_merge_is_undone_in_both_drafts(database: Database) -> None:
    draft, target = merged(database)
    assert [one.id for one in target.content.themes] == ["rsd"]

    ended = undo(database, draft)

    assert ended.draft.status is DraftStatus.DRAFT
    with database.reading() as session:
        after = drafts.get(session, target.id)
        assert (after.revision, after.content.themes, after.content.sources) == (3, (), ())
        assert links.of_message(session, draft.message_id) == []
        assert [one.other_id for one in likenesses.undecided(session, draft.id)] == [target.id]
        last = audit.of_draft(session, target.id)[-1]
    assert (last.what, last.details["draft"]) == ("gave_back", draft.ref)


def test_a_merge_is_not_undone_where_somebody_has_changed_the_other_draft(
    database: Database,
) -> None:
    draft, target = merged(database)
    with database.begin() as session:
        decisions.hold(session, target.id, target.revision, BOB, now=NOW)

    assert why(undo(database, draft)) is Why.TARGET_CHANGED
    with database.reading() as session:
        assert drafts.get(session, draft.id).status is DraftStatus.MERGED


def test_a_merge_into_a_registered_draft_is_undone_and_that_one_stays(database: Database) -> None:
    target = confirm(database, a_draft(database))
    draft = a_draft(database, 2)
    with database.begin() as session:
        gone = merging.merge(session, draft.id, 1, ALICE, into=target.id, now=NOW).draft

    ended = undo(database, gone)

    assert ended.draft.status is DraftStatus.DRAFT
    with database.reading() as session:
        assert drafts.get(session, target.id) == target
        assert links.of_message(session, draft.message_id) == []
