"""Files shown to a virus scanner before anything reads them: clamd, by its socket.

The protocol is clamd(8)'s INSTREAM: the file goes over in pieces with their lengths before them,
and one line comes back. Nothing is stored and no path is told.
"""

from __future__ import annotations

import re
import socket
import struct
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import structlog

from ingest.headers import safe_name
from ingest.problems import problem
from ingest.segment import Document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.inbound import InboundMessage
    from ingest.pipeline import Hands
    from nlp.reading import Circumstances, Kind, Passage, Reading

_log = structlog.get_logger()

_PIECE: Final = 1 << 18
_LONGEST_ANSWER: Final = 4_096
_FOUND: Final = re.compile(r"^stream: (.+) FOUND$")
_LONGEST_NAME: Final = 100


class ScannerError(Exception):
    """The scanner did not look at the file."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        #: in words for an administrator; nothing of the file is in it
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanner:
    """A clamd that listens somewhere."""

    #: the path of its socket, or host and port
    address: str | tuple[str, int]
    #: for each step of a conversation, and for the scan itself
    seconds: float = 30

    def ping(self) -> str:
        """Its version.

        Raises:
            ScannerError: it does not answer.

        """
        return self._asked(b"zVERSION\0", b"")

    def finding(self, content: bytes) -> str | None:
        """What it calls what it found in these bytes; None where it found nothing.

        Raises:
            ScannerError: it does not answer, or did not look at all of them.

        """
        answer = self._asked(b"zINSTREAM\0", content)
        if answer == "stream: OK":
            return None
        found = _FOUND.match(answer)
        if found is None:
            # its own words may hold a path of its machine, never one of the file
            raise ScannerError("too large for it" if "size limit" in answer else "it failed")
        return safe_name(found[1])[:_LONGEST_NAME] or "unnamed"

    def _asked(self, command: bytes, content: bytes) -> str:
        try:
            with self._called() as clamd:
                _tell(clamd, command, content)
                answer = _answer(clamd)
        except OSError as error:
            raise ScannerError(error.strerror or "no answer in time") from None
        if not answer:
            raise ScannerError("it hung up")
        return answer

    def _called(self) -> socket.socket:
        if isinstance(self.address, tuple):
            return socket.create_connection(self.address, timeout=self.seconds)
        clamd = socket.socket(socket.AF_UNIX)
        try:
            clamd.settimeout(self.seconds)
            clamd.connect(self.address)
        except OSError:
            clamd.close()
            raise
        return clamd


def _tell(clamd: socket.socket, command: bytes, content: bytes) -> None:
    try:
        clamd.sendall(command)
        if not command.startswith(b"zINSTREAM"):
            return
        for start in range(0, len(content), _PIECE):
            piece = content[start : start + _PIECE]
            clamd.sendall(struct.pack(">I", len(piece)) + piece)
        clamd.sendall(struct.pack(">I", 0))
    except (BrokenPipeError, ConnectionResetError):
        # past its own limit clamd says so and hangs up: what it said is there to be read
        return


def _answer(clamd: socket.socket) -> str:
    received = b""
    while b"\0" not in received and len(received) < _LONGEST_ANSWER:
        block = clamd.recv(_LONGEST_ANSWER)
        if not block:
            break
        received += block
    return received.partition(b"\0")[0].decode("utf-8", "replace").strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanningHands:
    """Hands that let a scanner look at each file before they read it."""

    hands: Hands
    scanner: Scanner

    def parse(self, raw: bytes, *, envelope_sender: str | None) -> InboundMessage:
        """Parse a mail; its files are scanned when they are read."""
        return self.hands.parse(raw, envelope_sender=envelope_sender)

    def extract(self, name: str, media_type: str, content: bytes) -> Document:
        """Read a file, unless the scanner finds something in it: then nobody opens it."""
        try:
            found = self.scanner.finding(content)
        except ScannerError as error:
            _log.warning("file_not_scanned", reason=error.reason, size_bytes=len(content))
            read = self.hands.extract(name, media_type, content)
            trouble = problem("not_scanned", name, what=error.reason)
            return replace(read, problems=(trouble, *read.problems))
        if found is None:
            return self.hands.extract(name, media_type, content)
        _log.warning("file_quarantined", size_bytes=len(content))
        trouble = problem("quarantined", name, what=found)
        return Document(media_type=media_type, pages=(), nested=(), problems=(trouble,))

    def read(
        self, passages: Sequence[Passage], about: Circumstances, told: Sequence[Kind] = ()
    ) -> Reading:
        """Understand a text."""
        return self.hands.read(passages, about, told)
