"""Memory that one large mail takes on its way in: the door and the writer behind it.

Usage: python -m benchmarks.large_mail [megabytes]
"""

from __future__ import annotations

import smtplib
import sys
import threading
from contextlib import suppress
from typing import Final, Self

import psutil

from benchmarks.doors import python_door
from benchmarks.load import RECIPIENT

MEGABYTE: Final = 1_000_000
_LINE: Final = b"The Ministry requests support with the training of its interviewers this year.\r\n"


def main() -> None:
    size = int(sys.argv[1]) * MEGABYTE if len(sys.argv) > 1 else 25 * MEGABYTE
    with python_door("ours") as port:
        door = _listening_on(port)
        _send(port, 20_000)
        with Watch(door) as watch:
            _send(port, size)
        grown = watch.peak - watch.before
    print(
        f"a mail of {size / MEGABYTE:.0f} MB: {watch.before / MEGABYTE:.0f} MB before, "
        f"at most {grown / MEGABYTE:.0f} MB more, {grown / size:.1f}x its size"
    )


class Watch:
    """The most memory that a process and its children had, looked at every millisecond."""

    def __init__(self, process: psutil.Process) -> None:
        self._processes = [process, *process.children(recursive=True)]
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self.before = self.peak = self._now()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stop.wait(0.001):
            self.peak = max(self.peak, self._now())

    def _now(self) -> int:
        taken = 0
        for process in self._processes:
            with suppress(psutil.NoSuchProcess):
                taken += process.memory_info().rss
        return taken


def _listening_on(port: int) -> psutil.Process:
    for one in psutil.Process().children():
        if port in {found.laddr[1] for found in one.net_connections()}:
            return one
    raise LookupError(port)


def _send(port: int, size_bytes: int) -> None:
    body = b"From: ministry@example.org\r\n\r\n" + _LINE * (size_bytes // len(_LINE))
    with smtplib.SMTP("127.0.0.1", port, timeout=60) as smtp:
        smtp.sendmail("ministry@example.org", [RECIPIENT], body)


if __name__ == "__main__":
    main()
