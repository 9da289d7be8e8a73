"""The image and its neighbours: nothing here builds them, so what they name is compared."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hatchling.builders.wheel import WheelBuilder

from bot.cli import COMMANDS, main
from bot.exits import DONE
from bot.settings import load_settings

ROOT = Path(__file__).resolve().parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
PROGRAMS = ("migrate", "intake")


def instructions(stage: str) -> list[tuple[str, str]]:
    lines = [line for line in stage.replace("\\\n", " ").splitlines() if line.strip()]
    words = [line.partition(" ") for line in lines if not line.startswith("#")]
    return [(name, " ".join(rest.split())) for name, _, rest in words]


STAGES = [instructions(f"FROM {part}") for part in re.split(r"(?m)^FROM ", DOCKERFILE)[1:]]
LAST = STAGES[-1]


def one(name: str) -> str:
    (found,) = [rest for instruction, rest in LAST if instruction == name]
    return found


def names(setting: str) -> bool:
    """Whether there is such a setting."""
    try:
        load_settings({setting: ""})
    except Exception:  # noqa: BLE001 - any trouble is a no
        return False
    return True


def test_wheels_are_built_in_one_stage_and_run_in_another() -> None:
    assert len(STAGES) == 2
    assert [rest for name, rest in LAST if name == "COPY"] == ["--from=wheels /wheels /wheels"]


def test_nothing_is_fetched_without_a_hash() -> None:
    runs = [rest for stage in STAGES for name, rest in stage if name == "RUN" and " pip " in rest]

    assert all(
        "--require-hashes" in run or "--no-index" in run or run.endswith(" .") for run in runs
    )
    assert all("--no-build-isolation" in run for run in runs if "pip wheel" in run)


def test_the_program_runs_as_a_numbered_user_who_is_not_root() -> None:
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", one("USER"))
    assert f"chown {one('USER').partition(':')[0]} secrets/" in (
        ROOT / "docs/operations.md"
    ).read_text(encoding="utf-8")


def test_the_image_reads_scans_in_every_language_of_the_list() -> None:
    listed = (ROOT / "debian-packages.txt").read_text(encoding="utf-8").split()
    install = next(rest for name, rest in LAST if name == "RUN" and "apt-get install" in rest)

    assert set(re.findall(r"tesseract-ocr\S*", install)) == {
        word for word in listed if word.startswith("tesseract-ocr")
    }


def test_the_health_check_is_a_command_of_ours(capsys: pytest.CaptureFixture[str]) -> None:
    program, command, option = re.findall(r'"([^"]+)"', one("HEALTHCHECK"))

    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])

    assert ended.value.code == DONE
    assert program == "acsg-intake"
    assert option in capsys.readouterr().out


def test_commands_of_the_image_and_of_its_services_exist() -> None:
    started = re.findall(r'"([^"]+)"', one("CMD"))
    started += [word for name in PROGRAMS for word in COMPOSE["services"][name].get("command", [])]

    assert set(started) <= set(COMMANDS)


def test_settings_that_image_and_services_name_exist() -> None:
    named = set(re.findall(r"\bACSG_\w+", DOCKERFILE))
    for name in PROGRAMS:
        named |= set(COMPOSE["services"][name]["environment"])

    # the file of a secret is looked for, so its setting is asked instead
    assert [name for name in sorted(named) if not names(name.removesuffix("_FILE"))] == []


def test_secrets_that_services_use_are_declared_and_mounted_where_they_are_looked_for() -> None:
    for service in COMPOSE["services"].values():
        used = set(service.get("secrets", []))
        asked = re.findall(r"/run/secrets/(\w+)", str(service.get("environment", "")))

        assert used <= set(COMPOSE["secrets"])
        assert set(asked) <= used


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_service_of_ours_may_write_nowhere_but_to_its_data(name: str) -> None:
    service = COMPOSE["services"][name]

    assert service["read_only"] is True
    assert service["tmpfs"] == ["/tmp"]  # noqa: S108 - a fact of the image, not a file of ours
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_the_wheel_holds_training_texts_models_and_templates() -> None:
    packed = {one.distribution_path for one in WheelBuilder(str(ROOT)).recurse_included_files()}

    kept = [*(ROOT / "nlp/corpus").glob("*.jsonl"), *(ROOT / "nlp/models").rglob("*.[no]*")]
    assert len(kept) > 20
    assert {path.relative_to(ROOT).as_posix() for path in kept} <= packed
    assert "bot/templates/cards/card.html.j2" in packed


def test_all_that_the_wheel_is_made_of_is_copied() -> None:
    first = {word for name, rest in STAGES[0] if name == "COPY" for word in rest.split()}

    assert {"bot", "ingest", "nlp", "store", "templates", "pyproject.toml"} <= first
    assert {"README.md", "LICENSE", "NOTICE", "requirements.txt"} <= first
