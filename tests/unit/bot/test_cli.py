"""The command line: help, usage, one line of trouble."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.cli import COMMANDS, main
from bot.exits import DONE, FAILED, USAGE

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ACSG_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "var"


def test_no_command_prints_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    code = main([])

    out = capsys.readouterr().out
    assert code == USAGE
    assert [name for name in COMMANDS if name not in out] == []


def test_an_unknown_command_is_a_usage_error() -> None:
    with pytest.raises(SystemExit) as caught:
        main(["destroy"])

    assert caught.value.code == USAGE


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([name, "--help"])

    assert caught.value.code == DONE
    assert COMMANDS[name].split("\n")[0][:20] in capsys.readouterr().out.replace("\n", " ")


def test_a_bad_setting_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACSG_WORKERS", "many")

    code = main(["messages"])

    assert code == USAGE
    assert capsys.readouterr().err.startswith("acsg-intake: ACSG_WORKERS: ")


def test_an_empty_database_has_no_messages(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["messages", "--json"])

    assert code == DONE
    assert capsys.readouterr().out == ""


def test_an_unknown_draft_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["show", "ACSG-2026-0001-1"])

    assert code == FAILED
    assert "no draft ACSG-2026-0001-1" in capsys.readouterr().err


def test_a_database_that_does_not_answer_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACSG_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")

    code = main(["drafts"])

    assert code == FAILED
    assert capsys.readouterr().err.startswith("acsg-intake: ACSG_DATABASE_URL: ")


def test_every_command_stands_in_the_operations_page() -> None:
    page = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `([a-z]+)", page, flags=re.MULTILINE))

    assert set(COMMANDS) <= told
