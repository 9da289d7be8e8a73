"""What runs inside guarded processes: the tasks, and how a process that reads texts is made.

Documents are read in processes for one task each (`ingest/keeper.py`), texts in processes that keep
their models. The other side, which starts these processes and ends them, is `ingest/guard.py`.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import sys
from dataclasses import replace
from multiprocessing import forkserver
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ingest import walls
from ingest.errors import ReaderError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ingest.bounds import Bounds
    from ingest.inbound import InboundMessage
    from ingest.ocr import OcrOptions
    from ingest.page_marks import Mark
    from ingest.segment import Document
    from ingest.walls import Walls
    from nlp import analyse
    from nlp.reading import Circumstances, Kind, Passage, Reading


class Reader(Protocol):
    """What understands texts."""

    def analyse(
        self, passages: Sequence[Passage], about: Circumstances, *, told: Sequence[Kind] = ()
    ) -> Reading:
        """Understand one text, of the kinds that a person says it is of where one does."""


#: set in a process that reads
_readers: dict[str, Reader] = {}


def enter_and_load(limits: Walls, load: Callable[[], Reader]) -> None:
    """Load the models once for all tasks of this process, then close it in."""
    # a group of its own, so that whatever it starts can be ended with it
    os.setsid()
    os.umask(0o077)
    # at once, also while a library is busy and Python would not look at signals
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    libc = ctypes.CDLL(None, use_errno=True)
    _leave_fork_server()
    hidden = walls.hide(libc)
    walls.die_with_parent(libc)
    walls.step_back()
    walls.offer_to_go_first()
    walls.limit(limits)
    with contextlib.suppress(Exception):  # said by the first task, not by a process that is gone
        _readers["reader"] = load()
    walls.limit(limits, alone=hidden)
    walls.close_in(libc, limits)


def _leave_fork_server() -> None:
    """Let go of the pipe by which the fork server learns that the program is gone.

    Each process has it, to fork more of its kind, and the server would wait for the last of them:
    a process that hangs would keep all others alive after a kill of the program.
    """
    server: Any = forkserver._forkserver  # noqa: SLF001 - it is said nowhere else
    if server._forkserver_alive_fd is not None:  # noqa: SLF001 - the same
        os.close(server._forkserver_alive_fd)  # noqa: SLF001 - the same
        server._forkserver_alive_fd = None  # noqa: SLF001 - the same


def load_reader(encoder: str | None = None, learned: Path | None = None) -> Reader:
    """The reader with its models: for None the one that the fork server has loaded, if it has.

    Args:
        encoder: as for `nlp.analyse.load_reader`.
        learned: folder of learned layers, of which the one in use is followed.

    """
    reader = _shipped_reader(encoder)
    if learned is None:
        return reader
    from nlp.following import Following  # noqa: PLC0415 - heavy, and only processes that read need it

    return Following(reader, learned)


def _shipped_reader(encoder: str | None) -> analyse.Reader:
    shared = sys.modules.get("ingest.shared")
    reader: analyse.Reader | None = getattr(shared, "READER", None)
    if encoder is None and reader is not None:
        return reader
    from nlp import analyse  # noqa: PLC0415 - the same

    return analyse.load_reader(encoder)


def content_of(place: bytes | str) -> bytes:
    """Bytes that came with the task, or by the path of a file because they are many."""
    return place if isinstance(place, bytes) else Path(place).read_bytes()


def parse(place: bytes | str, envelope_sender: str | None) -> InboundMessage:
    """Parse a mail."""
    from ingest import mail  # noqa: PLC0415 - heavy, and not for whoever only asks

    return mail.parse(content_of(place), envelope_sender=envelope_sender)


def extract(
    name: str,
    media_type: str,
    place: bytes | str,
    ocr: OcrOptions | None,
    bounds: Bounds,
    *,
    seconds: float,
) -> Document:
    """Read one file as far as the bounds say; its pages and scans end after these seconds."""
    from ingest import extract as reading  # noqa: PLC0415 - the same
    from ingest.ocr import OcrOptions  # noqa: PLC0415 - the same

    options = ocr or OcrOptions(document_seconds=seconds)
    options = replace(
        options,
        document_seconds=min(options.document_seconds, seconds),
        max_pages=options.max_pages if bounds.scanned_pages is None else bounds.scanned_pages,
    )
    bounds = replace(bounds, pdf_seconds=seconds)
    return reading.extract(name, media_type, content_of(place), ocr=options, bounds=bounds)


def draw(place: bytes | str, page: int, turn: int, marks: Sequence[Mark], pixels: int) -> bytes:
    """Draw one page of a document with its marks, as JPEG; `ingest/page_picture.py` says how."""
    from ingest import page_picture  # noqa: PLC0415 - the same

    return page_picture.drawn(content_of(place), page, turn, marks, pixels=pixels)


def look(place: bytes | str) -> tuple[int, int, float | None]:
    """Width, height and sharpness of a photo; `ingest/sharpness.py` says how."""
    from ingest import sharpness  # noqa: PLC0415 - the same

    seen = sharpness.looked_at(content_of(place))
    return seen.width, seen.height, seen.sharpness


def read(
    passages: Sequence[Passage], about: Circumstances, told: Sequence[Kind] = ()
) -> tuple[Reading, str]:
    """Understand a text; also why what was learned is not used, as a code, empty where it is.

    The other side says that: nothing in here writes where people look.

    Raises:
        ReaderError: the models could not be loaded.

    """
    if "reader" not in _readers:
        raise ReaderError
    reader = _readers["reader"]
    reading = reader.analyse(passages, about, told=told)
    return reading, getattr(reader, "problem", "")


def has_network() -> bool:
    """Whether this process could talk to anybody; nothing is sent to find out."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            return probe.connect_ex(("127.0.0.1", 9)) == 0
    except PermissionError:
        return False
