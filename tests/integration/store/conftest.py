"""Fixtures of backup and restore: a database with files beside it, and an empty place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.archives import elsewhere, place_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.restore import Place
    from store.session import Database


@pytest.fixture
def source(database: Database, tmp_path: Path) -> Database:
    """Two letters, one of them large, and files beside them."""
    for name in ("outgoing", "models"):
        (tmp_path / name).mkdir()
    (tmp_path / "outgoing" / "answer.eml").write_bytes(b"answer")
    (tmp_path / "models" / "active").write_text("learned-1\n")
    (tmp_path / "models" / "learned-1").mkdir()
    (tmp_path / "models" / "learned-1" / "card.json").write_text("{}")
    (tmp_path / "models" / ".new-1").write_text("half")
    return database


@pytest.fixture
def place(request: pytest.FixtureRequest, database_kind: str, tmp_path: Path) -> Iterator[Place]:
    data = tmp_path / "elsewhere"
    with elsewhere(request, database_kind, data) as url, place_at(url, data) as there:
        yield there
