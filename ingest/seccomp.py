"""Calls to the kernel that no reader of documents ever needs, refused for good.

A filter of classic BPF (seccomp(2); the structures are those of linux/filter.h), looked through at
each call. It needs no privileges and no library, holds for everything that the process starts,
and is there in containers, where namespaces mostly are not.
"""

from __future__ import annotations

import ctypes
import errno
import os
from functools import cache
from typing import Final

_PR_SET_SECCOMP: Final = 22
_PR_GET_SECCOMP: Final = 21
_MODE_FILTER: Final = 2

_LOAD, _JUMP_EQUAL, _JUMP_ANY_BIT, _JUMP_FROM, _AND, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x54, 0x06
_ALLOW: Final = 0x7FFF0000
_KILL: Final = 0x80000000
_REFUSE: Final = 0x00050000
#: where `struct seccomp_data` has its fields; an argument's lower half comes first
_NUMBER, _MACHINE, _ARGUMENTS = 0, 4, 16
#: numbers from here on are those of another way to call on the same machine (x32)
_OTHER_WAY: Final = 0x40000000
_UNIX, _STREAM, _TYPE_MASK = 1, 1, 0xF
_NEW_NAMESPACES: Final = 0x7E020080

#: machine -> its sign in the filter, the numbers of its calls
_MACHINES: Final = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
#: call -> number on x86_64 and aarch64; None where the machine has none
_REFUSED: Final[dict[str, tuple[int | None, int | None]]] = {
    "connect": (42, 203),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424),
    "process_madvise": (440, 440),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "move_mount": (429, 429),
    "open_tree": (428, 428),
    "fsopen": (430, 430),
    "fsmount": (432, 432),
    "mount_setattr": (442, 442),
    "unshare": (272, 97),
    "setns": (308, 268),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "acct": (163, 89),
    "quotactl": (179, 60),
    "open_by_handle_at": (304, 265),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "personality": (135, 92),
    "modify_ldt": (154, None),
    "iopl": (172, None),
    "ioperm": (173, None),
}
_SOCKET: Final = (41, 198)
_CLONE: Final = (56, 220)
#: its flags lie where a filter cannot look: whoever is told that it is not there takes clone
_CLONE3: Final = 435


class _Step(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("if_true", ctypes.c_uint8),
        ("if_false", ctypes.c_uint8),
        ("value", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("steps", ctypes.POINTER(_Step)))


def is_known_machine() -> bool:
    """Whether the numbers of this machine's calls are known here."""
    return os.uname().machine in _MACHINES


def refuse_calls() -> bool:
    """Refuse those calls to this process and all that it starts; say whether that was possible."""
    if not is_known_machine():
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    return int(libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(program()), 0, 0)) == 0


@cache
def program() -> _Program:
    """The filter for this machine; made once, before processes are forked that take it."""
    steps = _filter(*_MACHINES[os.uname().machine])
    return _Program(len(steps), (_Step * len(steps))(*steps))


def is_up() -> bool:
    """Whether a filter is over this process."""
    return int(ctypes.CDLL(None).prctl(_PR_GET_SECCOMP, 0, 0, 0, 0)) == _MODE_FILTER


def _filter(sign: int, column: int) -> list[_Step]:
    numbers = [found[column] for found in _REFUSED.values()]
    steps = [
        _Step(_LOAD, 0, 0, _MACHINE),
        _Step(_JUMP_EQUAL, 1, 0, sign),
        _Step(_RETURN, 0, 0, _KILL),
        _Step(_LOAD, 0, 0, _NUMBER),
        _Step(_JUMP_FROM, 0, 1, _OTHER_WAY),
        _refusal(errno.ENOSYS),
        _Step(_JUMP_EQUAL, 0, 1, _CLONE3),
        _refusal(errno.ENOSYS),
    ]
    for number in filter(None, numbers):
        steps += [_Step(_JUMP_EQUAL, 0, 1, number), _refusal(errno.EACCES)]
    return [
        *steps,
        *_no_namespaces(_CLONE[column]),
        *_no_sockets(_SOCKET[column]),
        _Step(_RETURN, 0, 0, _ALLOW),
    ]


def _no_namespaces(clone: int) -> list[_Step]:
    """New processes, but none in a namespace where it would have privileges."""
    return [
        _Step(_JUMP_EQUAL, 0, 4, clone),
        _Step(_LOAD, 0, 0, _ARGUMENTS),
        _Step(_JUMP_ANY_BIT, 0, 1, _NEW_NAMESPACES),
        _refusal(errno.EACCES),
        _Step(_RETURN, 0, 0, _ALLOW),
    ]


def _no_sockets(socket: int) -> list[_Step]:
    """None of any network; on this machine streams alone, which reach nobody without connect.

    LibreOffice makes one and waits at it; that nobody comes does not matter.
    """
    return [
        _Step(_JUMP_EQUAL, 0, 7, socket),
        _Step(_LOAD, 0, 0, _ARGUMENTS),
        _Step(_JUMP_EQUAL, 1, 0, _UNIX),
        _refusal(errno.EACCES),
        _Step(_LOAD, 0, 0, _ARGUMENTS + 8),
        _Step(_AND, 0, 0, _TYPE_MASK),
        _Step(_JUMP_EQUAL, 1, 0, _STREAM),
        _refusal(errno.EACCES),
    ]


def _refusal(number: int) -> _Step:
    return _Step(_RETURN, 0, 0, _REFUSE | number)
