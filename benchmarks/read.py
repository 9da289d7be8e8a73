"""`read` of 100 one-page letters in one call: seconds, and the peak memory of all its processes.

Usage: python -m benchmarks.read [letters]
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from benchmarks.letters import pdfs

_LOOK_SECONDS = 0.2
_MEGABYTE = 1_000_000


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, pdf in enumerate(pdfs(count)):
            path = Path(folder, f"letter-{number:03}.pdf")
            path.write_bytes(pdf)
            paths.append(str(path))
        printed = Path(folder, "printed.jsonl")
        begun = time.monotonic()
        with (
            printed.open("wb") as out,
            subprocess.Popen(
                [sys.executable, "-m", "bot", "read", "--json", *paths],
                stdout=out,
                stderr=subprocess.DEVNULL,
            ) as reading,
        ):
            peak = _peak_pss(reading)
        seconds = time.monotonic() - begun
        lines = printed.read_bytes().count(b"\n")
    print(
        f"read {count} one-page letters: {lines} results in {seconds:.1f} s, "
        f"peak PSS of all processes {peak / _MEGABYTE:.0f} MB"
    )


def _peak_pss(reading: subprocess.Popen[bytes]) -> int:
    """Bytes; what a process shares counts by its share."""
    peak = 0
    program = psutil.Process(reading.pid)
    while reading.poll() is None:
        total = 0
        for process in [program, *program.children(recursive=True)]:
            try:
                total += process.memory_full_info().pss
            except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
                continue
        peak = max(peak, total)
        time.sleep(_LOOK_SECONDS)
    return peak


if __name__ == "__main__":
    main()
