"""Arrivals through a pipe between two processes, large mails without a copy of them on the way.

A large mail is laid down once, in a file without a name on the disk where it is going to stay, and
the other process is given that file. Where there is no such disk, memory of its own serves.
"""

from __future__ import annotations

import mmap
import os
from dataclasses import replace
from multiprocessing import reduction
from typing import TYPE_CHECKING, Final, NamedTuple

from ingest.errors import StorageError
from store import originals

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from multiprocessing.connection import Connection
    from pathlib import Path

    from store.model import Arrival

#: below this a file of its own costs more than the copies
_OWN_BYTES: Final = originals.FILE_FROM_BYTES


class Laid(NamedTuple):
    """How large a mail is that comes by itself, and whether its file may stay."""

    size_bytes: int
    stays: bool


def send(
    connection: Connection, number: int, arrivals: Sequence[Arrival], spool: Path | None = None
) -> None:
    """Send a batch under its number.

    Args:
        connection: to the other process, a socket.
        number: of the batch.
        arrivals: in it.
        spool: where large messages are kept as files, if they are.

    Raises:
        StorageError: there is no room for a large mail; nothing was sent.
        OSError: nobody listens any more.

    """
    files: list[int] = []
    try:
        laid = [
            _lay_down(one.raw, spool, files) if len(one.raw) >= _OWN_BYTES else None
            for one in arrivals
        ]
        light = [
            replace(one, raw=b"") if own else one for one, own in zip(arrivals, laid, strict=True)
        ]
        connection.send((number, light, laid))
        for file in files:
            # on Linux the process that it goes to need not be named
            reduction.send_handle(connection, file, None)
    finally:
        let_go(files)


def receive(connection: Connection) -> tuple[int, list[Arrival]] | None:
    """Receive one batch; None where the sender says that nothing more comes.

    Who receives closes the files of its arrivals.

    Raises:
        EOFError: the sender has gone.
        OSError: the same.

    """
    message = connection.recv()
    if message is None:
        return None
    number, light, laid = message
    whole = [
        _taken_over(connection, one, own) if own else one
        for one, own in zip(light, laid, strict=True)
    ]
    return number, whole


def let_go(files: Iterable[int]) -> None:
    """Close files; one that was given no name is gone."""
    for file in files:
        os.close(file)


def _lay_down(raw: bytes | memoryview, spool: Path | None, files: list[int]) -> Laid:
    file = None if spool is None else originals.open_unnamed(spool)
    laid = Laid(len(raw), stays=file is not None)
    try:
        if file is None:
            file = os.memfd_create("mail")
        files.append(file)
        rest = memoryview(raw)
        while rest:
            rest = rest[os.write(file, rest) :]
    except OSError as error:
        raise StorageError from error
    return laid


def _taken_over(connection: Connection, light: Arrival, laid: Laid) -> Arrival:
    file = reduction.recv_handle(connection)
    content = mmap.mmap(file, laid.size_bytes, mmap.MAP_SHARED | mmap.MAP_POPULATE, mmap.PROT_READ)
    if not laid.stays:
        os.close(file)
    return replace(light, raw=memoryview(content), file=file if laid.stays else None)
