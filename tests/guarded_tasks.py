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
            language="en",
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


def start_and_hang(marker: str) -> None:
    child = subprocess.Popen(["sleep", "600"])
    Path(marker).write_text(str(child.pid), encoding="ascii")
    child.wait()


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
