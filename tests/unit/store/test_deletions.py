"""What leaves the chat because it has been there for long: which, when, and only once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from store import deletions, inbox, outbox, shown
from store.deletions import SHOWN_FOR
from store.model import NewOutboxRow, OutboxKind
from tests.factories import NOW, an_arrival

if TYPE_CHECKING:
    from datetime import datetime

    from store.model import OutboxRow
    from store.session import Database

CHAT = "chat:-100"
LATER = NOW + SHOWN_FOR


def a_sent_row(db: Database, kind: OutboxKind, ref: str | None = "7") -> None:
    with db.begin() as session:
        row = NewOutboxRow(kind=kind, target=CHAT, payload={"draft": 1})
        outbox.add(session, [row], now=NOW)
        for one in outbox.claim(session, now=NOW):
            outbox.sent(session, one.id, provider_ref=ref, now=NOW)


def a_shown_letter(db: Database) -> None:
    """A card in message 3, and a file in message 4."""
    with db.begin() as session:
        (kept,) = inbox.accept(session, [an_arrival()], now=NOW, year=2026)
        shown.note(session, kept.id, -100, [3])
        shown.note(session, kept.id, -100, [4], delete_at=LATER)


def wipes(db: Database) -> list[OutboxRow]:
    with db.reading() as session:
        return [one for one in outbox.listed(session) if one.kind is OutboxKind.WIPE]


def take_away(db: Database, now: datetime = LATER) -> list[int]:
    """Go the round; the messages that are to be deleted by all rounds so far."""
    with db.begin() as session:
        deletions.take_away(session, now=now)
    return [one.payload["shown"] for one in wipes(db)]


@pytest.mark.parametrize("kind", [OutboxKind.EVIDENCE, OutboxKind.PAGE])
def test_evidence_and_pages_leave_when_their_time_is_over_and_no_sooner(
    database: Database, kind: OutboxKind
) -> None:
    a_sent_row(database, kind)

    assert take_away(database, LATER - timedelta(seconds=1)) == []
    assert take_away(database) == [7]


def test_they_leave_the_chat_that_they_were_posted_in_for_their_age(database: Database) -> None:
    a_sent_row(database, OutboxKind.PAGE)

    take_away(database)

    [row] = wipes(database)
    assert (row.target, row.payload) == (CHAT, {"shown": 7, "aged": True})


@pytest.mark.parametrize(
    "kind", [one for one in OutboxKind if one not in {OutboxKind.EVIDENCE, OutboxKind.PAGE}]
)
def test_nothing_else_that_was_sent_leaves(database: Database, kind: OutboxKind) -> None:
    a_sent_row(database, kind)

    with database.begin() as session:
        assert deletions.take_away(session, now=LATER) == 0


def test_each_message_of_an_album_leaves(database: Database) -> None:
    a_sent_row(database, OutboxKind.PAGE, "7,8 9")

    assert take_away(database) == [7, 8, 9]


def test_a_file_leaves_and_a_card_that_was_noted_stays(database: Database) -> None:
    a_shown_letter(database)

    assert take_away(database, LATER - timedelta(seconds=1)) == []
    assert take_away(database) == [4]


def test_it_is_asked_for_once(database: Database) -> None:
    a_sent_row(database, OutboxKind.EVIDENCE)
    a_shown_letter(database)

    first = take_away(database)

    assert first == [7, 4]
    assert take_away(database, LATER + timedelta(days=9)) == first


def test_what_was_not_sent_is_not_there_to_be_deleted(database: Database) -> None:
    with database.begin() as session:
        row = NewOutboxRow(kind=OutboxKind.PAGE, target=CHAT, payload={"draft": 1})
        outbox.add(session, [row], now=NOW)

    assert take_away(database) == []


def test_erasing_still_finds_what_was_taken_away(database: Database) -> None:
    """The chat may have refused to delete it; erasing then takes its words."""
    a_shown_letter(database)
    take_away(database)

    with database.begin() as session:
        (message,) = list(inbox.listed(session))
        assert shown.take(session, message.id) == [(-100, 3), (-100, 4)]
