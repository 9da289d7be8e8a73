from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ingest import places as packing
from store import drafts, inbox, places
from store.model import StoredPlaces
from tests.factories import NOW, a_read_message, a_segment, an_arrival
from tests.sheets import a_sheet

if TYPE_CHECKING:
    from store.session import Database

SHEET = a_sheet()
FIRST = StoredPlaces(segment=0, turn=0, words=packing.pack(SHEET.words))
SECOND = StoredPlaces(segment=2, turn=90, words=b"")


@pytest.fixture
def message_id(database: Database) -> str:
    read = a_read_message(
        segments=tuple(a_segment(index=index) for index in range(3)), places=(FIRST, SECOND)
    )
    with database.begin() as session:
        id_ = inbox.accept(session, [an_arrival()], now=NOW, year=2026)[0].id
        inbox.begin_attempt(session, id_, 1, now=NOW)
        drafts.save_reading(session, id_, 1, read, (), now=NOW)
    return id_


def test_places_are_kept_for_the_segments_that_have_them(
    database: Database, message_id: str
) -> None:
    with database.reading() as session:
        assert places.of_message(session, message_id) == (FIRST, SECOND)


def test_the_places_of_one_page_are_asked_for_alone(database: Database, message_id: str) -> None:
    with database.reading() as session:
        assert places.of_message(session, message_id, [1, 2]) == (SECOND,)


def test_words_stand_where_they_stood_once_the_database_is_opened_anew(
    database: Database, message_id: str
) -> None:
    database.engine.dispose()

    with database.reading() as session:
        (kept,) = places.of_message(session, message_id, [0])
    back = packing.unpack(kept.words)
    assert [(one.start, one.end, one.confidence) for one in back] == [
        (one.start, one.end, one.confidence) for one in SHEET.words
    ]
    for one, other in zip(back, SHEET.words, strict=True):
        assert one.box == pytest.approx(other.box, abs=1e-4)
