"""What officers said after confirming, as the commands print it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.cli import main
from store import consents, decisions, drafts, inbox, judgements
from store.consents import Form, Ground, Said, Scope, Towards
from tests.factories import ALICE, NOW, a_content, a_read_message, an_arrival

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database


@pytest.fixture
def ref(
    database: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> str:
    """A registered request of which Alice said everything."""
    monkeypatch.setenv("ACSG_DATABASE_URL", database_url)
    monkeypatch.setenv("ACSG_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.chdir(tmp_path)
    with database.begin() as session:
        message_id = inbox.accept(session, [an_arrival()], now=NOW, year=2026)[0].id
        drafts.save_reading(session, message_id, 1, a_read_message(), [a_content()], now=NOW)
        decisions.confirm(session, 1, 1, ALICE, now=NOW)
        draft = drafts.get(session, 1)
        judgements.judge(session, draft, ALICE, meets=True, reason="A plan", seen=0, now=NOW)
        scope = Scope(towards=Towards.STATES, form=Form.SUMMARY)
        ground = Ground(message_id=message_id, proven="proven", said_by="Ms Amina")
        consents.record(
            session, draft, ALICE, said=Said.GIVEN, scope=scope, ground=ground, seen=0, now=NOW
        )
    return draft.ref


def test_drafts_has_what_holds_as_added_keys(ref: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["drafts", "--json"]) == 0

    line = json.loads(capsys.readouterr().out)
    assert (line["ref"], line["status"]) == (ref, "confirmed")
    assert (line["judgement"]["meets"], line["judgement"]["reason"]) == (True, "A plan")
    assert (line["consent"]["said"], line["consent"]["towards"]) == ("given", "states")


def test_a_withdrawn_record_is_printed_as_withdrawn_with_its_reference(
    ref: str, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    with database.begin() as session:
        decisions.withdraw_registered(session, 1, 1, ALICE, reason="so", now=NOW)

    assert main(["drafts", "--json", "--status", "withdrawn"]) == 0
    line = json.loads(capsys.readouterr().out)
    assert main(["show", ref, "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)

    for one in (line, shown):
        assert (one["status"], one["register_ref"]) == ("withdrawn", "REQ-2026-0001")
        assert one["decided_by"] == "Alice"
    last = shown["history"][-1]
    assert last["words"] == "withdrawn from the register, as its sender wished"


def test_show_has_all_that_was_said(ref: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", ref, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["by"] for one in found["judgements"]] == ["Alice"]
    assert [one["said_by"] for one in found["consents"]] == ["Ms Amina"]

    assert main(["show", ref]) == 0
    text = capsys.readouterr().out
    assert "Alice: meets: A plan" in text
    assert "Alice: given, states, summary" in text
