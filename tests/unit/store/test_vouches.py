"""What somebody says of a draft who read its letter, and whose looks count; on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from store import (
    audit,
    decisions,
    drafts,
    erasure,
    inbox,
    merging,
    officer_languages,
    splitting,
    undoing,
    vouches,
)
from store.splitting import Part
from tests.factories import ALICE, BOB, NOW, a_content, a_read_message, an_arrival
from tests.more import TWO_AREAS

if TYPE_CHECKING:
    from store.model import Draft, Officer
    from store.session import Database
    from store.vouches import Look


def a_draft(db: Database, number: int = 1) -> Draft:
    with db.begin() as session:
        [kept] = inbox.accept(session, [an_arrival(number)], now=NOW, year=2026)
        content = a_content(themes=TWO_AREAS)
        [made] = drafts.save_reading(session, kept.id, 1, a_read_message(), [content], now=NOW)
        return made


def say(
    db: Database, draft: Draft, officer: Officer = BOB, *, is_right: bool = True, words: str = ""
) -> None:
    with db.begin() as session:
        vouches.say(
            session,
            draft,
            officer,
            is_right=is_right,
            languages=["ru"],
            revision=draft.revision,
            words=words or None,
            now=NOW,
        )


def looks(db: Database, draft: Draft) -> list[Look]:
    with db.reading() as session:
        return vouches.looks(session, draft.id)


def test_the_last_word_of_each_holds(database: Database) -> None:
    draft = a_draft(database)
    say(database, draft, is_right=False, words="another year")
    say(database, draft, ALICE)

    say(database, draft)

    with database.reading() as session:
        found = vouches.of_draft(session, draft.id)
    assert [(one.officer, one.is_right) for one in found] == [("Alice", True), ("Bob", True)]


def test_words_stand_in_the_history_until_the_letter_is_erased(database: Database) -> None:
    draft = a_draft(database)
    say(database, draft, is_right=False, words="another year")
    with database.reading() as session:
        [kept] = [one for one in audit.of_draft(session, draft.id) if one.what == vouches.OBJECTED]
    assert kept.details == {"languages": ["ru"], "revision": 1, "reason": "another year"}

    with database.begin() as session:
        erasure.erase(session, draft.message_id, why="test", registered=False, now=NOW)

    with database.reading() as session:
        [kept] = [one for one in audit.of_draft(session, draft.id) if one.what == vouches.OBJECTED]
        [said] = vouches.of_draft(session, draft.id)
    assert "reason" not in kept.details
    assert said.words is None


def test_whoever_corrects_has_looked(database: Database) -> None:
    draft = a_draft(database)

    with database.begin() as session:
        decisions.correct(
            session,
            draft.id,
            1,
            BOB,
            change=lambda content: replace(content, kind="offer"),
            field="kind",
            old="request",
            new="offer",
            now=NOW,
        )

    assert [(one.officer, one.languages) for one in looks(database, draft)] == [("Bob", None)]


def test_a_split_counts_in_both_drafts_until_it_is_undone(database: Database) -> None:
    draft = a_draft(database)
    part = Part(kind="request", areas=frozenset({"rsd"}))
    with database.begin() as session:
        made = splitting.split(session, draft.id, 1, BOB, part, target="chat:-1", now=NOW)
    assert isinstance(made, splitting.Split)
    assert [one.officer for one in looks(database, made.first)] == ["Bob"]
    assert [one.officer for one in looks(database, made.second)] == ["Bob"]

    with database.begin() as session:
        undoing.undo(session, draft.id, made.first.revision, BOB, now=NOW + timedelta(seconds=5))

    assert looks(database, draft) == []


def test_what_was_looked_at_before_another_letter_joined_counts_no_more(
    database: Database,
) -> None:
    first, second = a_draft(database, 1), a_draft(database, 2)
    say(database, first)
    assert len(looks(database, first)) == 1

    with database.begin() as session:
        merging.merge(session, second.id, 1, ALICE, into=first.id, now=NOW + timedelta(minutes=1))

    assert looks(database, first) == []
    with database.reading() as session:
        assert vouches.grew_at(session, first.id) == NOW + timedelta(minutes=1)


@pytest.mark.parametrize("before", [(), ("fr",)])
def test_languages_are_added_and_none_is_taken_back(
    database: Database, before: tuple[str, ...]
) -> None:
    with database.begin() as session:
        officer_languages.add(session, BOB.id, before)

        officer_languages.add(session, BOB.id, ["fr", "ru"])

        assert officer_languages.named(session, BOB.id) == ("fr", "ru")
