"""Backup and restore of both databases: what comes back, and how it goes on."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from store import decisions, drafts, holds, inbox, leases, outbox, schema
from store.model import OutboxStatus
from store.outcome import Decided, Stale
from store.tables_office import AuditRow
from tests.archives import LARGE, NOW, TARGET, a_letter, put, written
from tests.engine_room import engine_rows
from tests.factories import ALICE, a_content, a_read_message, an_arrival

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

    from store.restore import Place
    from store.session import Database


def test_every_message_comes_back_with_its_bytes(
    source: Database, place: Place, tmp_path: Path
) -> None:
    ids = [a_letter(source, 1), a_letter(source, 2, raw=LARGE)]
    told = written(source, tmp_path / "a.tar.gz", tmp_path)

    put(tmp_path / "a.tar.gz", place)

    with place.db.reading() as session:
        found = list(inbox.listed(session))
        hashes = [hashlib.sha256(inbox.raw(session, one.id)).hexdigest() for one in found]
    assert sorted(one.id for one in found) == sorted(ids)
    assert hashes == [one.sha256 for one in found]
    assert told.without_file == ()
    assert told.rows["inbox"] == 2


def test_rows_of_the_engine_come_back_as_they_were(
    source: Database, place: Place, tmp_path: Path
) -> None:
    a_letter(source, 1)
    written(source, tmp_path / "a.tar.gz", tmp_path)
    with source.reading() as session:
        before = engine_rows(session)

    put(tmp_path / "a.tar.gz", place)

    with place.db.reading() as session:
        assert engine_rows(session) == before


def test_files_beside_the_database_come_back(
    source: Database, place: Place, tmp_path: Path
) -> None:
    written(source, tmp_path / "a.tar.gz", tmp_path)

    put(tmp_path / "a.tar.gz", place)

    kept = {p.relative_to(place.data).as_posix() for p in place.data.rglob("*") if p.is_file()}
    assert {"outgoing/answer.eml", "models/active", "models/learned-1/card.json"} <= kept
    assert not [name for name in kept if ".new-" in name or ".restore-" in name]


def test_an_archive_and_what_is_restored_are_nobody_elses(
    source: Database, place: Place, tmp_path: Path
) -> None:
    a_letter(source, 1, raw=LARGE)
    written(source, tmp_path / "a.tar.gz", tmp_path)

    put(tmp_path / "a.tar.gz", place)

    files = [tmp_path / "a.tar.gz", *(p for p in place.data.rglob("*") if p.is_file())]
    assert {path.name: oct(path.stat().st_mode & 0o077) for path in files} == {
        path.name: "0o0" for path in files
    }


def test_a_restored_database_has_the_schema_and_takes_letters(
    source: Database, place: Place, tmp_path: Path
) -> None:
    a_letter(source, 1)
    written(source, tmp_path / "a.tar.gz", tmp_path)

    put(tmp_path / "a.tar.gz", place)

    assert schema.is_current(place.db)
    assert schema.differences(place.db) == []
    with place.db.begin() as session:
        [again] = inbox.accept(session, [an_arrival(1)], now=NOW, year=2026)
    assert not again.new


def test_no_reference_is_given_a_second_time(
    source: Database, place: Place, tmp_path: Path
) -> None:
    a_letter(source, 1)
    written(source, tmp_path / "a.tar.gz", tmp_path)
    after = [a_letter(source, number) for number in range(2, 5)]
    with source.reading() as session:
        given = {inbox.get(session, one).ref for one in after}
        numbers = {draft.id for draft in drafts.listed(session)}

    put(tmp_path / "a.tar.gz", place)
    new = [a_letter(place.db, number) for number in range(5, 8)]

    with place.db.reading() as session:
        refs = [inbox.get(session, one).ref for one in new]
        fresh = [draft.id for draft in drafts.listed(session) if draft.message_id in new]
    assert refs == ["ACSG-2026-1101", "ACSG-2026-1102", "ACSG-2026-1103"]
    assert given.isdisjoint(refs)
    assert numbers.isdisjoint(fresh)


def test_series_that_were_not_begun_leave_numbers_out_too(
    source: Database, place: Place, tmp_path: Path
) -> None:
    written(source, tmp_path / "a.tar.gz", tmp_path)

    put(tmp_path / "a.tar.gz", place)

    with place.db.begin() as session:
        [answer] = inbox.accept(session, [an_arrival(9)], now=NOW, year=2027)
        assert drafts_of(place, answer.id, session) > 1000
    assert answer.ref == "ACSG-2027-1001"


def drafts_of(place: Place, message_id: str, session: Session) -> int:
    inbox.begin_attempt(session, message_id, 1, now=NOW)
    [draft] = drafts.save_reading(session, message_id, 1, a_read_message(), [a_content()], now=NOW)
    return draft.id


def test_nothing_is_sent_until_it_is_released(
    source: Database, place: Place, tmp_path: Path
) -> None:
    a_letter(source, 1)
    written(source, tmp_path / "a.tar.gz", tmp_path)
    put(tmp_path / "a.tar.gz", place)
    a_letter(place.db, 2)

    with place.db.begin() as session:
        assert outbox.claim(session, now=NOW) == []
        assert not outbox.is_due(session, now=NOW)
        assert holds.waiting(session) == {"acknowledgement": 2}
        assert holds.release(session, now=NOW)
        assert [row.target for row in outbox.claim(session, now=NOW)] == [TARGET]


def test_what_waited_may_have_been_sent_since_and_says_so(
    source: Database, place: Place, tmp_path: Path
) -> None:
    a_letter(source, 1)
    with source.begin() as session:
        outbox.claim(session, now=NOW)
    written(source, tmp_path / "a.tar.gz", tmp_path)

    put(tmp_path / "a.tar.gz", place)

    with place.db.begin() as session:
        [row] = outbox.listed(session, status=OutboxStatus.PENDING)
        holds.release(session, now=NOW)
    assert row.possible_repeat


def test_a_card_of_a_lost_correction_confirms_nothing(
    source: Database, place: Place, tmp_path: Path
) -> None:
    a_letter(source, 1)
    written(source, tmp_path / "a.tar.gz", tmp_path)
    put(tmp_path / "a.tar.gz", place)
    with place.db.begin() as session:
        [draft] = drafts.listed(session)
        later = decisions.correct(
            session,
            draft.id,
            draft.revision,
            ALICE,
            change=lambda content: replace(content, kind="offer"),
            field="kind",
            old="request",
            new="offer",
            now=NOW,
        )
        pressed = decisions.confirm(session, draft.id, 2, ALICE, now=NOW)

    assert isinstance(later, Decided)
    assert isinstance(pressed, Stale)
    assert pressed.draft.revision > 2


def test_releasing_twice_says_that_nothing_is_held(database: Database) -> None:
    with database.begin() as session:
        holds.hold(session, made_at="2026-03-02T12:00:00+00:00")
        assert holds.held_since(session) == "2026-03-02T12:00:00+00:00"
        assert holds.release(session, now=NOW)
        assert not holds.release(session, now=NOW)


def test_a_restore_leaves_no_lease_of_somebody_who_is_not_here(
    source: Database, place: Place, tmp_path: Path
) -> None:
    with source.begin() as session:
        leases.take(session, "bot", "other", timedelta(hours=1), NOW)
    written(source, tmp_path / "a.tar.gz", tmp_path)

    put(tmp_path / "a.tar.gz", place)

    with place.db.begin() as session:
        assert leases.take(session, "bot", "me", timedelta(hours=1), NOW)


def test_a_restore_is_in_the_audit(source: Database, place: Place, tmp_path: Path) -> None:
    a_letter(source, 1)
    written(source, tmp_path / "a.tar.gz", tmp_path)

    put(tmp_path / "a.tar.gz", place, gap=50)

    with place.db.reading() as session:
        row = session.scalars(select(AuditRow).where(AuditRow.what == "restored")).one()
    assert row.details == {"archive": NOW.isoformat(), "gap": 50, "waiting": 1}


def test_an_archive_of_an_older_schema_is_brought_up_to_date(
    source: Database, place: Place, tmp_path: Path
) -> None:
    a_letter(source, 1)
    schema.take_back(source, "0002")
    written(source, tmp_path / "a.tar.gz", tmp_path)

    put(tmp_path / "a.tar.gz", place)

    assert schema.is_current(place.db)
    with place.db.reading() as session:
        assert len(list(drafts.listed(session))) == 1


def test_a_message_whose_file_is_gone_is_named(source: Database, tmp_path: Path) -> None:
    message_id = a_letter(source, 1, raw=LARGE)
    if source.spool is None:
        pytest.skip("all bytes are in the database")
    [file] = [path for path in source.spool.rglob("*") if path.is_file()]
    file.unlink()

    told = written(source, tmp_path / "a.tar.gz", tmp_path)

    assert told.without_file == (message_id,)
