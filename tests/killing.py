"""The whole program in a process of its own, to be killed, and a sender that never gives up."""

from __future__ import annotations

import os
import re
import signal
import smtplib
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

LARGE = ("A" * 76 + "\r\n") * 14_000
KINDS = ("request", "offer", "ask for", "propose a meeting about")


#: since the last test
_started: list[Victim] = []


def end_all() -> None:
    """End what a test has started and, as it failed, not ended."""
    while _started:
        _started.pop().end()


@dataclass(kw_only=True)
class Victim:
    """`acsg-intake serve` on a data directory and a database that outlive it."""

    folder: Path
    database_url: str
    #: 0: it has no door
    port: int
    #: more of its environment
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start it; seconds until its door said 220, where it has one."""
        begun = time.monotonic()
        _started.append(self)
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", "serve"],
                env=self._environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        while self.port and not self._greets():
            assert self.process.poll() is None, "it ended by itself"
            assert time.monotonic() - begun < 60, "its door stays shut"
            time.sleep(0.02)
        return time.monotonic() - begun

    def kill(self) -> None:
        """Kill -9 the program; what it had started must end by itself."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def end(self) -> None:
        """Kill it where it still runs, at the end of a test that failed."""
        if self.process is not None and self.process.poll() is None:
            self.kill()

    def stop(self) -> int:
        """Ask it to end, as an operator does."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def command(self, *words: str) -> str:
        """Run another command on the same data; what it says."""
        ended = subprocess.run(
            [sys.executable, "-m", "bot", *words],
            env=self._environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    def _greets(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as peer:
                return peer.recv(100).startswith(b"220")
        except OSError:
            return False

    def _environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return kept | {
            "ACSG_CHAT": "off",
            "ACSG_DNS": "off",
            "ACSG_DATA_DIR": str(self.folder),
            "ACSG_DATABASE_URL": self.database_url,
            "ACSG_SMTP_LISTEN": f"127.0.0.1:{self.port}" if self.port else "off",
            "ACSG_HTTP_LISTEN": "off",
            # compiled once, as an installed program is
            "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir(), "acsg-compiled")),
            **self.settings,
        }


@dataclass(kw_only=True)
class Sender:
    """Sends one letter after the other; each again and again until it is answered 250."""

    number: int
    port: int
    pause_seconds: float
    #: every so many letters one comes with a file of more than a megabyte; 0: none does
    large_every: int = 0
    #: letters whose 250 was heard: subject -> the id that was promised
    promised: dict[str, str] = field(default_factory=dict)
    #: letters whose sending was begun
    begun: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None
    #: not even the letter under way is sent any more
    gives_up: bool = False

    def start(self) -> None:
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def stop(self) -> None:
        """Let the letter under way be answered, then end."""
        self.stopped.set()
        assert self.thread is not None
        self.thread.join()

    def _run(self) -> None:
        while not self.stopped.is_set():
            subject = f"letter {self.number}-{len(self.begun)}"
            self.begun.append(subject)
            while subject not in self.promised and not self.gives_up:
                self._send(subject)
            self.stopped.wait(self.pause_seconds)

    def _send(self, subject: str) -> None:
        """Try once; an answer that is lost leaves us where a mail server would be."""
        try:
            with smtplib.SMTP("127.0.0.1", self.port, timeout=20) as smtp:
                self._deliver(smtp, subject)
        except (OSError, smtplib.SMTPException):
            time.sleep(0.1)

    def _deliver(self, smtp: smtplib.SMTP, subject: str) -> None:
        smtp.ehlo("sender.test")
        smtp.mail(f"{subject.replace(' ', '.')}@example.org")
        smtp.rcpt("requests@localhost")
        code, text = smtp.data(self._letter(subject))
        promise = re.search(r"accepted as (\S+)", text.decode())
        if code == 250 and promise:
            self.promised[subject] = promise[1]
        else:
            self.troubles.append(f"{code} {text!r}")
        with suppress(OSError, smtplib.SMTPException):
            smtp.quit()

    def _letter(self, subject: str) -> bytes:
        verb = KINDS[len(self.begun) % len(KINDS)]
        head = (
            f"From: Ministry <{subject.replace(' ', '.')}@example.org>\r\n"
            f"To: requests@localhost\r\nSubject: {subject}\r\n"
        )
        text = (
            f"Dear Sir or Madam,\r\n\r\nWe {verb} training for the interviewers of our asylum "
            "office in 2027.\r\n\r\nThe Ministry\r\n"
        )
        if not self.large_every or len(self.begun) % self.large_every:
            return f"{head}\r\n{text}".encode()
        return (
            f'{head}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
            f"--b\r\n\r\n{text}--b\r\nContent-Type: application/octet-stream\r\n"
            f"Content-Transfer-Encoding: base64\r\n\r\n{LARGE}--b--\r\n"
        ).encode()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
