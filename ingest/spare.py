"""A process for one task: forked and walled in beforehand, it waits, does it and is gone.

Its keeper (`ingest/keeper.py`) gives it the task by one pipe and takes the result by another.
"""

from __future__ import annotations

import contextlib
import math
import os
import pickle
import select
import shutil
import signal
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ingest import walls, wire

if TYPE_CHECKING:
    import ctypes
    from collections.abc import Callable

    from ingest.walls import Walls

#: in the folder of a task: the file that it reads, the folder that it may write to
INPUT_FILE: Final = "input"
WORK_FOLDER: Final = "work"
#: what comes before a result
DID, MEMORY, FAILED = b"D", b"M", b"E"
_BLOCK: Final = 1 << 20
#: more than a keeper ever has open
_DESCRIPTORS: Final = 4_096


class Kept(NamedTuple):
    """What a keeper knows of itself."""

    libc: ctypes.CDLL
    walls: Walls
    #: it is in namespaces of its own
    hidden: bool
    #: reads samples: a fresh fork has its memory yet to be given, and does so before it is needed
    warm: Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spare:
    """Such a process, as its keeper sees it."""

    pid: int
    #: descriptors: where its task goes in, where its result comes out
    tasks: int
    results: int
    #: may be read by it; the work folder inside may be written to
    folder: Path
    #: how many modules it has loaded: behind its walls it may not be able to load more
    modules: int

    @property
    def work(self) -> Path:
        """Where it may write."""
        return self.folder / WORK_FOLDER

    def give(
        self, folder: str, seconds: float, task: Callable[..., Any], arguments: tuple[Any, ...]
    ) -> None:
        """Give it its task, and the file from the folder of the task where there is one."""
        came, here = f"{folder}/{INPUT_FILE}", str(self.folder / INPUT_FILE)
        with contextlib.suppress(FileNotFoundError):
            Path(came).rename(here)
        moved = tuple(here if one == came else one for one in arguments)
        with contextlib.suppress(BrokenPipeError):  # it is gone, and its end says so
            _send(self.tasks, pickle.dumps((seconds, task, moved)))
        os.close(self.tasks)

    def clear(self) -> None:
        """Leave nothing of it."""
        os.close(self.results)
        shutil.rmtree(self.folder, ignore_errors=True)


def forked(kept: Kept, home: Path) -> Spare:
    """Fork one, with a folder of its own in this one."""
    folder = Path(tempfile.mkdtemp(dir=home))
    (folder / WORK_FOLDER).mkdir(mode=0o700)
    task_reader, task_writer = os.pipe()
    result_reader, result_writer = os.pipe()
    pid = os.fork()
    if not pid:
        _live(kept, str(folder), task_reader, result_writer)
    os.close(task_reader)
    os.close(result_writer)
    return Spare(
        pid=pid, tasks=task_writer, results=result_reader, folder=folder, modules=len(sys.modules)
    )


def _live(kept: Kept, folder: str, reader: int, writer: int) -> None:
    """Wait for the task, do it, and never come back."""
    try:
        sign, data = _done(kept, folder, reader, writer)
        _send(writer, sign + data)
    finally:
        os._exit(0)


def _done(kept: Kept, folder: str, reader: int, writer: int) -> tuple[bytes, bytes]:
    try:
        for number in (signal.SIGTERM, signal.SIGALRM):
            signal.signal(number, signal.SIG_DFL)
        walls.die_with_parent(kept.libc)
        _let_go(reader, writer)
        work = _settled(folder)
        walls.step_back()
        walls.close_in(kept.libc, kept.walls, write=(work,), read=folder)
        if not select.select([reader], [], [], 0)[0]:
            # nobody waits yet
            kept.warm()
        seconds, task, arguments = _given(reader)
        walls.limit(kept.walls, cpu_seconds=math.ceil(seconds) + 1, alone=kept.hidden)
        return DID, wire.encode(task(*arguments))
    except MemoryError:
        return MEMORY, b""
    except BaseException:  # noqa: BLE001 - whatever it is, its text is content and stays here
        return FAILED, b""


def _given(reader: int) -> tuple[float, Callable[..., Any], tuple[Any, ...]]:
    received = bytearray()
    while block := os.read(reader, _BLOCK):
        received += block
    os.close(reader)
    # from the keeper, which has it from the program: nobody else holds the other end
    given: tuple[float, Callable[..., Any], tuple[Any, ...]] = pickle.loads(received)  # noqa: S301
    return given


def _let_go(*needed: int) -> None:
    """Close all that was open but the ways for task and result; it is heard nowhere else."""
    os.setsid()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(nowhere, standard)
    first = 3
    for descriptor in sorted(needed):
        os.closerange(first, descriptor)
        first = descriptor + 1
    os.closerange(first, _DESCRIPTORS)


def _settled(folder: str) -> str:
    """The folder as the place for everything."""
    work = f"{folder}/{WORK_FOLDER}"
    os.chdir(work)
    tempfile.tempdir = work
    # for programs that it starts
    os.putenv("TMPDIR", work)
    return work


def _send(writer: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(writer, rest) :]
