"""A two-page letter from 250 to its card, and the door's answers while letters are being read.

Usage: python -m benchmarks.card [letters]
"""

from __future__ import annotations

import os
import signal
import smtplib
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.doors import free_port
from benchmarks.letters import mail_with, pdfs
from store import outbox
from store.model import OutboxKind, OutboxStatus
from store.session import open_database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.session import Database

_START_SECONDS = 60
_CARD_SECONDS = 60
_PROBES = 300
_PAUSE_SECONDS = 0.02
_SMALL = b"From: a@b.example\r\nSubject: probe\r\nMessage-ID: <%d.%d@b.example>\r\n\r\nprobe\r\n"


def main() -> None:
    letters = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    mails = [mail_with(pdf, number) for number, pdf in enumerate(pdfs(2 * letters, pages=2))]
    with tempfile.TemporaryDirectory() as folder, program(Path(folder)) as port:
        database = open_database(f"sqlite:///{folder}/intake.db")
        waits = [_card_seconds(port, database, raw) for raw in mails[: letters + 1]]
        warm = waits[1:]  # the first has waited for the models
        print(
            f"250 to card, two pages: median {statistics.median(warm):.2f} s, max {max(warm):.2f} s"
        )
        idle = _answers(port, 0)
        for raw in mails[letters + 1 :]:
            _send(port, raw)
        busy = _answers(port, 1)
        database.close()
    print(f"p99 of 250, idle: {idle * 1000:.1f} ms; while letters are read: {busy * 1000:.1f} ms")
    print(f"ratio {busy / idle:.1f}")


@contextmanager
def program(folder: Path) -> Iterator[int]:
    """The whole program in a process of its own, with the chat sandbox; gives its mail port."""
    port, page = free_port(), free_port()
    settings = {
        "ACSG_CHAT": "sandbox",
        "ACSG_DATA_DIR": str(folder),
        "ACSG_SMTP_LISTEN": f"127.0.0.1:{port}",
        "ACSG_SANDBOX_LISTEN": f"127.0.0.1:{page}",
        "ACSG_HTTP_LISTEN": "off",
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ACSG_")}
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "serve"],
        env={**kept, **settings},
        stderr=subprocess.DEVNULL,
    ) as serving:
        try:
            _wait_for(port)
            yield port
        finally:
            serving.send_signal(signal.SIGTERM)
            serving.wait(60)


def _card_seconds(port: int, database: Database, raw: bytes) -> float:
    before = _told(database)
    _send(port, raw)
    begun = time.monotonic()
    while _told(database) <= before:
        if time.monotonic() - begun > _CARD_SECONDS:
            raise TimeoutError("no card came")
        time.sleep(_PAUSE_SECONDS)
    return time.monotonic() - begun


def _told(database: Database) -> int:
    """How many cards and notes have reached the secretariat's chat."""
    with database.reading() as session:
        rows = outbox.listed(session, status=OutboxStatus.SENT)
        return sum(row.kind in {OutboxKind.CARD, OutboxKind.NOTE} for row in rows)


def _answers(port: int, series: int) -> float:
    """p99 of the seconds from the end of DATA to 250, of small mails one after the other."""
    seconds = []
    with smtplib.SMTP("127.0.0.1", port, timeout=60) as client:
        client.ehlo()
        for number in range(_PROBES):
            client.mail("probe@b.example")
            client.rcpt("requests@localhost")
            client.docmd("DATA")
            begun = time.monotonic()
            client.send(_SMALL % (series, number) + b".\r\n")
            client.getreply()
            seconds.append(time.monotonic() - begun)
            time.sleep(_PAUSE_SECONDS)
    return statistics.quantiles(seconds, n=100)[98]


def _send(port: int, raw: bytes) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=60) as client:
        client.sendmail("registry@ministry.example", ["requests@localhost"], raw)


def _wait_for(port: int) -> None:
    give_up_at = time.monotonic() + _START_SECONDS
    while time.monotonic() < give_up_at:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(_PAUSE_SECONDS)
    raise TimeoutError("the program did not open its door")


if __name__ == "__main__":
    main()
