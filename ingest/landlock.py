"""The kernel's own wall around a process: which files it may open, whom it may signal or call.

Landlock needs no privileges, holds for everything that the process starts, and can never be taken
down again (landlock(7); the structures and numbers are those of linux/landlock.h).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import stat
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_CREATE_RULESET: Final = 444
_ADD_RULE: Final = 445
_RESTRICT_SELF: Final = 446
_ASK_VERSION: Final = 1
_PATH_BENEATH: Final = 1

_EXECUTE: Final = 1 << 0
_WRITE_FILE: Final = 1 << 1
_READ_FILE: Final = 1 << 2
_READ_DIR: Final = 1 << 3
_TRUNCATE: Final = 1 << 14
_IOCTL_DEV: Final = 1 << 15
#: what may be allowed on a file that is no folder
_ON_FILES: Final = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV
_READ: Final = _EXECUTE | _READ_FILE | _READ_DIR
#: by version: how many rights on files there are, of calls over TCP, of scopes
_RIGHTS: Final = {1: (13, 0, 0), 2: (14, 0, 0), 3: (15, 0, 0), 4: (15, 2, 0), 5: (16, 2, 0)}
_NEWEST: Final = (16, 2, 2)
#: from this version on, signals and abstract sockets of others are out of reach
SCOPES_FROM: Final = 6


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


_libc: Final = ctypes.CDLL(None, use_errno=True)


def version() -> int:
    """The version that this kernel speaks; 0 where it has none, or has it switched off."""
    found = _libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _ASK_VERSION)
    return max(int(found), 0)


def restrict(*, read: Iterable[str], write: Iterable[str]) -> None:
    """Let this process and all that it starts open these alone; nothing where there is no Landlock.

    Paths that are not there are passed over: a rule holds for a file, not for a name.

    Args:
        read: files and folders to read, list and run programs from.
        write: the same to do anything with.

    Raises:
        OSError: the kernel has Landlock and refuses the rules.

    """
    spoken = version()
    if not spoken:
        return
    files, network, scopes = (_all(count) for count in _RIGHTS.get(spoken, _NEWEST))
    size = 8 * (1 + bool(network) + bool(scopes))
    wanted = _Ruleset(files, network, scopes)
    ruleset = _checked(
        _libc.syscall(_CREATE_RULESET, ctypes.byref(wanted), ctypes.c_size_t(size), 0)
    )
    try:
        for path in read:
            _allow(ruleset, path, files & _READ)
        for path in write:
            _allow(ruleset, path, files)
        _checked(_libc.syscall(_RESTRICT_SELF, ruleset, 0))
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    with contextlib.suppress(FileNotFoundError, PermissionError, NotADirectoryError):
        beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            if not stat.S_ISDIR(os.fstat(beneath).st_mode):
                rights &= _ON_FILES
            rule = _PathBeneath(rights, beneath)
            _checked(_libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0))
        finally:
            os.close(beneath)


def _all(count: int) -> int:
    return (1 << count) - 1


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
