"""The walls around a process that reads what strangers sent: what it may use, open and reach.

Each is put up from inside, needs no privileges and can not be taken down again. Where the system
lacks one, the others stand; `missing` says which, and docs/adr/0008 what that means.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import site
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from ingest import landlock, seccomp

_PR_SET_PDEATHSIG: Final = 1
_PR_SET_NO_NEW_PRIVS: Final = 38
_CLONE_NEWUSER: Final = 0x10000000
_CLONE_NEWNET: Final = 0x40000000
_CAPABILITY_VERSION: Final = 0x20080522
_OPEN_FILES: Final = 256
#: of one task at a time
PROCESSES: Final = 64
_NICE: Final = 10
#: whom the system ends first when memory is short: 1000 is the first of all
_FIRST_TO_GO: Final = 900
#: what programs and libraries of the system read; nothing here belongs to anybody
_SYSTEM: Final = (
    *("/usr", "/lib", "/lib32", "/lib64", "/bin"),
    *("/etc/ld.so.cache", "/etc/fonts", "/etc/mime.types", "/etc/localtime", "/etc/libreoffice"),
    *("/var/cache/fontconfig", "/var/lib/libreoffice", "/var/spool/libreoffice"),
    *("/dev/zero", "/dev/random", "/dev/urandom", "/sys/devices/system/cpu"),
    *("/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/filesystems"),
    *("/proc/sys/vm/overcommit_memory", "/proc/sys/kernel/osrelease"),
)
_DEVICES: Final = ("/dev/null",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Walls:
    """What a guarded process may use."""

    memory_bytes: int
    #: of one file that it writes
    file_bytes: int
    #: of all files that a task leaves lying while it runs
    disk_bytes: int = 500_000_000
    #: files and folders beside Python's and the system's that it may read
    readable: tuple[str, ...] = ()


def prepare() -> None:
    """Find out once what each wall needs, before processes are forked that put them up."""
    _python()
    if seccomp.is_known_machine():
        seccomp.program()


def hide(libc: ctypes.CDLL) -> bool:
    """Enter a user and a network of its own with nothing in them; say whether the system allows."""
    return int(libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)) == 0


def die_with_parent(libc: ctypes.CDLL) -> None:
    """End when the thread that started this process does."""
    libc.prctl(_PR_SET_PDEATHSIG, 9, 0, 0, 0)


def step_back() -> None:
    """Let others go first on the processor."""
    os.nice(max(_NICE - os.nice(0), 0))


def offer_to_go_first() -> None:
    """Where memory is short, let the system end this process and its children before others."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(str(_FIRST_TO_GO), encoding="ascii")


def limit(walls: Walls, *, cpu_seconds: int | None = None, alone: bool = False) -> None:
    """Set what the system counts.

    Args:
        walls: memory and files.
        cpu_seconds: of the processor, for this process and each that it starts.
        alone: its user's processes are counted apart from all others of the machine.

    """
    limits = {
        resource.RLIMIT_AS: walls.memory_bytes,
        resource.RLIMIT_FSIZE: walls.file_bytes,
        resource.RLIMIT_NOFILE: _OPEN_FILES,
        resource.RLIMIT_CORE: 0,
    }
    if cpu_seconds is not None:
        limits[resource.RLIMIT_CPU] = cpu_seconds
    if alone:
        limits[resource.RLIMIT_NPROC] = PROCESSES
    for kind, most in limits.items():
        resource.setrlimit(kind, (most, most))


def close_in(
    libc: ctypes.CDLL, walls: Walls, *, write: tuple[str, ...] = (), read: str = ""
) -> None:
    """Shut out files, other processes, and calls that no reader needs.

    Args:
        libc: of this process.
        walls: what may be read beside the usual.
        write: folders to do anything in.
        read: the one file that is read, where it is one.

    """
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    _drop_capabilities(libc)
    landlock.restrict(
        read=(*_SYSTEM, *_python(), *walls.readable, *filter(None, [read])),
        write=(*_DEVICES, *write),
    )
    seccomp.refuse_calls()


def missing(*, hidden: bool) -> tuple[str, ...]:
    """Which walls this system lacks, in words for an administrator.

    Args:
        hidden: whether a namespace could be had.

    """
    version = landlock.version()
    found = []
    if not version:
        found.append("Landlock is off: readers may open files of this user")
    elif version < landlock.SCOPES_FROM:
        found.append("Landlock is older than 6: readers may signal processes of this user")
    if not seccomp.is_known_machine():
        found.append("seccomp: not on this kind of processor")
        if not hidden:
            found.append("no network namespaces: readers may open connections")
    return tuple(found)


@cache
def _python() -> tuple[str, ...]:
    """Where Python and its packages lie, and of ours those that read; not what lies beside them."""
    ours = (Path(__file__).parent, Path(__file__).parents[1] / "nlp")
    found = (sys.prefix, sys.base_prefix, sys.exec_prefix, *site.getsitepackages(), *map(str, ours))
    return tuple(dict.fromkeys(found))


def _drop_capabilities(libc: ctypes.CDLL) -> None:
    """Those that a process has in a user namespace of its own are of no use to a reader."""
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
    libc.capset(header, (ctypes.c_uint32 * 6)())
