"""The installed command as a shell sees it: closed pipes, full disks, Ctrl-C, any locale."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM = str(Path(sys.executable).with_name("acsg-intake"))
SAMPLES = Path(__file__).resolve().parents[3] / "bot/sandbox/samples"
ARABIC = str(SAMPLES / "arabic-request.txt")


def run(folder: Path, command: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "ACSG_DATA_DIR": str(folder / "var"), **more}
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"],
        env=environment, cwd=folder, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def test_a_reader_that_goes_away_is_no_trouble(tmp_path: Path) -> None:
    ended = run(tmp_path, f"{PROGRAM} ingest {ARABIC} && {PROGRAM} messages | true")

    assert (ended.returncode, ended.stderr) == (0, "")


def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    ended = run(tmp_path, f"{PROGRAM} ingest {ARABIC} >/dev/full")

    assert ended.returncode == 1
    assert ended.stderr == (
        "acsg-intake: the system says: No space left on device; --debug shows where\n"
    )


def test_every_script_and_name_can_be_printed_in_any_locale(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xff.txt")).write_text("نحتاج إلى مترجمين فوريين", encoding="utf-8")

    ended = run(tmp_path, f"{PROGRAM} read --json *.txt", PYTHONIOENCODING="ascii")

    found = json.loads(ended.stdout)
    assert found["source"] == "\udcff.txt"
    assert found["segments"][0]["text"].startswith("نحتاج")


@pytest.fixture
def _interrupts() -> Iterator[None]:
    """A shell makes what it starts in the background deaf to Ctrl-C, and so would be the child."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_interrupts")
@pytest.mark.parametrize("after", [3, 8])
def test_ctrl_c_ends_a_long_reading_with_one_line(after: float, tmp_path: Path) -> None:
    reading = subprocess.Popen(
        [PROGRAM, "read", *[ARABIC] * 2000],
        cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    time.sleep(after)

    # as a terminal does: to the whole group
    os.killpg(reading.pid, signal.SIGINT)
    _, said = reading.communicate(timeout=60)

    assert reading.returncode == 1
    assert said == "acsg-intake: interrupted\n"
