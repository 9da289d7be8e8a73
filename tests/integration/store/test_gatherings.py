"""Letters by chat that are still coming, in both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from store import documents, drafts, erasure, gatherings, inbox, moved_chats, outbox, talk_rows
from store.gatherings import GatheringState
from store.model import NewOutboxRow, OutboxKind, OutboxStatus
from tests.factories import NOW, a_document, a_read_message, an_arrival
from tests.gathers import a_piece

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from store.gatherings import Gathering
    from store.session import Database

ANA = 21


def a_gathering(session: Session, user: int = ANA) -> Gathering:
    return gatherings.opened(
        session, user_id=user, chat_id=user, user_name="Ana", language_code="es", now=NOW
    )


def test_a_sender_has_one_open_gathering(database: Database) -> None:
    with database.begin() as session:
        first = a_gathering(session)
        again = a_gathering(session)
        other = a_gathering(session, user=22)

    assert first.id == again.id
    assert other.id != first.id


def test_after_it_is_closed_the_next_piece_opens_another(database: Database) -> None:
    with database.begin() as session:
        first = a_gathering(session)
        gatherings.discard(session, first.id)
        assert a_gathering(session).id != first.id


def test_pieces_come_in_the_order_in_which_they_were_sent(database: Database) -> None:
    with database.begin() as session:
        found = a_gathering(session)
        for number in (3, 1, 2):
            gatherings.add(session, found.id, a_piece(number), now=NOW)

        assert [one.update_id for one in gatherings.pieces(session, found.id)] == [1, 2, 3]


def test_once_it_is_a_letter_its_words_are_in_the_letter_alone(database: Database) -> None:
    with database.begin() as session:
        found = a_gathering(session)
        gatherings.add(session, found.id, a_piece(text="a secret"), now=NOW)
        (kept,) = inbox.accept(session, [an_arrival()], now=NOW, year=2026)
        gatherings.closed(session, found.id, kept.id)

        (piece,) = gatherings.pieces(session, found.id)
        assert (piece.text, piece.file_name) == ("", "")
        after = gatherings.look(session, found.id)
        assert after is not None
        assert (after.user_name, after.message_id) == ("", kept.id)


def test_erasing_the_letter_leaves_nothing_of_its_gathering(database: Database) -> None:
    with database.begin() as session:
        found = a_gathering(session)
        number = gatherings.add(session, found.id, a_piece(), now=NOW)
        (kept,) = inbox.accept(session, [an_arrival()], now=NOW, year=2026)
        gatherings.closed(session, found.id, kept.id)

        erasure.erase(session, kept.id, why="test", now=NOW)

        assert gatherings.look(session, found.id) is None
        assert gatherings.piece(session, number) is None


def test_a_file_that_is_still_coming_outlives_another_letter_with_it(database: Database) -> None:
    document = a_document(b"%PDF of both")
    with database.begin() as session:
        found = a_gathering(session)
        documents.keep(session, document)
        gatherings.add(
            session, found.id, a_piece(sha256=document.sha256, file_name="a.pdf"), now=NOW
        )
        (kept,) = inbox.accept(session, [an_arrival()], now=NOW, year=2026)
        read = a_read_message(documents=(document,))
        drafts.save_reading(session, kept.id, 1, read, (), now=NOW)

        erasure.erase(session, kept.id, why="test", now=NOW)

        assert documents.content(session, document.sha256) == b"%PDF of both"


def test_what_is_due_is_what_has_waited_long_enough(database: Database) -> None:
    with database.begin() as session:
        soon, later, never = (a_gathering(session, user=user).id for user in (1, 2, 3))
        for one, minutes in ((soon, 1), (later, 9)):
            at = NOW + timedelta(minutes=minutes)
            gatherings.move(session, one, GatheringState.OPEN, closes_at=at)
        gatherings.move(session, never, GatheringState.MORE, closes_at=None)

        assert gatherings.due(session, now=NOW + timedelta(minutes=2)) == [soon]
        assert gatherings.next_due(session) == NOW + timedelta(minutes=1)


def test_a_message_that_waits_is_not_added_a_second_time(database: Database) -> None:
    with database.begin() as session:
        for _ in range(3):
            talk_rows.renew(session, "chat:21", "gather:1", {"user": ANA}, now=NOW)
        (row,) = outbox.claim(session, now=NOW)
        outbox.sent(session, row.id, provider_ref="77", now=NOW)
        talk_rows.renew(session, "chat:21", "gather:1", {"user": ANA}, now=NOW)

        assert len(list(outbox.listed(session, status=OutboxStatus.PENDING))) == 1
        assert talk_rows.shown(session, "chat:21", "gather:1") == 77


def test_a_chat_that_moved_twice_is_where_it_is_last(database: Database) -> None:
    with database.begin() as session:
        assert moved_chats.remember(session, -1, -1001, now=NOW)
        assert moved_chats.remember(session, -1001, -1002, now=NOW + timedelta(hours=1))
        assert not moved_chats.remember(session, -1, -1001, now=NOW + timedelta(hours=1))

        assert moved_chats.known(session) == {-1: -1002, -1001: -1002}


@pytest.mark.parametrize(
    ("hours", "where"), [(0, "chat:-1"), (1, "chat:-1001"), (2, "chat:-1001"), (3, "chat:-1002")]
)
def test_what_is_to_be_wiped_is_looked_for_where_it_was_sent(
    database: Database, hours: int, where: str
) -> None:
    at = NOW + timedelta(hours=hours)
    with database.begin() as session:
        moved_chats.remember(session, -1, -1001, now=NOW + timedelta(hours=1))
        moved_chats.remember(session, -1001, -1002, now=NOW + timedelta(hours=3))
        (kept,) = inbox.accept(session, [an_arrival()], now=NOW, year=2026)
        payload = {"message": kept.id, "evidence": 1}
        row = NewOutboxRow(kind=OutboxKind.EVIDENCE, target="chat:-1", payload=payload)
        outbox.add(session, [row], now=NOW)
        (claimed,) = outbox.claim(session, now=NOW)
        outbox.sent(session, claimed.id, provider_ref="7", now=at)

        erasure.erase(session, kept.id, why="test", now=at)

        wiped = [one for one in outbox.listed(session) if one.kind is OutboxKind.WIPE]
    assert [(one.target, one.payload["shown"]) for one in wiped] == [(where, 7)]


def test_chats_that_moved_in_a_circle_are_looked_for_only_once(database: Database) -> None:
    with database.begin() as session:
        moved_chats.remember(session, -1, -2, now=NOW)
        moved_chats.remember(session, -2, -1, now=NOW)

        assert moved_chats.found_under(session, "chat:-1", NOW) == "chat:-2"
