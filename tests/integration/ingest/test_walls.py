"""The walls, tried from inside: what a reader that was taken over could still do."""

from __future__ import annotations

import contextlib
import os
import socket
import sqlite3
import subprocess
import threading
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from ingest import guarded, landlock, seccomp
from ingest.errors import GuardError
from ingest.guard import Guard, Limits
from tests import guarded_tasks as tasks

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.timeout(120)

needs_landlock = pytest.mark.skipif(not landlock.version(), reason="this kernel has no Landlock")
needs_scopes = pytest.mark.skipif(
    landlock.version() < landlock.SCOPES_FROM, reason="this kernel's Landlock has no scopes"
)
needs_seccomp = pytest.mark.skipif(not seccomp.is_known_machine(), reason="another processor")


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scratch")


@pytest.fixture(scope="module")
def guard(scratch: Path) -> Iterator[Guard]:
    limits = Limits(
        memory_bytes=1_000_000_000,
        file_bytes=1_000_000,
        disk_bytes=20_000_000,
        reading_workers=1,
    )
    guard = Guard(limits, scratch=scratch, load=tasks.Parrot, shared=False)
    guard.run(os.getpid)
    yield guard
    guard.close()


@needs_landlock
@pytest.mark.parametrize("path", ["/etc/passwd", "/etc/hostname", str(Path(__file__).resolve())])
def test_files_of_the_system_and_ours_cannot_be_read(guard: Guard, path: str) -> None:
    assert guard.run(tasks.read_file, path) == "PermissionError"


@needs_landlock
def test_the_database_cannot_be_read(guard: Guard, tmp_path: Path) -> None:
    database = tmp_path / "intake.db"
    sqlite3.connect(database).execute("CREATE TABLE letters (text)").connection.close()

    assert guard.run(tasks.read_file, str(database)) == "PermissionError"


@needs_landlock
def test_a_program_that_is_started_inside_reads_no_more(guard: Guard) -> None:
    assert guard.run(tasks.read_by_program, "/etc/passwd") == "Permission denied"


@needs_landlock
def test_another_task_s_folder_is_closed(guard: Guard, scratch: Path) -> None:
    folder = next(scratch.glob("acsg-guard-*")) / "other"
    folder.mkdir()
    (folder / "input").write_bytes(b"another letter")

    assert guard.run(tasks.read_file, str(folder / "input")) == "PermissionError"
    assert guard.run(tasks.list_folder, str(folder.parent)) == "PermissionError"


@needs_landlock
def test_nothing_outside_can_be_written_or_removed(guard: Guard, tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.touch()

    assert guard.run(tasks.write_file, str(tmp_path / "new")) == "PermissionError"
    assert guard.run(tasks.write_file, str(here)) == "PermissionError"
    assert guard.run(tasks.remove_file, str(here)) == "PermissionError"
    assert here.exists()


@needs_landlock
def test_the_file_itself_can_be_read_and_not_changed(guard: Guard) -> None:
    assert guard.run(tasks.read_file, bytes(2_000_000)) == "read 2000000"
    assert guard.run(tasks.write_file, bytes(2_000_000)) == "PermissionError"


@needs_seccomp
def test_a_guarded_process_reaches_nobody(guard: Guard) -> None:
    assert not guard.run(guarded.has_network)
    assert guard.run(tasks.connect) == "Permission denied"


@needs_seccomp
def test_a_socket_on_this_machine_cannot_be_called(guard: Guard, tmp_path: Path) -> None:
    path = str(tmp_path / "socket")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen()

        assert guard.run(tasks.listens_to, path) == "PermissionError"
    assert guard.run(tasks.datagram_socket) == "PermissionError"


@needs_scopes
def test_no_process_of_ours_can_be_signalled(guard: Guard) -> None:
    with subprocess.Popen(["sleep", "60"]) as bystander:
        assert guard.run(tasks.signal_to, bystander.pid) == "PermissionError"
        assert bystander.poll() is None
        bystander.kill()
    assert guard.run(tasks.signal_to_parent) == "PermissionError"


@needs_landlock
def test_no_process_of_ours_can_be_looked_into(guard: Guard) -> None:
    assert guard.run(tasks.attach_to_parent) in {"Permission denied", "Operation not permitted"}
    assert guard.run(tasks.memory_of_parent) == "PermissionError"
    assert guard.run(tasks.environment_of, os.getpid()) == "PermissionError"


@needs_seccomp
def test_new_namespaces_are_refused(guard: Guard) -> None:
    assert guard.run(tasks.new_namespace) == "Permission denied"


def test_nothing_is_open_but_the_way_for_the_result(guard: Guard) -> None:
    assert guard.run(tasks.open_descriptors) == 1


def test_the_locks_of_the_pool_are_out_of_reach(guard: Guard) -> None:
    assert guard.run(tasks.locks_in_reach) == 0


def test_a_result_of_another_kind_is_refused(guard: Guard) -> None:
    task: object = tasks.result_of_another_kind

    with pytest.raises(GuardError) as caught:
        guard._document(dict, 10, task)  # type: ignore[arg-type]

    assert caught.value.code == "crashed"


def test_files_that_fill_the_disk_end_the_task(guard: Guard) -> None:
    with pytest.raises(GuardError) as caught:
        guard.run(tasks.fill_the_disk)

    assert caught.value.code == "too_large"


def test_a_task_that_burns_the_processor_is_ended(guard: Guard) -> None:
    begun = time.monotonic()

    with pytest.raises(GuardError) as caught:
        guard.run(tasks.burn, seconds=1)

    assert (caught.value.code, time.monotonic() - begun < 2) == ("timeout", True)


def test_processes_cannot_be_multiplied_without_end(guard: Guard) -> None:
    started = 0
    with contextlib.suppress(GuardError):
        started = guard.run(tasks.multiply, seconds=20)

    assert started < 100
    assert guard.run(os.getpid) > 0


@pytest.mark.parametrize(
    ("task", "seconds", "program"),
    [
        (tasks.start_and_hang, 1, "601"),
        (tasks.start_apart_and_end, 10, "602"),
        (tasks.start_apart_twice_and_hang, 1, "603"),
    ],
)
def test_what_a_task_had_started_ends_with_it(
    guard: Guard, task: object, seconds: float, program: str
) -> None:
    ended = threading.Thread(target=partial(attempt, guard, task, seconds))
    ended.start()
    seen = False
    while ended.is_alive() and not seen:
        seen = sleeping(program)
    ended.join()

    assert seen or task is tasks.start_apart_and_end
    assert not sleeping(program)


def attempt(guard: Guard, task: object, seconds: float) -> None:
    with contextlib.suppress(GuardError):
        guard.run(task, seconds=seconds)  # type: ignore[arg-type]


def sleeping(seconds: str) -> bool:
    return any(
        one.info["cmdline"] == ["sleep", seconds] for one in psutil.process_iter(["cmdline"])
    )
