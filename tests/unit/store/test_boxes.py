"""How a mailbox or a watched folder fares, as whoever empties it notes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.box_trouble import failing
from ingest.box_notes import BoxNotes
from store import boxes
from store.session import open_database
from tests.factories import NOW

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from store.boxes import Box
    from store.session import Database

MINUTE = timedelta(minutes=1)


def noted(db: Database, *notes: tuple[str | None, datetime]) -> Box:
    with db.begin() as session:
        for trouble, at in notes:
            boxes.note(session, "imap", "box", trouble, now=at)
    with db.reading() as session:
        (box,) = boxes.listed(session)
    return box


def long_failing(db: Database, at: datetime) -> int:
    with db.reading() as session:
        return len(failing(session, at))


def test_trouble_lasts_from_its_first_code_on(database: Database) -> None:
    box = noted(
        database, (None, NOW), ("unreachable", NOW + MINUTE), ("login_refused", NOW + 2 * MINUTE)
    )

    assert (box.trouble, box.trouble_since) == ("login_refused", NOW + MINUTE)
    assert (box.well_at, box.seen_at) == (NOW, NOW + 2 * MINUTE)


def test_a_look_that_goes_well_ends_it(database: Database) -> None:
    box = noted(database, ("lost", NOW), (None, NOW + MINUTE))

    assert (box.trouble, box.trouble_since, box.well_at) == (None, None, NOW + MINUTE)


def test_a_clock_that_is_set_back_makes_trouble_begin_anew(database: Database) -> None:
    box = noted(database, ("lost", NOW), ("lost", NOW - timedelta(days=1)))

    assert box.trouble_since == NOW - timedelta(days=1)


def test_trouble_of_minutes_before_a_weekend_is_none_of_days_after_it(database: Database) -> None:
    noted(database, ("lost", NOW), ("lost", NOW + 2 * MINUTE))

    assert long_failing(database, NOW + timedelta(days=2)) == 0


def test_trouble_that_was_seen_for_long_stays_so_while_nobody_looks(database: Database) -> None:
    noted(database, ("lost", NOW), ("lost", NOW + 16 * MINUTE))

    assert long_failing(database, NOW + 15 * MINUTE) == 1
    assert long_failing(database, NOW + timedelta(days=2)) == 1


def test_the_same_is_noted_once_a_minute_and_anything_else_at_once(database: Database) -> None:
    times = [NOW, NOW + MINUTE / 2, NOW + 2 * MINUTE, NOW + 2 * MINUTE]
    notes = BoxNotes(database, "imap", "box", clock=lambda: times.pop(0))
    seen = []
    for trouble in ("lost", "lost", "lost", None):
        notes.note(trouble)
        with database.reading() as session:
            (box,) = boxes.listed(session)
        seen.append((box.trouble, box.seen_at - NOW))

    assert seen == [
        ("lost", 0 * MINUTE),
        ("lost", 0 * MINUTE),
        ("lost", 2 * MINUTE),
        (None, 2 * MINUTE),
    ]


def test_a_database_that_takes_nothing_stands_in_nobodys_way(
    tmp_path: Path, database_kind: str
) -> None:
    without_tables = open_database(f"sqlite:///{tmp_path / database_kind}.db")
    notes = BoxNotes(without_tables, "imap", "box", clock=lambda: NOW)

    notes.note("lost")
    without_tables.close()
