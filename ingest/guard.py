"""Guarded processes: whatever a document does to its reader, it costs that document alone.

Parsing, extraction and reading run in processes of their own, niced, with an empty environment,
no network where the system allows, limits on memory, files and time; they end when we end. What
happens inside them is in `ingest/guarded.py`; with `ingest/guard_pool.py` the one door of pebble.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import shutil
import signal
import tempfile
from concurrent.futures import TimeoutError as TaskTimeout
from dataclasses import dataclass
from functools import partial
from multiprocessing import forkserver, util
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import structlog
from pebble import ProcessExpired, ProcessPool

from ingest import guarded
from ingest.errors import GuardError, ReaderError, StoppedError
from ingest.guard_pool import Pool
from ingest.guarded import INPUT_FILE, PID_FILE, Walls
from ingest.problems import problem
from ingest.segment import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ingest.guarded import Reader
    from ingest.inbound import InboundMessage
    from ingest.ocr import OcrOptions
    from nlp.reading import Circumstances, Kind, Passage, Reading

_log = structlog.get_logger()

T = TypeVar("T")

_FOLDER: Final = "acsg-guard-"
#: larger ones go to a process as a file
_BY_PIPE_BYTES: Final = 1_000_000
#: what programs in guarded processes need of an environment, and nothing of ours
_ENVIRONMENT: Final = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "HOME": "/nonexistent",
    "OMP_NUM_THREADS": "1",
    "OMP_THREAD_LIMIT": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What guarded processes may use; seconds are of the clock on the wall."""

    document_workers: int = 2
    reading_workers: int = 2
    parse_seconds: float = 60
    extract_seconds: float = 240
    read_seconds: float = 120
    memory_bytes: int = 2_000_000_000
    reading_memory_bytes: int = 4_000_000_000
    #: of a file that a guarded process writes
    file_bytes: int = 200_000_000
    #: a process is replaced after so many tasks, so that leaks do not add up
    tasks_per_process: int = 200
    #: None for the usual; not made here, because that loads half of what guarded processes need
    ocr: OcrOptions | None = None


class Guard:
    """Two pools of guarded processes: one for mails and documents, one for reading."""

    def __init__(
        self,
        limits: Limits,
        *,
        scratch: Path | None = None,
        load: Callable[[], Reader] | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Start the fork server; processes start when they are first needed, or by `warm`.

        Args:
            limits: for all processes.
            scratch: where the files of tasks go, in a folder of this guard's own.
            load: makes the reader, in the process that reads; importable by its name.
            environment: more of it for the processes, such as TESSDATA_PREFIX.

        """
        self._limits = limits
        self._closed = False
        self._scratch = _own_folder(scratch or Path(tempfile.gettempdir()))
        _start_fork_server(environment or {})
        self._documents = Pool(partial(_document_pool, limits))
        self._reading = Pool(partial(_reading_pool, limits, load or guarded.load_reader))

    def warm(self) -> None:
        """Start all processes now, so that the first message does not wait for them."""
        for pool in (self._documents, self._reading):
            pool.start(os.getpid)

    def parse(self, raw: bytes, *, envelope_sender: str | None) -> InboundMessage:
        """Parse a mail.

        Raises:
            GuardError: it hung, crashed or took too much.

        """
        return self._run(
            self._documents,
            self._limits.parse_seconds,
            guarded.parse,
            raw,
            envelope_sender,
        )

    def extract(self, name: str, media_type: str, content: bytes) -> Document:
        """Read one file; what it does to its reader is a problem in the document."""
        try:
            return self._run(
                self._documents,
                self._limits.extract_seconds,
                partial(_extract, name, media_type),
                content,
                self._limits.ocr,
                # recognition ends by itself, with what it has, before it is ended
                self._limits.extract_seconds * 0.8,
            )
        except GuardError as error:
            trouble = problem(error.code, name)
            return Document(media_type=media_type, pages=(), nested=(), problems=(trouble,))

    def read(
        self, passages: Sequence[Passage], about: Circumstances, told: Sequence[Kind] = ()
    ) -> Reading:
        """Understand a text, of the kinds that a person says it is of where one does.

        Raises:
            GuardError: it hung, crashed or took too much.
            ReaderError: the models cannot be loaded.

        """
        return self._run(
            self._reading,
            self._limits.read_seconds,
            guarded.read,
            tuple(passages),
            about,
            tuple(told),
        )

    def run(self, task: Callable[..., T], *arguments: Any, seconds: float = 60) -> T:
        """Run any importable function as documents are read; for `check` and tests."""
        return self._run(self._documents, seconds, task, *arguments)

    def close(self) -> None:
        """End all processes, whatever they are doing; no message is to blame for that."""
        self._closed = True
        for pool in (self._documents, self._reading):
            pool.close()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def _run(self, pool: Pool, seconds: float, task: Callable[..., T], *arguments: Any) -> T:
        with _folder(self._scratch) as folder:
            given = (str(folder), task, *(_by_path(folder, argument) for argument in arguments))
            try:
                result: T = pool.run(guarded.run, given, seconds)
            except ReaderError:
                raise
            except Exception as error:  # noqa: BLE001 - it came from inside, its text is content
                if isinstance(error, TaskTimeout | ProcessExpired):
                    _end_group(folder)
                if self._closed:
                    raise StoppedError from None
                raise _trouble(error) from None
        return result


def _document_pool(limits: Limits) -> ProcessPool:
    return ProcessPool(
        max_workers=limits.document_workers,
        max_tasks=limits.tasks_per_process,
        initializer=guarded.enter,
        initargs=(Walls(memory_bytes=limits.memory_bytes, file_bytes=limits.file_bytes),),
        context=multiprocessing.get_context("forkserver"),
    )


def _reading_pool(limits: Limits, load: Callable[[], Reader]) -> ProcessPool:
    walls = Walls(memory_bytes=limits.reading_memory_bytes, file_bytes=limits.file_bytes)
    return ProcessPool(
        max_workers=limits.reading_workers,
        initializer=guarded.enter_and_load,
        initargs=(walls, load),
        context=multiprocessing.get_context("forkserver"),
    )


def _extract(
    name: str, media_type: str, place: bytes | str, ocr: OcrOptions | None, seconds: float
) -> Document:
    return guarded.extract(name, media_type, place, ocr, seconds=seconds)


def _trouble(error: Exception) -> GuardError:
    """What it is to the document; anything unforeseen is a crash of its reader."""
    codes = {TaskTimeout: "timeout", MemoryError: "too_large"}
    code = codes.get(type(error), "crashed")
    _log.warning("guarded_task_ended", problem=code, trouble=type(error).__name__)
    return GuardError(code)


def _by_path(folder: Path, argument: Any) -> Any:
    if not isinstance(argument, bytes) or len(argument) <= _BY_PIPE_BYTES:
        return argument
    path = folder / INPUT_FILE
    path.write_bytes(argument)
    return str(path)


@contextlib.contextmanager
def _folder(scratch: Path) -> Iterator[Path]:
    """A folder for one task, gone with all that the task left in it."""
    folder = Path(tempfile.mkdtemp(dir=scratch))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _end_group(folder: Path) -> None:
    """End what a process had started before it was ended itself."""
    with contextlib.suppress(OSError, ValueError):
        group = int((folder / PID_FILE).read_text(encoding="ascii"))
        os.killpg(group, signal.SIGKILL)


def _own_folder(scratch: Path) -> Path:
    """A folder of this process; those of processes that are no more go."""
    scratch.mkdir(parents=True, exist_ok=True, mode=0o700)
    for left in scratch.glob(f"{_FOLDER}*-*"):
        pid = left.name.removeprefix(_FOLDER).partition("-")[0]
        if pid.isdigit() and not Path(f"/proc/{pid}").exists():
            shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{_FOLDER}{os.getpid()}-", dir=scratch.resolve()))


def _start_fork_server(environment: Mapping[str, str]) -> None:
    """Start the process that all guarded ones are forked from, with nothing of our environment.

    Emptying it later, inside, would leave it readable in /proc. One serves all guards, and should
    it end and be started anew, then again so.
    """

    def spawn(path: bytes, arguments: Sequence[Any], descriptors: Sequence[int]) -> int:
        for descriptor in descriptors:
            os.set_inheritable(descriptor, True)  # noqa: FBT003 - that is its only argument
        try:
            # in a group of its own: a terminal's Ctrl-C is for us, who then end it in order
            return os.posix_spawn(
                path, list(arguments), {**_ENVIRONMENT, **environment}, setpgroup=0
            )
        finally:
            for descriptor in descriptors:
                os.set_inheritable(descriptor, False)  # noqa: FBT003 - the same

    # there is no other way to say with which environment the fork server starts
    util.spawnv_passfds = spawn  # type: ignore[assignment] # narrower
    multiprocessing.get_context("forkserver").set_forkserver_preload(["ingest.shared"])
    forkserver.ensure_running()
