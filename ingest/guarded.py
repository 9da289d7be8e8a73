"""What runs inside a guarded process: its walls, and the tasks that may run between them.

The other side, which starts these processes and ends them, is `ingest/guard.py`.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import socket
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from ingest.errors import ReaderError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ingest.inbound import InboundMessage
    from ingest.ocr import OcrOptions
    from ingest.segment import Document
    from nlp.reading import Circumstances, Kind, Passage, Reading

_PR_SET_PDEATHSIG: Final = 1
_PR_SET_NO_NEW_PRIVS: Final = 38
_CLONE_NEWUSER: Final = 0x10000000
_CLONE_NEWNET: Final = 0x40000000
_OPEN_FILES: Final = 256
_NICE: Final = 10
#: the file in a task's folder by which its process group can be ended from outside
PID_FILE: Final = "pid"
INPUT_FILE: Final = "input"


@dataclass(frozen=True, slots=True, kw_only=True)
class Walls:
    """What a guarded process may use."""

    memory_bytes: int
    file_bytes: int


class Reader(Protocol):
    """What understands texts."""

    def analyse(
        self, passages: Sequence[Passage], about: Circumstances, *, told: Sequence[Kind] = ()
    ) -> Reading:
        """Understand one text, of the kinds that a person says it is of where one does."""


#: set in a process that reads
_readers: dict[str, Reader] = {}


def enter(walls: Walls) -> None:
    """Put up the walls around this process; the first thing that runs in it."""
    # a group of its own, so that whatever it starts can be ended with it
    os.setsid()
    os.umask(0o077)
    # at once, also while a library is busy and Python would not look at signals
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    libc = ctypes.CDLL(None, use_errno=True)
    _leave_network(libc)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    resource.setrlimit(resource.RLIMIT_AS, (walls.memory_bytes, walls.memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (walls.file_bytes, walls.file_bytes))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(_NICE)


def enter_and_load(walls: Walls, load: Callable[[], Reader]) -> None:
    """Put up the walls, then load the models once for all tasks of this process."""
    enter(walls)
    with contextlib.suppress(Exception):  # said by the first task, not by a process that is gone
        _readers["reader"] = load()


def load_reader(encoder: str | None = None) -> Reader:
    """The reader with its models: for None the one that the fork server has loaded, if it has."""
    shared = sys.modules.get("ingest.shared")
    reader: Reader | None = getattr(shared, "READER", None)
    if encoder is None and reader is not None:
        return reader
    from nlp import analyse  # noqa: PLC0415 - heavy, and only processes that read need it

    return analyse.load_reader(encoder)


def run(folder: str, task: Callable[..., Any], *arguments: Any) -> Any:
    """Run one task in its folder, whose pid file lets the other side end all that it started."""
    Path(folder, PID_FILE).write_text(str(os.getpid()), encoding="ascii")
    tempfile.tempdir = folder
    return task(*arguments)


def content_of(place: bytes | str) -> bytes:
    """Bytes that came with the task, or by the path of a file because they are many."""
    return place if isinstance(place, bytes) else Path(place).read_bytes()


def parse(place: bytes | str, envelope_sender: str | None) -> InboundMessage:
    """Parse a mail."""
    from ingest import mail  # noqa: PLC0415 - heavy, and not for whoever only asks

    return mail.parse(content_of(place), envelope_sender=envelope_sender)


def extract(
    name: str, media_type: str, place: bytes | str, ocr: OcrOptions | None, *, seconds: float
) -> Document:
    """Read one file; recognition of its scans ends after these seconds at most."""
    from ingest import extract as reading  # noqa: PLC0415 - the same
    from ingest.ocr import OcrOptions  # noqa: PLC0415 - the same

    options = ocr or OcrOptions()
    options = replace(options, document_seconds=min(options.document_seconds, seconds))
    return reading.extract(name, media_type, content_of(place), ocr=options)


def read(passages: Sequence[Passage], about: Circumstances, told: Sequence[Kind] = ()) -> Reading:
    """Understand a text.

    Raises:
        ReaderError: the models could not be loaded.

    """
    if "reader" not in _readers:
        raise ReaderError
    return _readers["reader"].analyse(passages, about, told=told)


def has_network() -> bool:
    """Whether this process could talk to anybody; nothing is sent to find out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        return probe.connect_ex(("127.0.0.1", 9)) == 0


def _leave_network(libc: ctypes.CDLL) -> None:
    """Enter a network of its own with nothing in it, where the system allows."""
    libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
