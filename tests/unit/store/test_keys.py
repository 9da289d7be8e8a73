from __future__ import annotations

from typing import TYPE_CHECKING

from store import keys

if TYPE_CHECKING:
    from store.session import Database


def test_a_key_is_made_once_and_stays(database: Database) -> None:
    with database.begin() as session:
        first = keys.key(session, "return-path")
    with database.begin() as session:
        second = keys.key(session, "return-path")

    assert first == second
    assert len(first) == 32


def test_each_name_has_a_key_of_its_own(database: Database) -> None:
    with database.begin() as session:
        assert keys.key(session, "one") != keys.key(session, "other")


def test_a_key_that_nobody_needed_is_not_made(database: Database) -> None:
    with database.reading() as session:
        assert keys.find(session, "never") is None


def test_whoever_only_reads_makes_it_once_and_finds_it_then(database: Database) -> None:
    made = keys.of_database(database, keys.MESSAGE_ID)

    assert keys.of_database(database, keys.MESSAGE_ID) == made
    with database.reading() as session:
        assert keys.find(session, keys.MESSAGE_ID) == made
