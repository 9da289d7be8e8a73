"""`train` and `rollback` at the command line, over decisions of officers in the records."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot import checks
from bot.cli import main
from bot.exits import DONE, FAILED
from bot.settings import load_settings
from nlp import learned
from store.schema import migrate
from tests.conftest import opened
from tests.teaching import standings, teach

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ACSG_DATA_DIR", str(tmp_path / "var"))
    # without the network it is quicker, and learns the same way
    monkeypatch.setenv("ACSG_ENCODER", "use")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "var"


@pytest.fixture
def decided(data_dir: Path) -> Path:
    """The folder of learned layers of an office that has decided on 25 letters."""
    with opened(f"sqlite:///{data_dir / 'intake.db'}") as db:
        migrate(db)
        teach(db, standings("corrected"))
    return data_dir / "models"


def test_without_decisions_there_is_nothing_to_learn(
    data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = [main(["train"]), main(["train", "--json"])]

    said = capsys.readouterr().out
    assert codes == [DONE, DONE]
    assert said.startswith("nothing to learn from")
    assert json.loads(said.splitlines()[1])["outcome"] == "nothing_to_learn"
    assert not (data_dir / "models").exists()


def test_what_was_learned_is_put_in_tried_again_and_taken_back(
    decided: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["train", "--dry-run"]) == DONE
    assert "tried only: learned-" in capsys.readouterr().out
    assert not decided.exists()

    assert main(["train", "--json"]) == DONE
    told = json.loads(capsys.readouterr().out)
    assert (told["outcome"], told["lessons"], told["corrections"]) == ("put_in", 25, 25)
    assert told["letters"]["right_after"] > told["letters"]["right_before"]
    assert learned.active(decided) == told["version"]
    assert told["version"] in checks.reader(load_settings()).subject

    assert main(["train"]) == DONE
    assert f"nothing new: {told['version']}" in capsys.readouterr().out

    assert main(["rollback"]) == DONE
    assert capsys.readouterr().out.startswith("the shipped reader reads again")
    assert learned.active(decided) == ""

    assert main(["rollback"]) == FAILED
    assert "nothing before it" in capsys.readouterr().err


def test_a_layer_that_cannot_be_used_is_told_by_check(data_dir: Path) -> None:
    (data_dir / "models").mkdir(parents=True)
    learned.point_at(data_dir / "models", "learned-000000000000")

    found = checks.reader(load_settings())

    assert (found.state, "(missing)" in found.hint) == ("warning", True)


def test_reading_says_beside_its_result_that_a_layer_is_not_used(data_dir: Path) -> None:
    (data_dir / "models").mkdir(parents=True)
    learned.point_at(data_dir / "models", "learned-000000000000")
    (data_dir / "letter.txt").write_text("We request training for our staff.", encoding="utf-8")

    ended = subprocess.run(
        [sys.executable, "-m", "bot", "read", "--json", str(data_dir / "letter.txt")],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
        check=True, timeout=200,
    )  # fmt: skip

    assert json.loads(ended.stdout)["language"] == "en"
    told = [json.loads(line) for line in ended.stderr.splitlines() if line.startswith("{")]
    assert {(one["event"], one["problem"]) for one in told} == {
        ("learned_model_not_used", "missing")
    }
