from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from store import cases, drafts, inbox, outbox
from store.model import NewOutboxRow, OutboxKind
from tests.factories import NOW, a_content, a_read_message, an_arrival

if TYPE_CHECKING:
    from store.session import Database


def a_letter(db: Database, number: int, kind: str, band: str) -> None:
    now = NOW + timedelta(seconds=number)
    with db.begin() as session:
        accepted = inbox.accept(session, [an_arrival(number)], now=now, year=2026)[0]
        read = a_read_message(kinds=((kind, 0.9, band),))
        contents = [a_content()] if kind == "request" else []
        drafts.save_reading(session, accepted.id, 1, read, contents, now=now)


def test_letters_about_one_person_are_listed_newest_first(database: Database) -> None:
    a_letter(database, 1, "individual_case", "sure")
    a_letter(database, 2, "request", "sure")
    a_letter(database, 3, "individual_case", "likely")

    with database.reading() as session:
        found = cases.listed(session)
        count = cases.count(session)

    assert [(case.ref, case.band) for case in found] == [
        ("ACSG-2026-0003", "likely"),
        ("ACSG-2026-0001", "sure"),
    ]
    assert count == 2


def test_the_list_comes_page_by_page(database: Database) -> None:
    for number in (1, 2, 3):
        a_letter(database, number, "individual_case", "sure")

    with database.reading() as session:
        page = cases.listed(session, offset=1, limit=1)

    assert [case.ref for case in page] == ["ACSG-2026-0002"]


def test_a_row_that_is_due_is_seen_without_a_lock(database: Database) -> None:
    with database.begin() as session:
        before = outbox.is_due(session, now=NOW)
        row = NewOutboxRow(kind=OutboxKind.NOTE, target="chat:1", payload={"message": "x"})
        outbox.add(session, [row], now=NOW)

    with database.reading() as session:
        after = outbox.is_due(session, now=NOW)

    assert (before, after) == (False, True)
