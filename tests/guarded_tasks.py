"""What guarded processes are asked to do in tests: good things and bad ones."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from ingest import guarded
from nlp.reading import Band, Circumstances, Kind, KindFinding, Passage, Reading

if TYPE_CHECKING:
    from collections.abc import Sequence


class Parrot:
    """A reader without models."""

    def analyse(
        self,
        passages: Sequence[Passage],
        about: Circumstances,
        *,
        told: Sequence[Kind] = (),  # noqa: ARG002 - it understands nothing anyway
    ) -> Reading:
        if about.subject == "hang":
            time.sleep(600)
        return Reading(
            language=str(os.getpid()) if about.subject == "pids" else "en",
            languages=("en",),
            passage_languages=tuple("en" for _ in passages),
            kinds=(KindFinding(kind=Kind.OTHER, confidence=1.0, band=Band.SURE),),
            proposals=(),
            unread=(),
            model_version="parrot",
            taxonomy_version="1",
            criteria_version="1",
        )


def no_reader() -> Parrot:
    raise FileNotFoundError


def environment() -> tuple[dict[str, str], bytes]:
    return dict(os.environ), Path("/proc/self/environ").read_bytes()


def limits() -> tuple[int, int, int]:
    kinds = (resource.RLIMIT_AS, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE)
    first, second, third = (resource.getrlimit(kind)[0] for kind in kinds)
    return first, second, third


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def crash_in_a_library() -> None:
    ctypes.string_at(0)


def eat_memory() -> int:
    return len(bytearray(3_000_000_000))


def hang_in_a_library() -> None:
    # holds the interpreter, so that no signal handler of Python could run
    ctypes.PyDLL(None).sleep(600)


def start_and_hang() -> None:
    subprocess.run(["sleep", "601"], check=True)


def start_apart_and_end() -> None:
    """A grandchild in a session of its own, which nobody waits for."""
    subprocess.Popen(["sleep", "602"], start_new_session=True)


def start_apart_twice_and_hang() -> None:
    """The same by a child that ends at once, as daemons do."""
    subprocess.run(["sh", "-c", "setsid sleep 603 & exit"], check=True)
    time.sleep(600)


def multiply() -> int:
    """How many processes could be started until that was refused."""
    started = 0
    try:
        while started < 1_000:
            if not os.fork():
                time.sleep(600)
            started += 1
    except OSError:
        return started
    return started


def read_file(path: str) -> str:
    try:
        return f"read {len(Path(path).read_bytes())}"
    except OSError as error:
        return type(error).__name__


def list_folder(path: str) -> str:
    try:
        return f"listed {sum(1 for _ in Path(path).iterdir())}"
    except OSError as error:
        return type(error).__name__


def write_file(path: str) -> str:
    try:
        Path(path).write_bytes(b"was here")
    except OSError as error:
        return type(error).__name__
    return "written"


def remove_file(path: str) -> str:
    try:
        Path(path).unlink()
    except OSError as error:
        return type(error).__name__
    return "removed"


def read_by_program(path: str) -> str:
    """What a program that is started here can read."""
    done = subprocess.run(["cat", path], capture_output=True, text=True, check=False)
    return done.stdout or done.stderr.rpartition(": ")[2].strip()


def signal_to(pid: int) -> str:
    try:
        os.kill(pid, signal.SIGTERM)
    except OSError as error:
        return type(error).__name__
    return "sent"


def signal_to_parent() -> str:
    return signal_to(os.getppid())


def attach_to_parent() -> str:
    libc = ctypes.CDLL(None, use_errno=True)
    attach = 16
    if libc.ptrace(attach, os.getppid(), 0, 0) == 0:
        return "attached"
    return os.strerror(ctypes.get_errno())


def memory_of_parent() -> str:
    return read_file(f"/proc/{os.getppid()}/mem")


def environment_of(pid: int) -> str:
    return read_file(f"/proc/{pid}/environ")


def open_descriptors() -> int:
    """Beside the three standard ones and the one that lists them."""
    return sum(1 for _ in Path("/proc/self/fd").iterdir()) - 4


def new_namespace() -> str:
    libc = ctypes.CDLL(None, use_errno=True)
    return "entered" if libc.unshare(0x10000000) == 0 else os.strerror(ctypes.get_errno())


def fill_the_disk() -> None:
    for number in range(10_000):
        Path(tempfile.gettempdir(), str(number)).write_bytes(bytes(900_000))
        time.sleep(0.001)


def burn() -> None:
    while True:
        pass


def result_of_another_kind() -> bytes:
    """A result that is not what was asked for, as a reader might send that was taken over."""
    import pickle  # noqa: PLC0415 - that is the attack

    return pickle.dumps(os.getpid)


def listens_to(path: str) -> str:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller:
        try:
            caller.connect(path)
        except OSError as error:
            return type(error).__name__
    return "connected"


def datagram_socket() -> str:
    try:
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).close()
    except OSError as error:
        return type(error).__name__
    return "made"


def locks_in_reach() -> int:
    return Path("/proc/self/maps").read_text(encoding="utf-8").count("/sem.")


def litter() -> str:
    return tempfile.mkdtemp()


def write_much() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    Path(tempfile.gettempdir(), "much").write_bytes(bytes(2_000_000))


def size(content: bytes | str) -> tuple[str, int]:
    return type(content).__name__, len(guarded.content_of(content))


def raise_with_content() -> None:
    raise ValueError("the letter says: secret")


def connect() -> str:
    try:
        with socket.create_connection(("127.0.0.1", 1), timeout=1):
            return "connected"
    except OSError as error:
        return os.strerror(error.errno or 0)
