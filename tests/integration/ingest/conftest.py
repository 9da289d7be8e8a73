"""Fixtures of the durable half: a queue beside each database."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from ingest import workflows
from ingest.workflows import Enqueuer
from tests.dovecot import USER, MailServer, mail_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.session import Database


@pytest.fixture
def enqueuer(database: Database) -> Iterator[Enqueuer]:
    workflows.prepare(database.url)
    enqueuer = Enqueuer(database.url)
    yield enqueuer
    enqueuer.close()


@pytest.fixture(scope="package")
def running_server() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def server(running_server: MailServer) -> MailServer:
    """The server with an empty mailbox."""
    home = running_server.folder / "mail" / USER
    if home.exists():
        shutil.rmtree(home)
    return running_server
