"""What `check` finds, and what it says to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import checks
from bot.records import opened_database
from bot.settings import load_settings
from store import holds, marks

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

TELEGRAM = {"ACSG_TELEGRAM_TOKEN": "1:x", "ACSG_SECRETARIAT_CHAT": "-5"}


def test_a_rehearsal_is_no_database_for_real_letters(tmp_path: Path) -> None:
    settings = load_settings({"ACSG_DATA_DIR": str(tmp_path), **TELEGRAM})
    with opened_database(settings) as database, database.begin() as session:
        marks.mark(session, "sandbox")

    found = checks.database(settings)

    assert found.state == "failed"
    assert found.hint.startswith("it is marked sandbox, not telegram; ")


def test_processes_that_cannot_start_are_told_with_what_to_look_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_limits: object, *, shared: bool) -> None:
        raise PermissionError

    monkeypatch.setattr(checks, "Guard", refuse)

    found = checks.guarded(load_settings({}))

    assert found.state == "failed"
    assert found.hint == (
        "none can be started (PermissionError); may we write to /tmp and /dev/shm?"
    )


def test_an_outbox_that_is_held_is_told_with_the_command_that_releases_it(tmp_path: Path) -> None:
    settings = load_settings({"ACSG_DATA_DIR": str(tmp_path)})
    with opened_database(settings) as database, database.begin() as session:
        holds.hold(session, made_at="2026-03-02T12:00:00+00:00")

    found = checks.outbox(settings)

    assert found.state == "warning"
    assert "release-outbox" in found.hint
