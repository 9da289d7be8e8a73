"""A watched folder from which nothing can be taken: told in the chat, and so is its end."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.mailbox import watched
from bot.settings import load_settings
from bot.utc import utc_now
from tests.box_room import Clock, look, seen_since, trouble_of, until
from tests.mailbox_room import inlet, letter, taken

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])
MINUTE = timedelta(minutes=1)


def test_a_folder_that_is_gone_is_told_and_so_is_its_return(
    database: Database, tmp_path: Path
) -> None:
    folder, clock = tmp_path / "in", Clock()
    settings = load_settings({"ACSG_WATCH_DIR": str(folder)})

    async def scene() -> tuple[list[str], list[str]]:
        with inlet(database) as acceptor:
            async with watched(settings, db=database, submit=acceptor.submit, clock=clock):
                await until(lambda: trouble_of(database, "watch") == "no_folder")
                clock.later += 16 * MINUTE
                before = clock()
                await until(lambda: seen_since(database, "watch", before))
                first = look(database, tmp_path, clock())
                folder.mkdir()
                (folder / "letter.eml").write_bytes(letter(1))
                await until(lambda: trouble_of(database, "watch") is None)
                await until(lambda: len(taken(database)) == 1)
                return first, look(database, tmp_path, clock())

    first, then = asyncio.run(scene())

    assert "no file could be taken from the watched folder: the folder is not there" in first[0]
    assert str(folder) not in first[0]
    assert then[1].startswith("✓ Over since ")


def test_a_folder_that_cannot_be_read_is_named_as_such(database: Database, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.symlink_to(folder)
    settings = load_settings({"ACSG_WATCH_DIR": str(folder)})

    async def scene() -> None:
        with inlet(database) as acceptor:
            async with watched(settings, db=database, submit=acceptor.submit, clock=utc_now):
                await until(lambda: trouble_of(database, "watch") == "unreadable")

    asyncio.run(scene())


def test_files_that_cannot_be_moved_away_are_trouble_though_they_are_safe(
    database: Database, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "taken").symlink_to(folder / "taken")
    settings = load_settings({"ACSG_WATCH_DIR": str(folder)})

    async def scene() -> None:
        with inlet(database) as acceptor:
            async with watched(settings, db=database, submit=acceptor.submit, clock=utc_now):
                (folder / "letter.eml").write_bytes(letter(1))
                await until(lambda: trouble_of(database, "watch") == "not_moved")

    asyncio.run(scene())

    assert len(taken(database)) == 1
