from __future__ import annotations

import threading
from importlib import import_module

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from store import audit, inbox, schema
from store.errors import OldSchemaError
from store.session import Database, open_database
from tests.factories import NOW


def test_the_rows_are_those_that_the_migrations_build(database: Database) -> None:
    assert schema.differences(database) == []


#: written as the program of that time did; today's rows have more
A_ROW_OF_THE_FIRST_SCHEMA = """
    INSERT INTO inbox (id, ref, identity, sha256, size_bytes, channel, sender, recipients,
                       received_at, status, attempt, starts, attempts)
    VALUES ('m1', 'ACSG-2026-0001', 'i', 'h', 1, 'email', 'ministry@example.org', '[]',
            :at, 'received', 1, 0, 0)
"""


def test_a_new_database_is_not_current(empty_database: Database) -> None:
    with pytest.raises(OldSchemaError):
        schema.require_current(empty_database)


def test_migrating_makes_it_current(empty_database: Database) -> None:
    schema.migrate(empty_database)

    assert schema.is_current(empty_database)


def test_migrating_back_leaves_nothing(empty_database: Database) -> None:
    schema.migrate(empty_database)

    schema.take_back(empty_database)

    with empty_database.engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}


def test_up_again_after_down_is_the_same_schema(empty_database: Database) -> None:
    schema.migrate(empty_database)
    schema.take_back(empty_database)

    schema.migrate(empty_database)

    assert schema.differences(empty_database) == []


def test_a_database_of_the_first_schema_keeps_what_is_in_it(empty_database: Database) -> None:
    schema.migrate(empty_database, "0001")
    with empty_database.begin() as session:
        session.execute(text(A_ROW_OF_THE_FIRST_SCHEMA), {"at": NOW.replace(tzinfo=None)})
    assert not schema.is_current(empty_database)

    schema.migrate(empty_database)
    schema.take_back(empty_database, "0001")
    schema.migrate(empty_database)

    assert schema.differences(empty_database) == []
    with empty_database.reading() as session:
        assert inbox.by_ref(session, "ACSG-2026-0001") is not None


def test_two_who_migrate_at_once_do_not_meet(empty_database: Database) -> None:
    others = [open_database(empty_database.url) for _ in range(3)]
    threads = [threading.Thread(target=schema.migrate, args=(db,)) for db in others]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    for db in others:
        db.close()
    assert schema.is_current(empty_database)


def test_the_durable_engines_tables_are_none_of_our_business(database: Database) -> None:
    with database.begin() as session:
        session.execute(text("CREATE TABLE workflow_status (workflow_uuid TEXT)"))
        session.execute(text("CREATE TABLE dbos_migrations (version INTEGER)"))

    assert schema.differences(database) == []


def test_every_table_of_the_durable_engine_is_known() -> None:
    theirs = import_module("dbos._schemas.system_database").SystemSchema.metadata_obj.tables

    names = {table.name for table in theirs.values()}

    assert names <= schema._ENGINE_TABLES
    assert names.isdisjoint(schema.METADATA.tables)


@pytest.mark.parametrize("statement", ["UPDATE audit SET who = 'nobody'", "DELETE FROM audit"])
def test_the_audit_refuses_to_be_changed(database: Database, statement: str) -> None:
    with database.begin() as session:
        audit.record(session, what="parked", message_id="1", now=NOW)

    with pytest.raises(DBAPIError, match="append-only"), database.begin() as session:
        session.execute(text(statement))


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_the_audit_refuses_to_be_emptied(database: Database) -> None:
    with pytest.raises(DBAPIError, match="append-only"), database.begin() as session:
        session.execute(text("TRUNCATE audit"))
