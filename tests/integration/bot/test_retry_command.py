"""`acsg-intake retry`: what is run again, and what is said of the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.cli import main
from store import decisions, drafts, inbox
from store.model import MessageStatus
from tests.factories import ALICE, NOW
from tests.integration.ingest.test_reading_anew import a_mail, cut_short

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

REF = "ACSG-2026-0001"


@pytest.fixture(autouse=True)
def settings(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACSG_DATABASE_URL", database_url)
    monkeypatch.setenv("ACSG_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.chdir(tmp_path)


def test_a_letter_that_met_a_limit_waits_to_be_read_anew(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    message_id = cut_short(database, code="too_many_pages")

    assert main(["retry", REF]) == 0

    assert capsys.readouterr().out.endswith(f"\n{message_id}  attempt 2 waits\n")
    with database.reading() as session:
        assert inbox.get(session, message_id).status is MessageStatus.RECEIVED


def test_all_takes_parked_messages_alone(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    cut_short(database)

    assert main(["retry", "--all"]) == 0

    assert capsys.readouterr().out.endswith("\nnothing is parked\n")


def test_why_a_letter_is_not_read_anew_is_one_line(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    message_id = cut_short(database, a_mail("We request this."))
    with database.begin() as session:
        [draft] = drafts.of_message(session, message_id)
        decisions.reject(session, draft.id, 1, ALICE, reason="x", now=NOW)

    assert main(["retry", REF]) == 1

    assert capsys.readouterr().err == (
        f"acsg-intake: {message_id} is not read again: a draft of it is decided, and its evidence"
        " must stay as it was\n"
    )
