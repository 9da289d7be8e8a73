"""How guarded processes end when the program does, in order or by kill -9."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

pytestmark = pytest.mark.timeout(120)

_PARENT = """
import os, sys, threading, time
from functools import partial
from ingest.guard import Guard, Limits
from nlp.reading import Circumstances
from tests import guarded_tasks as tasks

if __name__ == "__main__":
    guard = Guard(Limits(reading_workers=2), load=tasks.Parrot, shared=False)
    pids = [guard.run(os.getppid), int(guard.read([], Circumstances(subject="pids")).language)]
    for busy in (
        partial(guard.run, tasks.start_and_hang, seconds=600),
        partial(guard.read, [], Circumstances(subject="hang")),
    ):
        threading.Thread(target=busy, daemon=True).start()
    time.sleep(1.5)
    print(*pids, file=sys.stderr, flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_all_guarded_processes_end_when_ours_is_killed(how: int, tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(_PARENT, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, script],
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path.cwd(),
        env={"PYTHONPATH": str(Path.cwd()), "TMPDIR": str(tmp_path)},
    ) as parent:
        assert parent.stderr is not None
        pids = [int(word) for word in parent.stderr.readline().split()]
        theirs = descendants(parent.pid)
        assert set(pids) <= theirs
        parent.send_signal(how)

    assert all_end(theirs)


def descendants(pid: int) -> set[int]:
    return {one.pid for one in psutil.Process(pid).children(recursive=True)}


def all_end(pids: set[int]) -> bool:
    """Whether they are gone soon: a killed process takes a moment to go."""
    give_up_at = time.monotonic() + 10
    while any(map(is_alive, pids)) and time.monotonic() < give_up_at:
        time.sleep(0.05)
    return not any(map(is_alive, pids))


def is_alive(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except OSError:
        return False
