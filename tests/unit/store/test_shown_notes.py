"""Edits of notes: the last one to leave shows the newest, whatever happens at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store import inbox, outbox, shown_notes
from store.model import NewOutboxRow, OutboxKind
from tests.factories import NOW, an_arrival

if TYPE_CHECKING:
    from store.model import OutboxRow
    from store.session import Database

CHAT = "chat:-100"
only_postgresql = pytest.mark.parametrize("database_kind", ["postgresql"])


@pytest.fixture
def message(database: Database) -> str:
    """A message whose note is to be sent."""
    with database.begin() as session:
        [accepted] = inbox.accept(session, [an_arrival()], now=NOW, year=2026)
        note = NewOutboxRow(kind=OutboxKind.NOTE, target=CHAT, payload={"message": accepted.id})
        outbox.add(session, [note], now=NOW)
    return accepted.id


def claim(db: Database) -> list[OutboxRow]:
    with db.begin() as session:
        return outbox.claim(session, now=NOW)


def sent(db: Database, row: OutboxRow, ref: str) -> None:
    with db.begin() as session:
        outbox.sent(session, row.id, provider_ref=ref, now=NOW)


def edit(db: Database, message: str) -> int:
    with db.begin() as session:
        return shown_notes.edit(session, message, NOW)


def shown(db: Database, row: OutboxRow) -> int | None:
    with db.reading() as session:
        return shown_notes.shown_by(session, row)


def test_a_note_that_stands_is_edited(database: Database, message: str) -> None:
    [note] = claim(database)
    sent(database, note, "7")

    assert edit(database, message) == 1

    [row] = claim(database)
    assert (row.kind, shown(database, row)) == (OutboxKind.NOTE_EDIT, 7)


def test_a_note_that_is_being_sent_is_edited_when_it_stands(
    database: Database, message: str
) -> None:
    [note] = claim(database)

    assert edit(database, message) == 0
    assert claim(database) == []
    sent(database, note, "7")

    [row] = claim(database)
    assert (row.kind, shown(database, row)) == (OutboxKind.NOTE_EDIT, 7)


def test_an_edit_of_a_note_that_never_came_to_be_edits_nothing(
    database: Database, message: str
) -> None:
    [note] = claim(database)
    edit(database, message)
    with database.begin() as session:
        outbox.failed(session, note.id, permanent=True, retry_at=NOW, problem="refused", now=NOW)

    [row] = claim(database)
    assert shown(database, row) is None


def test_a_note_that_has_not_begun_to_leave_needs_no_edit(database: Database, message: str) -> None:
    assert edit(database, message) == 0

    with database.reading() as session:
        assert [row.kind for row in outbox.listed(session)] == [OutboxKind.NOTE]


@only_postgresql
def test_a_note_does_not_begin_to_leave_while_what_it_shows_is_being_changed(
    database: Database, message: str
) -> None:
    with database.begin() as session:
        shown_notes.edit(session, message, NOW)
        assert claim(database) == []

    assert [row.kind for row in claim(database)] == [OutboxKind.NOTE]


@only_postgresql
def test_two_edits_of_one_note_are_never_on_their_way_at_once(
    database: Database, message: str
) -> None:
    [note] = claim(database)
    sent(database, note, "7")
    payload = {"message": message, "shown": 7}
    row = NewOutboxRow(kind=OutboxKind.NOTE_EDIT, target=CHAT, payload=payload)

    with database.begin() as slow:
        outbox.add(slow, [row], now=NOW)
        with database.begin() as quick:
            outbox.add(quick, [row], now=NOW)
        [first] = claim(database)
    assert claim(database) == []
    sent(database, first, "7")

    [second] = claim(database)
    assert second.id < first.id
