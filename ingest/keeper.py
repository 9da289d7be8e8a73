"""A warm process that forks one for each document, and outlives whatever becomes of it.

The keeper has all readers loaded and never looks at a document itself. For each task there is a
process (`ingest/spare.py`), walled in before the task comes, which does this one thing and is gone;
with it goes all that it started or left behind. So a document that takes over its reader meets no
other document, no channel but the one for its own result, and nobody who waits for it longer than
the limit says.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import multiprocessing
import os
import select
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ingest import spare, walls, wire
from ingest.spare import Kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from ingest.spare import Spare
    from ingest.walls import Walls

_PR_SET_CHILD_SUBREAPER: Final = 36
_MADV_DONTFORK: Final = 10
_BLOCK: Final = 1 << 20
#: name of the files that the pool's locks lie in, in the list of what a process has in memory
_LOCK: Final = "/sem."
#: between looks at the disk, in seconds
_TICK: Final = 0.1
#: a task that takes longer has the next process forked beside it; after a quick one that waits for
#: this long, so that nothing works beside the answer's way back
_QUICK_SECONDS: Final = 0.03
_AFTER_SECONDS: Final = 0.005
#: beside the folder of a task: by which its processes can be ended from outside
PID_ENDING: Final = ".pid"
#: how a task ended
DONE, TIMEOUT, CRASHED, TOO_LARGE = "done", "timeout", "crashed", "too_large"
_SIGNS: Final = {spare.DID: DONE, spare.MEMORY: TOO_LARGE, spare.FAILED: CRASHED}


class Ended(NamedTuple):
    """How a task ended, and its result as bytes where it did well."""

    code: str
    data: bytes = b""


#: of a process that keeps; empty everywhere else
_kept: dict[str, Kept] = {}
#: where the folders of tasks lie, once there was one
_homes: list[Path] = []
#: forked and walled in, waiting for a task
_waiting: list[Spare] = []
#: doing one
_busy: list[Spare] = []


def enter(limits: Walls) -> None:
    """Make this process a keeper, which began in a group of its own; the first that runs in it."""
    os.umask(0o077)
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGALRM, _rested)
    libc = ctypes.CDLL(None, use_errno=True)
    # what a task started and its end left without a parent becomes a child of this process
    libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    hidden = walls.hide(libc)
    walls.offer_to_go_first()
    walls.prepare()
    _keep_locks(libc)
    # here and not above: nobody but a keeper needs all readers
    warm = importlib.import_module("ingest.warming").warm
    warm()
    # what is here now stays: looking through it again would only copy its pages in each child
    gc.collect()
    gc.freeze()
    _kept["kept"] = Kept(libc, limits, hidden, warm)


def run(folder: str, seconds: float, task: Callable[..., Any], *arguments: Any) -> Ended:
    """Do one task in a process of its own, for so long at most.

    Args:
        folder: the task's own.
        seconds: on the wall, and of the processor.
        task: gives a value that `wire` can send.
        arguments: of the task.

    """
    signal.setitimer(signal.ITIMER_REAL, 0)
    kept = _kept["kept"]
    _homes[:] = [Path(folder).parent]
    one = _taken(kept)
    _busy.append(one)
    try:
        Path(folder + PID_ENDING).write_text(str(one.pid), encoding="ascii")
        until = time.monotonic() + seconds
        one.give(folder, seconds, task, arguments)
        code, data = _awaited(one, kept.walls, until)
    finally:
        _end_all(one)
        one.clear()
        _busy.clear()
        if not _waiting:
            signal.setitimer(signal.ITIMER_REAL, _AFTER_SECONDS)
    return Ended(code, data)


def _rested(_number: int, frame: FrameType | None) -> None:
    """Get ready for the next task; where that fails, the task will find out why."""
    if _busy:
        return
    if is_loading(frame):
        # the next task is coming, and half a module in a fork would stay half
        signal.setitimer(signal.ITIMER_REAL, _AFTER_SECONDS)
        return
    with contextlib.suppress(OSError):
        _have_one_wait()


def is_loading(frame: FrameType | None) -> bool:
    """Whether a module is being loaded where a signal came."""
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


def _have_one_wait() -> None:
    if not _waiting:
        _waiting.append(spare.forked(_kept["kept"], _homes[0]))


def _taken(kept: Kept) -> Spare:
    """The process that waits, unless it was forked before something that the task may need."""
    while _waiting:
        one = _waiting.pop()
        if one.modules == len(sys.modules):
            return one
        os.close(one.tasks)
        _end_all(one)
        one.clear()
    return spare.forked(kept, _homes[0])


def _leave(_number: int, _frame: FrameType | None) -> None:
    """End when told to, and not before whatever is under way."""
    _waiting.clear()
    _end_all(*_busy)
    os._exit(0)


def is_hidden() -> bool:
    """Whether this process is in namespaces of its own."""
    return _kept["kept"].hidden


def _awaited(one: Spare, limits: Walls, until: float) -> tuple[str, bytes]:
    """What comes until the end, unless it takes too long, too much, or nobody waits any more."""
    received = bytearray()
    os.set_blocking(one.results, False)
    pause = _QUICK_SECONDS
    with _watched(one.pid) as (ended, gone):
        while (left := until - time.monotonic()) > 0:
            ready = select.select([one.results, *ended, *gone], [], [], min(left, pause))[0]
            if one.results in ready or set(ended) & set(ready):
                # what it started may hold the other end open: its own end is enough
                if not _received(one.results, received) or set(ended) & set(ready):
                    return _SIGNS.get(bytes(received[:1]), CRASHED), bytes(received[1:])
                if len(received) > wire.MAX_BYTES:
                    return TOO_LARGE, b""
            elif ready:
                # the program is gone; so will this process be, at the end of its channel
                return CRASHED, b""
            elif _is_greedy(one, limits):
                return TOO_LARGE, b""
            else:
                pause = _TICK
                # while that one works: forking takes some milliseconds, and nobody waits for them
                _have_one_wait()
    return TIMEOUT, b""


def _is_greedy(one: Spare, limits: Walls) -> bool:
    """Whether it has written too much, or started too many others."""
    return _used(one.work) > limits.disk_bytes or _family(one.pid) > walls.PROCESSES


@contextlib.contextmanager
def _watched(pid: int) -> Iterator[tuple[list[int], list[int]]]:
    """What can be waited for: the end of a process of ours, and that of the program."""
    parent = multiprocessing.parent_process()
    gone = [] if parent is None else [parent.sentinel]
    try:
        ended = [os.pidfd_open(pid)]
    except OSError:
        # a kernel before 5.3, or a container that does not know it
        ended = []
    try:
        yield ended, gone
    finally:
        for descriptor in ended:
            os.close(descriptor)


def _received(reader: int, received: bytearray) -> bool:
    """Take what has come, and say whether more may."""
    while len(received) <= wire.MAX_BYTES:
        try:
            block = os.read(reader, _BLOCK)
        except BlockingIOError:
            return True
        if not block:
            return False
        received += block
    return True


def _used(folder: Path) -> int:
    """Bytes on the disk of all files in a folder."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                total += os.lstat(os.path.join(place, name)).st_blocks * 512  # noqa: PTH118 - many
    return total


def _family(pid: int) -> int:
    """How many processes a task consists of, as far as they have not set themselves apart."""
    count, wanted = 0, [pid, *_children(os.getpid())]
    while wanted and count <= walls.PROCESSES:
        wanted += _children(wanted.pop())
        count += 1
    return count


def _end_all(*tasks: Spare) -> None:
    """End the processes of tasks and all that came of them, also what set itself apart."""
    for one in tasks:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(one.pid, signal.SIGKILL)
    stays = {one.pid for one in _waiting}
    while left := set(_children(os.getpid())) - stays:
        for child in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        for child in left:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(child, 0)


def _children(pid: int) -> list[int]:
    try:
        path = Path(f"/proc/{pid}/task/{pid}/children")
        return [int(word) for word in path.read_text(encoding="ascii").split()]
    except OSError:
        return []


def _keep_locks(libc: ctypes.CDLL) -> None:
    """Keep the pool's locks, which lie in shared memory, out of the processes of tasks."""
    for line in Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace").splitlines():
        if _LOCK in line:
            start, end = (int(word, 16) for word in line.split()[0].split("-"))
            libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), _MADV_DONTFORK)
