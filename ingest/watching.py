"""A folder in which people and programs put files: each is taken in once it lies still.

Committed first, moved afterwards: killed between the two, the next look meets the file again, and
its identity knows it. By looking now and then, which every kind of folder can bear.
"""

from __future__ import annotations

import os
import stat
import threading
import time
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

import structlog

from ingest.errors import StorageError
from ingest.mbox import is_mbox
from ingest.refusal import refuse, take_away
from ingest.saved import messages_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future
    from pathlib import Path

    from ingest.saved import Input
    from store.model import Accepted, Arrival

_log = structlog.get_logger()

TAKEN: Final = "taken"
REFUSED: Final = "refused"
_LOOK_SECONDS: Final = 1.0
#: a file that did not change for so long is complete
_STILL_SECONDS: Final = 2.0
#: an empty one may be one whose writer has not begun
_EMPTY_SECONDS: Final = 60.0
#: until a file is tried again that could not be stored or moved
_REST_SECONDS: Final = 30.0
#: of files that are being written, as browsers and copying programs name them
_UNFINISHED: Final = (".part", ".partial", ".tmp", ".filepart", ".crdownload", ".download", "~")
#: messages of one file that are handed over before the first must be safe
_AT_ONCE: Final = 20
_HEAD_BYTES: Final = 4_096


class _Mark(NamedTuple):
    """By which it is seen that a file changed."""

    inode: int
    size_bytes: int
    modified_ns: int

    @classmethod
    def of(cls, found: os.stat_result) -> _Mark:
        return cls(found.st_ino, found.st_size, found.st_mtime_ns)


class _Still(NamedTuple):
    """A file as it was seen, and since when it is so."""

    mark: _Mark
    since: float


class _Rest(NamedTuple):
    """Until when a file is left alone that could not be stored or moved, and which of them."""

    until: float
    code: str


class Watch:
    """Looks into the folder again and again; blocks, so it runs in a thread of its own."""

    def __init__(
        self,
        folder: Path,
        submit: Callable[[Arrival], Future[Accepted]],
        *,
        most_bytes: int,
        note: Callable[[str | None], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take what it works with.

        Args:
            folder: where to look; `taken` and `refused` are made in it.
            submit: takes an arrival; its future ends once the arrival is committed, or raises.
            most_bytes: a message that is larger is refused.
            note: is told the code of what keeps files from being taken in, and None when all is
                well.
            clock: seconds that never go back.

        """
        self._folder = folder
        self._submit = submit
        self._most_bytes = most_bytes
        self._note = note
        self._clock = clock
        self._still: dict[str, _Still] = {}
        self._rests: dict[str, _Rest] = {}
        self._stopped = threading.Event()
        self._trouble: str | None = None

    def run(self) -> None:
        """Look until told to stop."""
        while not self._stopped.is_set():
            try:
                self.look()
                trouble = self._stuck()
            except Exception as error:  # noqa: BLE001 - the folder or the database may come back
                trouble = _code(error)
                if trouble != self._trouble:
                    _log.error("watched_folder_trouble", trouble=type(error).__name__, code=trouble)
            self._trouble = trouble
            self._note(trouble)
            self._stopped.wait(_LOOK_SECONDS)

    def stop(self) -> None:
        """End after the file under way, from any thread."""
        self._stopped.set()

    def look(self) -> int:
        """One look; how many files were taken in.

        Raises:
            OSError: the folder cannot be read.

        """
        marks = dict(self._lying())
        self._still = {
            name: self._still[name]
            if name in self._still and self._still[name].mark == mark
            else _Still(mark, self._clock())
            for name, mark in marks.items()
        }
        self._rests = {name: rest for name, rest in self._rests.items() if name in marks}
        return sum(self._taken(name) for name in sorted(marks) if self._is_ready(name))

    def _lying(self) -> Iterator[tuple[str, _Mark]]:
        """The files in it that are no folders, links, pipes, or halves."""
        with os.scandir(self._folder) as entries:
            for entry in entries:
                if entry.name.startswith(".") or entry.name.lower().endswith(_UNFINISHED):
                    continue
                try:
                    if entry.is_file(follow_symlinks=False):
                        yield entry.name, _Mark.of(entry.stat(follow_symlinks=False))
                except FileNotFoundError:
                    continue

    def _stuck(self) -> str | None:
        """Why files lie there that should be gone; None where none does."""
        return min((rest.code for rest in self._rests.values()), default=None)

    def _is_ready(self, name: str) -> bool:
        if self._stopped.is_set():
            return False
        if name in self._rests and self._rests[name].until > self._clock():
            return False
        mark, since = self._still[name]
        wanted_seconds = _STILL_SECONDS if mark.size_bytes else _EMPTY_SECONDS
        return self._clock() - since >= wanted_seconds

    def _taken(self, name: str) -> bool:
        """Take one file in, and out of the way; whether it is safe."""
        path, mark = self._folder / name, self._still[name].mark
        try:
            reasons = self._handed_over(path, mark)
        except StorageError:
            self._rest(name, "not_stored")
            return False
        except Exception as error:  # noqa: BLE001 - whatever one file does, the others come in
            self._rest(name, "not_understood", trouble=type(error).__name__)
            return False
        if reasons is None:
            # it changed meanwhile: it is looked at anew
            self._still.pop(name, None)
            return False
        try:
            if reasons:
                refuse(path, self._folder / REFUSED, reasons)
            else:
                take_away(path, self._folder / TAKEN)
        except FileNotFoundError:
            pass  # somebody else moved it
        except OSError:
            self._rest(name, "not_moved")
            return False
        _log.info("file_refused" if reasons else "file_taken", size_bytes=mark.size_bytes)
        return not reasons

    def _rest(self, name: str, code: str, **details: str) -> None:
        self._rests[name] = _Rest(self._clock() + _REST_SECONDS, code)
        _log.error("file_left", code=code, pause_seconds=_REST_SECONDS, **details)

    def _handed_over(self, path: Path, mark: _Mark) -> tuple[str, ...] | None:
        """Store all messages of a file: why some are refused; None where it changed meanwhile."""
        if not mark.size_bytes:
            return ("it is empty",)
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            with os.fdopen(descriptor, "rb") as file:
                if not _is_still(file, mark):
                    return None
                reasons = self._read(file, path.name, mark.size_bytes)
                return reasons if _is_still(file, mark) else None
        except FileNotFoundError:
            return None
        except OSError as error:
            return (f"it cannot be read ({error.strerror})",)

    def _read(self, file: BinaryIO, name: str, size_bytes: int) -> tuple[str, ...]:
        if size_bytes > self._most_bytes and not is_mbox(file.read(_HEAD_BYTES)):
            return ("it is larger than ACSG_MAX_MESSAGE_MB allows",)
        file.seek(0)
        found = messages_in(file, name=name, source=name, most_bytes=self._most_bytes)
        return self._stored(name, found)

    def _stored(self, name: str, found: Iterator[Input]) -> tuple[str, ...]:
        """Wait until all are safe; why some are not.

        Raises:
            StorageError: one could not be stored; those that were are known the next time.
            Exception: one could not be understood; all others are safe.

        """
        reasons: list[str] = []
        troubles: list[Exception] = []
        promises: list[Future[Accepted]] = []
        for number, item in enumerate(found, 1):
            if len(item.raw) > self._most_bytes:
                what = "it" if item.source == name else f"mail {number} of it"
                reasons.append(f"{what} is larger than ACSG_MAX_MESSAGE_MB allows")
                continue
            try:
                arrival = item.arrival
            except Exception as error:  # noqa: BLE001 - whatever one mail does, the others come in
                troubles.append(error)
                continue
            promises.append(self._submit(arrival))
            if len(promises) >= _AT_ONCE:
                _wait_for(promises)
        _wait_for(promises)
        if troubles:
            raise troubles[0]
        return tuple(reasons)


def _code(error: Exception) -> str:
    """What keeps a folder from being looked into, as a code."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "no_folder"
    if isinstance(error, PermissionError):
        return "closed"
    return "unreadable" if isinstance(error, OSError) else "unexpected"


def _is_still(file: BinaryIO, mark: _Mark) -> bool:
    """Whether an open file is the one that was seen, and as it was."""
    found = os.fstat(file.fileno())
    return stat.S_ISREG(found.st_mode) and _Mark.of(found) == mark


def _wait_for(promises: list[Future[Accepted]]) -> None:
    for promise in promises:
        accepted = promise.result()
        _log.info("file_accepted", message=accepted.id, new=accepted.new)
    promises.clear()
