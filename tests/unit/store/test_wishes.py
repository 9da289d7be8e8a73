"""What a sender wants to withdraw is told wherever the office sees the letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import batches, drafts, inbox, outbox, wishes
from store.model import NewOutboxRow, OutboxKind
from tests.factories import NOW, a_content, a_read_message, an_arrival

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from store.model import Draft
    from store.session import Database

OFFICE = "chat:-100"


def a_draft(session: Session) -> Draft:
    (kept,) = inbox.accept(session, [an_arrival()], now=NOW, year=2026)
    return drafts.save_reading(session, kept.id, 1, a_read_message(), [a_content()], now=NOW)[0]


def test_a_letter_with_a_card_is_told_where_its_card_is(database: Database) -> None:
    with database.begin() as session:
        draft = a_draft(session)
        card = NewOutboxRow(kind=OutboxKind.CARD, target=OFFICE, payload={"draft": draft.id})
        outbox.add(session, [card], now=NOW)

        assert wishes.offices(session, draft.message_id) == [OFFICE]


def test_a_letter_that_is_told_among_many_is_told_where_they_are(database: Database) -> None:
    with database.begin() as session:
        draft = a_draft(session)
        batches.tell(session, [draft.id], OFFICE, now=NOW)

        assert wishes.offices(session, draft.message_id) == [OFFICE]


def test_a_letter_that_nobody_was_told_of_is_told_nowhere(database: Database) -> None:
    with database.begin() as session:
        draft = a_draft(session)

        assert wishes.offices(session, draft.message_id) == []
