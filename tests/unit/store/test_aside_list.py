"""What gave no draft: all of it is listed and counted, and nothing that is seen to elsewhere."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from nlp.reading import Kind
from store import aside_list, asides, drafts, inbox, links
from store.links import Link, Relation
from tests.factories import ALICE, NOW, a_content, a_read_message, an_arrival

if TYPE_CHECKING:
    from store.model import Content
    from store.session import Database


def a_letter(db: Database, number: int, kind: str | None, *contents: Content) -> str:
    """A letter that was read as of this kind, None for one that was not read; its id."""
    read = a_read_message(kinds=((kind, 0.9, "sure"),) if kind else ())
    now = NOW + timedelta(seconds=number)
    with db.begin() as session:
        (kept,) = inbox.accept(session, [an_arrival(number)], now=now, year=2026)
        drafts.save_reading(session, kept.id, 1, read, contents, now=now)
    return kept.id


def tie(db: Database, message_id: str, earlier_id: str, relation: Relation) -> None:
    with db.begin() as session:
        (draft,) = drafts.of_message(session, earlier_id)
        link = Link(
            message_id=message_id, earlier_id=earlier_id, draft_id=draft.id, relation=relation,
            rule="header", sureness="sure",
        )  # fmt: skip
        links.record(session, [link], made_by="reader", now=NOW)


@pytest.mark.parametrize("kind", [*map(str, Kind), None])
def test_whatever_stands_in_the_list_is_counted(database: Database, kind: str | None) -> None:
    message_id = a_letter(database, 1, kind)

    with database.reading() as session:
        (line,) = aside_list.listed(session)
        assert line.message_id == message_id
        assert aside_list.counts(session) == {line.kind: 1}
        assert aside_list.listed(session, kind=line.kind) == [line]
        assert aside_list.count(session, kind=line.kind) == 1


def test_the_counts_of_all_kinds_together_are_the_whole_list(database: Database) -> None:
    for number, kind in enumerate(["update", None, "update", "other", None, None]):
        a_letter(database, number, kind)

    with database.reading() as session:
        assert aside_list.counts(session) == {"update": 2, "other": 1, "unread": 3}
        assert aside_list.count(session) == 6


def test_where_nothing_waits_there_is_no_count(database: Database) -> None:
    with database.reading() as session:
        assert aside_list.counts(session) == {}


@pytest.mark.parametrize("relation", links.JOINING)
def test_an_answer_that_is_part_of_a_draft_waits_nowhere_else(
    database: Database, relation: Relation
) -> None:
    request = a_letter(database, 1, "request", a_content())
    answer = a_letter(database, 2, "update")

    tie(database, answer, request, relation)

    with database.reading() as session:
        assert aside_list.listed(session) == []
        assert aside_list.counts(session) == {}


@pytest.mark.parametrize("relation", [Relation.OFFERED, Relation.MENTIONED])
def test_a_letter_that_only_may_belong_to_a_draft_still_waits(
    database: Database, relation: Relation
) -> None:
    request = a_letter(database, 1, "request", a_content())
    answer = a_letter(database, 2, "update")

    tie(database, answer, request, relation)

    with database.reading() as session:
        assert [one.message_id for one in aside_list.listed(session)] == [answer]


def test_what_was_left_is_counted_no_longer(database: Database) -> None:
    message_id = a_letter(database, 1, None)

    with database.begin() as session:
        asides.leave(session, message_id, ALICE, now=NOW)

    with database.reading() as session:
        assert aside_list.counts(session) == {}
