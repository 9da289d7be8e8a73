"""Translations by a command on this machine: text in, text out, nothing else around it."""

from __future__ import annotations

import contextlib
import os
import pwd
import selectors
import shutil
import signal
import subprocess
import time
from typing import IO, TYPE_CHECKING, Final

from bot.translator_errors import NotTranslatedError

if TYPE_CHECKING:
    from collections.abc import Sequence

#: bytes of an answer
LARGEST: Final = 65_536
_BLOCK: Final = 16_384


class CommandTranslator:
    """Runs a command for each text, without a shell, and ends it with all that it started."""

    #: nothing leaves the machine, as far as we can know
    is_here: Final = True

    def __init__(self, arguments: Sequence[str]) -> None:
        self._arguments = tuple(arguments)

    def why_not(self) -> str:
        """What stands against starting it; empty for nothing."""
        first = self._arguments[0]
        return "" if shutil.which(first) else f"there is no program {first} that may be run"

    def ask(self, text: str, source: str, target: str, *, seconds: float) -> str:
        """The translation.

        Raises:
            NotTranslatedError: the command gave none in time.

        """
        until = time.monotonic() + seconds
        try:
            process = subprocess.Popen(  # noqa: S603 - the operator's own command
                [*self._arguments, source, target],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            raise NotTranslatedError("not_started") from error
        try:
            said = _spoken(process, text.encode(), until)
            code = process.wait(max(until - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            raise NotTranslatedError("timeout") from None
        finally:
            _end(process)
        if code:
            raise NotTranslatedError("command_failed")
        return _text(said)


def _environment() -> dict[str, str]:
    """What a program needs to find itself and its models; none of our settings and secrets."""
    return {
        "PATH": os.defpath,
        "HOME": pwd.getpwuid(os.getuid()).pw_dir,
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
    }


def _spoken(process: subprocess.Popen[bytes], given: bytes, until: float) -> bytes:
    """Hand the text over and hear the answer, whichever of the two can go on."""
    if process.stdin is None or process.stdout is None:
        raise NotTranslatedError("not_started")
    heard, left = bytearray(), memoryview(given)
    with selectors.DefaultSelector() as ready:
        _watch(ready, process.stdin, selectors.EVENT_WRITE)
        _watch(ready, process.stdout, selectors.EVENT_READ)
        while ready.get_map():
            for key, event in _due(ready, until):
                if event == selectors.EVENT_WRITE:
                    left = _written(key.fd, left)
                    is_over = not left
                else:
                    is_over = not _heard(key.fd, heard)
                if is_over:
                    ready.unregister(key.fileobj)
                    # the other side waits for the end of what it is given
                    _shut(process.stdin if event == selectors.EVENT_WRITE else process.stdout)
    return bytes(heard)


def _watch(ready: selectors.BaseSelector, pipe: IO[bytes], event: int) -> None:
    os.set_blocking(pipe.fileno(), False)
    ready.register(pipe, event)


def _due(ready: selectors.BaseSelector, until: float) -> list[tuple[selectors.SelectorKey, int]]:
    rest = until - time.monotonic()
    found = ready.select(rest) if rest > 0 else []
    if not found:
        raise NotTranslatedError("timeout")
    return found


def _heard(pipe: int, heard: bytearray) -> int:
    """How much came; nothing at the end."""
    block = os.read(pipe, _BLOCK)
    heard += block
    if len(heard) > LARGEST:
        raise NotTranslatedError("too_long")
    return len(block)


def _written(pipe: int, left: memoryview) -> memoryview:
    """What is still to be written; nothing where the other side no longer listens."""
    try:
        return left[os.write(pipe, left[:_BLOCK]) :]
    except BrokenPipeError:
        return left[:0]


def _shut(pipe: IO[bytes]) -> None:
    with contextlib.suppress(OSError):
        pipe.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the command and whatever it left behind in its session."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            _shut(pipe)
    process.wait()


def _text(said: bytes) -> str:
    try:
        text = said.decode().strip()
    except UnicodeDecodeError:
        raise NotTranslatedError("no_text") from None
    if not text:
        raise NotTranslatedError("no_text")
    return text
