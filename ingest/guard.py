"""Guarded processes: whatever a document does to its reader, it costs that document alone.

Parsing and extraction run in processes for one task each, reading in some that keep their models:
niced, with an empty environment, walled in (`ingest/walls.py`), under limits of memory, files and
time; they end when we end. With `ingest/guard_pool.py` the one door of pebble.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import shutil
import signal
import tempfile
from concurrent.futures import TimeoutError as TaskTimeout
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import structlog
from pebble import ProcessExpired, ProcessPool

from ingest import guard_start, guarded, keeper, wire
from ingest.bounds import Bounds
from ingest.errors import GuardError, ReaderError, StoppedError
from ingest.guard_pool import Pool
from ingest.inbound import InboundMessage
from ingest.keeper import DONE, PID_ENDING
from ingest.problems import problem
from ingest.segment import Document
from ingest.spare import INPUT_FILE
from ingest.walls import Walls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ingest.guarded import Reader
    from ingest.ocr import OcrOptions
    from nlp.reading import Circumstances, Kind, Passage, Reading

_log = structlog.get_logger()

T = TypeVar("T")

_FOLDER: Final = "acsg-guard-"
#: larger ones go to a process as a file
_BY_PIPE_BYTES: Final = 1_000_000
#: after which a task is ended from outside, should its own process not have seen to that
_GRACE: Final = 0.5


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
    #: of all files that one task writes
    disk_bytes: int = 500_000_000
    #: files and folders beside the system's that guarded processes may read
    readable: tuple[str, ...] = ()
    #: how much of one file is read
    bounds: Bounds = field(default_factory=Bounds)
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
        shared: bool = True,
    ) -> None:
        """Start the fork server; processes start when they are first needed, or by `warm`.

        Args:
            limits: for all processes.
            scratch: where the files of tasks go, in a folder of this guard's own.
            load: makes the reader, in the process that reads; importable by its name.
            environment: more of it for the processes, such as TESSDATA_PREFIX.
            shared: whether processes that read share the shipped reader; False where `load`
                makes another.

        """
        self._limits = limits
        self._closed = False
        #: model and problem that were said last
        self._said = ("", "")
        self._scratch = _own_folder(scratch or Path(tempfile.gettempdir()))
        guard_start.set_out(environment or {}, shared=shared)
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
        task = partial(_parse, envelope_sender)
        return self._document(InboundMessage, self._limits.parse_seconds, task, raw)

    def extract(self, name: str, media_type: str, content: bytes) -> Document:
        """Read one file; what it does to its reader is a problem in the document."""
        seconds = self._limits.extract_seconds
        # recognition ends by itself, with what it has, before it is ended
        task = partial(
            _extract,
            name,
            media_type,
            ocr=self._limits.ocr,
            bounds=self._limits.bounds,
            seconds=seconds * 0.8,
        )
        try:
            return self._document(Document, seconds, task, content)
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
        given = (tuple(passages), about, tuple(told))
        with self._blamed():
            reading, problem = self._reading.run(guarded.read, given, self._limits.read_seconds)
        self._say(reading.model_version, problem)
        result: Reading = reading
        return result

    def run(self, task: Callable[..., T], *arguments: Any, seconds: float = 60) -> T:
        """Run any importable function as documents are read; for `check` and tests."""
        return self._document(wire.result_of(task), seconds, task, *arguments)

    def close(self) -> None:
        """End all processes, whatever they are doing; no message is to blame for that."""
        self._closed = True
        for pool in (self._documents, self._reading):
            pool.close()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def _say(self, model: str, problem: str) -> None:
        """Say what reads, whenever it is another."""
        if (model, problem) == self._said:
            return
        self._said = (model, problem)
        if problem:
            _log.warning("learned_model_not_used", problem=problem, model=model)
        else:
            _log.info("reads_with", model=model)

    def _document(
        self, shape: type[T], seconds: float, task: Callable[..., Any], *arguments: Any
    ) -> T:
        """Run a task in a process of its own; what comes out is of this type or nothing."""
        with _folder(self._scratch) as folder, self._blamed():
            given = (str(folder), seconds, task, *(_by_path(folder, one) for one in arguments))
            try:
                ended = self._documents.run(keeper.run, given, seconds + _GRACE)
            except (TaskTimeout, ProcessExpired):
                _end_group(folder)
                raise
            if ended.code != DONE:
                raise GuardError(ended.code)
            return wire.decode(ended.data, shape)

    @contextlib.contextmanager
    def _blamed(self) -> Iterator[None]:
        """Whatever goes wrong is the document's fault, except our own end and missing models."""
        try:
            yield
        except ReaderError:
            raise
        except Exception as error:  # noqa: BLE001 - it came from inside, its text is content
            if self._closed:
                raise StoppedError from None
            raise _trouble(error) from None


def _document_pool(limits: Limits) -> ProcessPool:
    return ProcessPool(
        max_workers=limits.document_workers,
        initializer=keeper.enter,
        initargs=(_walls(limits, limits.memory_bytes),),
        # forked from nobody: the models of the fork server would make each task's fork slow
        context=multiprocessing.get_context("spawn"),
    )


def _reading_pool(limits: Limits, load: Callable[[], Reader]) -> ProcessPool:
    return ProcessPool(
        max_workers=limits.reading_workers,
        initializer=guarded.enter_and_load,
        initargs=(_walls(limits, limits.reading_memory_bytes), load),
        context=multiprocessing.get_context("forkserver"),
    )


def _walls(limits: Limits, memory_bytes: int) -> Walls:
    return Walls(
        memory_bytes=memory_bytes,
        file_bytes=limits.file_bytes,
        disk_bytes=limits.disk_bytes,
        readable=limits.readable,
    )


def _parse(envelope_sender: str | None, place: bytes | str) -> InboundMessage:
    return guarded.parse(place, envelope_sender)


def _extract(
    name: str,
    media_type: str,
    place: bytes | str,
    *,
    ocr: OcrOptions | None,
    bounds: Bounds,
    seconds: float,
) -> Document:
    return guarded.extract(name, media_type, place, ocr, bounds, seconds=seconds)


def _trouble(error: Exception) -> GuardError:
    """What it is to the document; anything unforeseen is a crash of its reader."""
    codes = {TaskTimeout: "timeout", MemoryError: "too_large"}
    code = error.code if isinstance(error, GuardError) else codes.get(type(error), "crashed")
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
        Path(f"{folder}{PID_ENDING}").unlink(missing_ok=True)


def _end_group(folder: Path) -> None:
    """End what a process had started before it was ended itself."""
    with contextlib.suppress(OSError, ValueError):
        group = int(Path(f"{folder}{PID_ENDING}").read_text(encoding="ascii"))
        os.killpg(group, signal.SIGKILL)


def _own_folder(scratch: Path) -> Path:
    """A folder of this process; those of processes that are no more go."""
    scratch.mkdir(parents=True, exist_ok=True, mode=0o700)
    for left in scratch.glob(f"{_FOLDER}*-*"):
        pid = left.name.removeprefix(_FOLDER).partition("-")[0]
        if pid.isdigit() and not Path(f"/proc/{pid}").exists():
            shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{_FOLDER}{os.getpid()}-", dir=scratch.resolve()))
