"""How quickly the door answers while PDFs are being read, beside how quickly when nothing is.

The whole program in one process of its own, as `make run` starts it. Usage:
python -m benchmarks.latency [rounds]
"""

from __future__ import annotations

import base64
import io
import smtplib
import statistics
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from benchmarks import load
from benchmarks.doors import free_port
from store import inbox
from store.model import MessageStatus
from store.session import open_database
from tests.killing import Victim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.session import Database

#: one at a time on so many connections: the door is to be measured, not filled
CONNECTIONS = 5
MAILS = 300
PAUSE_SECONDS = 0.02
PDFS = 12
PAGES = 2
SENTENCE = "The Ministry requests support with the training of its interviewers in 2027. "


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    idle, busy, letters = [], [], []
    for number in range(rounds):
        with _program("smtp") as (port, _):
            idle.append(_measured(port))
        with _program("smtp,worker") as (port, db):
            _wait_until_all_is_read(db, _send_pdfs(port, "warm", 1))
            letters += [_one_letter(port, db, f"{number}/{n}") for n in range(5)]
            sent = _send_pdfs(port, "many", PDFS)
            busy.append(_measured(port))
            print(f"  round {number + 1}: at its end {_unread(db, sent)} of {PDFS} PDFs are unread")
    _print("nothing is read", idle)
    _print("PDFs are read", busy)
    ratio = statistics.median(b.p99_ms / i.p99_ms for i, b in zip(idle, busy, strict=True))
    print(f"p99 while PDFs are being read is {ratio:.1f}x the idle one")
    print(
        f"a letter of two pages, from 250 to its drafts: median {statistics.median(letters):.2f} s"
    )


@contextmanager
def _program(roles: str) -> Iterator[tuple[int, Database]]:
    """The program on a new database, with these roles."""
    with tempfile.TemporaryDirectory(prefix="acsg-latency-") as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'intake.db'}"
        victim = Victim(
            folder=folder / "data",
            database_url=url,
            port=free_port(),
            settings={"ACSG_ROLE": roles},
        )
        victim.folder.mkdir()
        victim.start()
        db = open_database(url)
        try:
            yield victim.port, db
        finally:
            db.close()
            victim.kill()


def _measured(port: int) -> load.Result:
    return load.run(
        port,
        connections=CONNECTIONS,
        mails=MAILS,
        size_bytes=20_000,
        pause_seconds=PAUSE_SECONDS,
    )


def _print(what: str, results: list[load.Result]) -> None:
    median = statistics.median(result.median_ms for result in results)
    p99 = statistics.median(result.p99_ms for result in results)
    print(f"{what:<18} to 250: median {median:6.1f} ms, p99 {p99:6.1f} ms")


def _one_letter(port: int, db: Database, mark: str) -> float:
    [message_id] = _send_pdfs(port, mark, 1)
    begun = time.monotonic()
    _wait_until_all_is_read(db, [message_id])
    return time.monotonic() - begun


def _send_pdfs(port: int, mark: str, number: int) -> list[str]:
    ids = []
    with smtplib.SMTP("127.0.0.1", port, timeout=60) as smtp:
        for n in range(number):
            smtp.ehlo("client")
            smtp.mail("ministry@example.org")
            smtp.rcpt(load.RECIPIENT)
            _, text = smtp.data(_letter(f"{mark} {n}"))
            ids.append(text.decode().split()[-1])
    return ids


def _letter(mark: str) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for page in range(PAGES):
        for line in range(30):
            canvas.drawString(60, 780 - 20 * line, f"{SENTENCE}{mark} {page}/{line}")
        canvas.showPage()
    canvas.save()
    return (
        b"From: <ministry@example.org>\r\nSubject: %b\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: application/pdf; name="letter.pdf"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n%b"
    ) % (mark.encode(), base64.encodebytes(buffer.getvalue()).replace(b"\n", b"\r\n"))


def _unread(db: Database, ids: list[str]) -> int:
    with db.reading() as session:
        return sum(inbox.get(session, one).status is not MessageStatus.DONE for one in ids)


def _wait_until_all_is_read(db: Database, ids: list[str]) -> None:
    while _unread(db, ids):
        time.sleep(0.02)


if __name__ == "__main__":
    main()
