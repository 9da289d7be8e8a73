"""An encoder that lies in a folder, as the commands meet it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import checks, readers
from bot.cli import main
from bot.setting_errors import SettingsError
from bot.settings import load_settings

ROOT = Path(__file__).resolve().parents[3]
#: an encoder on which no reader was fitted
UNFITTED = ROOT / "tests/corpus/encoder"


def test_a_folder_is_meant_from_where_the_program_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert load_settings({"ACSG_ENCODER": "./mine"}).encoder == f"{tmp_path}/mine"


def test_a_word_that_names_no_encoder_is_told_what_it_may_be() -> None:
    with pytest.raises(SettingsError, match=r"^ACSG_ENCODER: give both, use, or the path of a "):
        load_settings({"ACSG_ENCODER": "mine"})


def test_no_process_starts_for_a_folder_that_cannot_be_used(tmp_path: Path) -> None:
    settings = load_settings({"ACSG_ENCODER": f"{tmp_path}/mine"})

    with pytest.raises(SettingsError, match=f"^ACSG_ENCODER: {tmp_path}/mine: there is no such"):
        readers.loading(settings)


@pytest.mark.parametrize("command", ["read", "evaluate"])
def test_a_command_that_reads_says_in_one_line_what_a_folder_lacks(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ACSG_ENCODER", str(UNFITTED))

    code = main([command, str(ROOT / "nlp/corpus/en-1.jsonl")])

    assert code == 2
    assert capsys.readouterr().err == (
        f"acsg-intake: ACSG_ENCODER: {UNFITTED}: no reader was fitted on it (reader.npz); "
        f"run python -m nlp.training --encoder {UNFITTED}\n"
    )


def test_the_check_says_what_a_folder_lacks(tmp_path: Path) -> None:
    settings = load_settings({"ACSG_ENCODER": str(UNFITTED), "ACSG_DATA_DIR": str(tmp_path)})

    found = checks.reader(settings)

    assert (found.subject, found.state) == ("reader", "failed")
    assert found.hint.startswith(f"ACSG_ENCODER: {UNFITTED}: no reader was fitted on it")


def test_the_check_names_the_encoder(tmp_path: Path) -> None:
    settings = load_settings({"ACSG_DATA_DIR": str(tmp_path)})

    found = checks.reader(settings)

    assert found.state == "ok"
    assert found.subject.endswith(", encoder both")
