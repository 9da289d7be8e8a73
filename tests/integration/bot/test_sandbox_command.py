"""`python -m bot.sandbox` says in one line what is wrong, and never shows a traceback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def run(folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ACSG_")}
    ours = {f"ACSG_{name}": value for name, value in settings.items()}
    return subprocess.run(
        [sys.executable, "-m", "bot.sandbox"],
        env=clean | {"ACSG_DATA_DIR": str(folder), "PYTHONPATH": str(ROOT)} | ours,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("setting", ["SMTP_LISTEN", "SANDBOX_LISTEN"])
def test_a_taken_port_is_one_line_that_names_the_setting(tmp_path: Path, setting: str) -> None:
    free = {"SMTP_LISTEN": "127.0.0.1:0", "SANDBOX_LISTEN": "127.0.0.1:0", "HTTP_LISTEN": "off"}
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"

        ended = run(tmp_path, CHAT="sandbox", **free | {setting: address})

    (line,) = ended.stderr.splitlines()
    assert ended.returncode != 0
    assert line.startswith(f"acsg-intake: ACSG_{setting}: cannot listen on {address} (")


def test_it_runs_in_sandbox_mode_only(tmp_path: Path) -> None:
    ended = run(tmp_path, CHAT="off")

    assert ended.returncode == 2
    assert ended.stderr == "acsg-intake: ACSG_CHAT: give sandbox, this is the rehearsal\n"
