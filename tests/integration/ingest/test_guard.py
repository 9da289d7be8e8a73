"""The guard, seen from inside its processes and from outside: what a bad document can do."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ingest.errors import GuardError, ReaderError, StoppedError
from ingest.guard import Guard, Limits
from nlp.reading import Circumstances, Passage, Role
from tests import guarded_tasks as tasks

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.timeout(120)

SECRET = "110201543:telegram-token"


@pytest.fixture(scope="module")
def guard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guard]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ACSG_TELEGRAM_TOKEN", SECRET)
        limits = Limits(
            memory_bytes=1_000_000_000,
            file_bytes=1_000_000,
            disk_bytes=20_000_000,
            reading_workers=1,
            read_seconds=3,
        )
        scratch = tmp_path_factory.mktemp("scratch")
        guard = Guard(limits, scratch=scratch, load=tasks.Parrot, shared=False)
        # whichever test comes first must not wait for its processes
        guard.run(os.getpid)
        yield guard
        guard.close()


def test_nothing_of_our_environment_is_inside(guard: Guard) -> None:
    names, raw = guard.run(tasks.environment)

    assert not [name for name in names if name.startswith("ACSG")]
    assert SECRET.encode() not in raw
    assert names["HOME"] == "/nonexistent"


def test_our_own_environment_stays_as_it_is(guard: Guard) -> None:
    assert os.environ["PATH"]


def test_memory_files_and_core_dumps_are_limited(guard: Guard) -> None:
    assert guard.run(tasks.limits) == (1_000_000_000, 1_000_000, 0)


def test_a_guarded_process_is_niced(guard: Guard) -> None:
    assert guard.run(partial(os.nice, 0)) >= 10


def test_a_task_that_hangs_is_ended(guard: Guard) -> None:
    with pytest.raises(GuardError) as caught:
        guard.run(partial(time.sleep, 600), seconds=1)

    assert caught.value.code == "timeout"


def test_a_task_that_hangs_in_a_library_is_ended_at_once(guard: Guard) -> None:
    begun = time.monotonic()

    with pytest.raises(GuardError):
        guard.run(tasks.hang_in_a_library, seconds=1)

    assert time.monotonic() - begun < 2.5


@pytest.mark.parametrize("task", [tasks.crash, tasks.crash_in_a_library])
def test_a_crash_costs_one_task(guard: Guard, task: object) -> None:
    with pytest.raises(GuardError) as caught:
        guard.run(task)  # type: ignore[arg-type]

    assert caught.value.code == "crashed"
    assert guard.run(os.getpid) > 0


def test_an_idle_keeper_that_is_killed_costs_nothing(guard: Guard) -> None:
    for _ in range(2):
        os.kill(guard.run(os.getppid), signal.SIGKILL)
        time.sleep(0.5)

        assert guard.run(os.getpid) > 0


def test_each_task_has_a_process_of_its_own(guard: Guard) -> None:
    assert guard.run(os.getpid) != guard.run(os.getpid)


def test_a_task_that_takes_too_much_memory_is_told_so(guard: Guard) -> None:
    with pytest.raises(GuardError) as caught:
        guard.run(tasks.eat_memory)

    assert caught.value.code == "too_large"


def test_a_task_cannot_fill_the_disk(guard: Guard) -> None:
    with pytest.raises(GuardError):
        guard.run(tasks.write_much)


def test_what_a_task_leaves_behind_is_gone(guard: Guard) -> None:
    left = Path(guard.run(tasks.litter))

    assert not left.exists()


def test_large_content_goes_by_file(guard: Guard) -> None:
    assert guard.run(tasks.size, bytes(2_000_000)) == ("str", 2_000_000)
    assert guard.run(tasks.size, bytes(2_000)) == ("bytes", 2_000)


def test_what_an_exception_inside_says_stays_inside(
    guard: Guard, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(GuardError) as caught:
        guard.run(tasks.raise_with_content)

    assert "secret" not in repr(caught.value) + str(capsys.readouterr())


def test_a_file_is_read(guard: Guard) -> None:
    document = guard.extract("letter.txt", "text/plain", b"We request support.")

    assert document.pages[0].text == "We request support."


def test_a_file_that_hangs_its_reader_gets_a_problem(tmp_path: Path) -> None:
    guard = Guard(Limits(extract_seconds=0.2, document_workers=1), scratch=tmp_path)

    document = guard.extract("letter.txt", "text/plain", b"\xff\xe9 word " * 4_000_000)
    guard.close()

    assert [(one.code, one.name) for one in document.problems] == [("timeout", "letter.txt")]


def test_files_of_a_process_that_is_no_more_are_removed(tmp_path: Path) -> None:
    with subprocess.Popen(["true"]) as gone:
        pass
    left, living = tmp_path / f"acsg-guard-{gone.pid}-x", tmp_path / f"acsg-guard-{os.getppid()}-x"
    left.mkdir()
    living.mkdir()

    guard = Guard(Limits(), scratch=tmp_path)
    guard.close()

    assert list(tmp_path.iterdir()) == [living]


def test_a_mail_is_parsed(guard: Guard) -> None:
    message = guard.parse(b"Subject: Letter\r\n\r\nHello\r\n", envelope_sender="")

    assert (message.subject, message.unanswerable) == ("Letter", "nobody")


def test_a_reading_that_hangs_is_ended_and_the_next_one_is_read(guard: Guard) -> None:
    passages = [Passage(text="We request support.", role=Role.OWN)]

    with pytest.raises(GuardError):
        guard.read(passages, Circumstances(subject="hang"))

    assert guard.read(passages, Circumstances()).model_version == "parrot"


def test_missing_models_are_no_fault_of_the_message(tmp_path: Path) -> None:
    guard = Guard(Limits(), scratch=tmp_path, load=tasks.no_reader)

    with pytest.raises(ReaderError):
        guard.read([], Circumstances())
    guard.close()


def test_a_task_that_our_own_end_cuts_off_is_no_fault_of_the_document(tmp_path: Path) -> None:
    guard = Guard(Limits(), scratch=tmp_path)
    guard.run(os.getpid)
    threading.Timer(0.5, guard.close).start()

    with pytest.raises(StoppedError):
        guard.run(partial(time.sleep, 600))
