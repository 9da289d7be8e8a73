"""Fixtures of the durable half: a queue beside each database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ingest import workflows
from ingest.workflows import Enqueuer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.session import Database


@pytest.fixture
def enqueuer(database: Database) -> Iterator[Enqueuer]:
    workflows.prepare(database.url)
    enqueuer = Enqueuer(database.url)
    yield enqueuer
    enqueuer.close()
