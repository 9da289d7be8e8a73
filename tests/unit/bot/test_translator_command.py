"""A real command as translator: what it gets, and that no mood of it does harm."""

from __future__ import annotations

import os
import shlex
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.translator_command import LARGEST, CommandTranslator
from bot.translator_errors import NotTranslatedError
from tests.translators import a_command

if TYPE_CHECKING:
    from pathlib import Path


def ask(command: str, text: str = "Le Tchad", *, seconds: float = 10.0) -> str:
    return CommandTranslator(shlex.split(command)).ask(text, "fr", "en", seconds=seconds)


def test_it_gets_the_text_and_both_languages(tmp_path: Path) -> None:
    assert ask(a_command(tmp_path), "Le Tchad\nдоброе") == "[fr to en] Le Tchad\nдоброе"


def test_no_shell_reads_the_text(tmp_path: Path) -> None:
    text = f"$(touch {tmp_path}/hurt); `touch {tmp_path}/hurt`"

    assert ask(a_command(tmp_path), text) == f"[fr to en] {text}"
    assert not (tmp_path / "hurt").exists()


def test_it_sees_none_of_our_settings_and_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACSG_TELEGRAM_TOKEN", "1:secret")
    program = "import os; print(sorted(os.environ))"

    said = ask(a_command(tmp_path, program))

    assert set(eval(said)) <= {"PATH", "HOME", "LANG", "LC_ALL"}  # noqa: S307 - printed above


def test_one_that_hangs_is_ended_with_what_it_started(tmp_path: Path) -> None:
    program = f"""
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
open({str(tmp_path / "child")!r}, "w").write(str(child.pid))
time.sleep(60)
"""
    began = time.monotonic()

    with pytest.raises(NotTranslatedError, match="timeout"):
        ask(a_command(tmp_path, program), seconds=1.5)

    assert time.monotonic() - began < 10
    assert is_over(int((tmp_path / "child").read_text()))


def is_over(process: int) -> bool:
    """Whether a process is gone, or waits only for somebody to take note of it."""
    for _ in range(100):
        try:
            stat = os.path.join("/proc", str(process), "stat")  # noqa: PTH118 - no path of ours
            with open(stat) as file:  # noqa: PTH123 - the same
                if file.read().rpartition(")")[2].split()[0] == "Z":
                    return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


def test_one_that_says_all_and_does_not_end_is_ended(tmp_path: Path) -> None:
    program = "import os, time; os.write(1, b'said'); os.close(1); time.sleep(60)"

    with pytest.raises(NotTranslatedError, match="timeout"):
        ask(a_command(tmp_path, program), seconds=1.5)


@pytest.mark.parametrize(
    ("program", "problem"),
    [
        ("import sys; sys.exit(3)", "command_failed"),
        ("print('half'); raise SystemExit(1)", "command_failed"),
        ("print()", "no_text"),
        ("import os; os.write(1, bytes([0xff, 0xfe, 0x80]))", "no_text"),
        ("while True: print('a' * 1000)", "too_long"),
    ],
    ids=["fails", "half", "nothing", "no-utf8", "endless"],
)
def test_what_is_no_translation_is_none(tmp_path: Path, program: str, problem: str) -> None:
    with pytest.raises(NotTranslatedError, match=problem):
        ask(a_command(tmp_path, program))


def test_one_that_reads_nothing_may_still_answer(tmp_path: Path) -> None:
    assert ask(a_command(tmp_path, "print('known by heart')"), "x" * 200_000) == "known by heart"


def test_more_than_a_pipe_holds_comes_through_both_ways(tmp_path: Path) -> None:
    program = """
import sys
while block := sys.stdin.buffer.read1(1000):
    sys.stdout.buffer.write(block)
    sys.stdout.buffer.flush()
"""
    text = "ж" * (LARGEST // 2 - 10)

    assert ask(a_command(tmp_path, program), text) == text


def test_a_program_that_is_not_there_is_told() -> None:
    with pytest.raises(NotTranslatedError, match="not_started"):
        ask("/nowhere/translate")


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300))
def test_any_text_comes_back_as_it_was_given(tmp_path: Path, text: str) -> None:
    program = "import sys; sys.stdout.buffer.write(b'<' + sys.stdin.buffer.read() + b'>')"

    assert ask(a_command(tmp_path, program), text) == f"<{text}>"
