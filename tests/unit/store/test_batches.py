"""How often the line that tells of many drafts is written anew."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from store import batches, drafts, inbox, outbox
from tests.factories import NOW, a_content, a_read_message, an_arrival

if TYPE_CHECKING:
    from datetime import datetime

    from store.session import Database

OFFICE = "chat:-100"


def told(db: Database, number: int, *, now: datetime) -> None:
    with db.begin() as session:
        (kept,) = inbox.accept(session, [an_arrival(number)], now=now, year=2026)
        (made,) = drafts.save_reading(session, kept.id, 1, a_read_message(), [a_content()], now=now)
        batches.tell(session, [made.id], OFFICE, now=now)


def sent(db: Database, *, now: datetime) -> None:
    with db.begin() as session:
        for row in outbox.claim(session, now=now, limit=10, lane="chat"):
            outbox.sent(session, row.id, provider_ref="7", now=now)


def may_leave(db: Database, seconds: int) -> bool:
    with db.reading() as session:
        return outbox.is_due(session, now=NOW + timedelta(seconds=seconds), lane="chat")


@pytest.mark.parametrize(("waiting", "seconds"), [(3, 15), (30, 120)])
def test_it_rests_between_two_edits_and_longer_where_one_more_is_no_news(
    database: Database, waiting: int, seconds: int
) -> None:
    for number in range(1, waiting):
        told(database, number, now=NOW)
    sent(database, now=NOW)

    told(database, waiting, now=NOW + timedelta(seconds=1))

    assert (may_leave(database, seconds - 1), may_leave(database, seconds)) == (False, True)


def test_after_its_rest_it_is_written_at_once(database: Database) -> None:
    told(database, 1, now=NOW)
    sent(database, now=NOW)

    told(database, 2, now=NOW + timedelta(seconds=16))

    assert may_leave(database, 16)
