"""A small clamd: the INSTREAM protocol over a real socket, with one signature and many moods."""

from __future__ import annotations

import socket
import struct
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNATURE = b"an invented virus"


class Clamd:
    """Answers one connection after another; `mood` says how."""

    def __init__(self, server: socket.socket) -> None:
        self.server = server
        self.mood = "well"
        self.seen: list[int] = []

    def run(self) -> None:
        with suppress(OSError):
            while True:
                caller, _ = self.server.accept()
                with caller, suppress(OSError, struct.error):
                    self._serve(caller)

    def _serve(self, caller: socket.socket) -> None:
        with caller.makefile("rb") as told:
            command = b"".join(iter(lambda: told.read(1), b"\0"))
            if self.mood == "hangs_up":
                return
            if self.mood == "hangs":
                threading.Event().wait(30)
            if command == b"zVERSION":
                caller.sendall(b"ClamAV 1.4.0/27000\0")
                return
            content = b""
            while size := struct.unpack(">I", told.read(4))[0]:
                content += told.read(size)
                if self.mood == "small" and len(content) > 1_000_000:
                    caller.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                    return
        self.seen.append(len(content))
        found = self.mood == "well" and SIGNATURE in content
        answer = b"stream: Invented.Virus FOUND" if found else b"stream: OK"
        caller.sendall((b"nonsense" if self.mood == "mad" else answer) + b"\0")


@contextmanager
def a_clamd(server: socket.socket) -> Iterator[Clamd]:
    """A clamd on this socket, which is bound."""
    server.listen()
    clamd = Clamd(server)
    threading.Thread(target=clamd.run, daemon=True).start()
    try:
        yield clamd
    finally:
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
        server.close()
