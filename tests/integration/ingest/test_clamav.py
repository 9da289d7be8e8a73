"""Files are shown to a virus scanner before they are read."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from bot.checks import scanner as check_scanner
from bot.settings import load_settings
from ingest.clamav import Scanner, ScannerError, ScanningHands
from ingest.inbound import Channel
from ingest.pipeline import Source, read_message
from tests.clamd import SIGNATURE, Clamd, a_clamd
from tests.hands import FakeHands

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ingest.outcome import Outcome

EMAIL = Source(channel=Channel.EMAIL, envelope_sender="ministry@example.org")


@pytest.fixture
def clamd(tmp_path: Path) -> Iterator[Clamd]:
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(tmp_path / "clamd"))
    with a_clamd(server) as found:
        yield found


@pytest.fixture
def scanner(clamd: Clamd) -> Scanner:
    return Scanner(address=clamd.server.getsockname(), seconds=1)


def a_mail(**files: bytes) -> bytes:
    message = EmailMessage()
    message["From"] = "ministry@example.org"
    message.set_content("We request support.")
    for name, content in files.items():
        message.add_attachment(content, "application", "octet-stream", filename=f"{name}.txt")
    return message.as_bytes()


def read(scanner: Scanner, raw: bytes) -> tuple[Outcome, FakeHands]:
    hands = FakeHands()
    return read_message(raw, EMAIL, ScanningHands(hands=hands, scanner=scanner)), hands


def test_a_finding_is_kept_named_and_not_opened(scanner: Scanner) -> None:
    outcome, hands = read(scanner, a_mail(good=b"Annex.", bad=b"x" + SIGNATURE))

    assert hands.extracted == ["good.txt"]
    assert [(one.code, one.name) for one in outcome.problems] == [("quarantined", "bad.txt")]
    assert "Invented.Virus" in outcome.problems[0].detail
    assert outcome.documents[1].content == b"x" + SIGNATURE
    assert len(outcome.contents) == 1


def test_a_clean_file_is_read_without_a_word(scanner: Scanner, clamd: Clamd) -> None:
    outcome, hands = read(scanner, a_mail(good=b"Annex." * 100_000))

    assert (hands.extracted, outcome.problems) == (["good.txt"], ())
    assert clamd.seen == [600_000]


@pytest.mark.parametrize("mood", ["hangs_up", "hangs", "mad", "small"])
def test_a_file_that_was_not_looked_at_is_read_and_says_so(
    scanner: Scanner, clamd: Clamd, mood: str
) -> None:
    clamd.mood = mood

    outcome, hands = read(scanner, a_mail(good=b"Annex." * 400_000))

    assert hands.extracted == ["good.txt"]
    assert [one.code for one in outcome.problems if one.code != "text_cut"] == ["not_scanned"]


def test_a_scanner_that_is_not_there_costs_no_letter(tmp_path: Path) -> None:
    outcome, _ = read(Scanner(address=str(tmp_path / "none")), a_mail(good=b"Annex."))

    assert [one.code for one in outcome.problems] == ["not_scanned"]
    assert len(outcome.contents) == 1


def test_a_scanner_is_called_over_tcp_too() -> None:
    server = socket.create_server(("127.0.0.1", 0))
    with a_clamd(server):
        assert Scanner(address=server.getsockname()).finding(SIGNATURE) == "Invented.Virus"


def test_check_tells_whether_the_scanner_answers(clamd: Clamd, tmp_path: Path) -> None:
    there = load_settings({"ACSG_CLAMAV": clamd.server.getsockname()})
    gone = load_settings({"ACSG_CLAMAV": str(tmp_path / "none")})

    assert check_scanner(there).subject == "virus scanner ClamAV 1.4.0/27000"
    assert check_scanner(gone).state == "warning"
    assert "none" not in check_scanner(gone).hint
    assert check_scanner(load_settings({})).state == "ok"


@pytest.mark.skipif(shutil.which("clamd") is None, reason="clamd is not installed")
def test_the_real_clamd_finds_a_signature_of_ours(tmp_path: Path) -> None:
    (tmp_path / "ours.ndb").write_text(f"Invented.Virus:0:*:{SIGNATURE.hex()}\n", encoding="ascii")
    path = tmp_path / "socket"
    settings = tmp_path / "clamd.conf"
    settings.write_text(
        f"LocalSocket {path}\nDatabaseDirectory {tmp_path}\nForeground yes\n"
        "StreamMaxLength 1M\nLogFile /dev/null\n",
        encoding="utf-8",
    )
    program = [str(shutil.which("clamd")), f"--config-file={settings}"]
    with subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as clamd:
        try:
            scanner = Scanner(address=str(path))
            answers_within(scanner, 60)

            assert "Invented.Virus" in str(scanner.finding(b"..." + SIGNATURE))
            assert scanner.finding(b"We request support.") is None
            with pytest.raises(ScannerError):
                scanner.finding(bytes(3_000_000))
        finally:
            clamd.kill()


def answers_within(scanner: Scanner, seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            scanner.ping()
        except ScannerError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("clamd did not start")
