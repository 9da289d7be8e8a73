"""Arrivals through a pipe between two processes, large mails without a copy of them on the way."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.connection import Connection

    from store.model import Arrival

#: below this a message of its own costs more than the copy
_OWN_BYTES: Final = 250_000


def send(connection: Connection, number: int, arrivals: Sequence[Arrival]) -> None:
    """Send a batch under its number.

    Raises:
        OSError: nobody listens any more.
        MemoryError: there is none left for the copies.

    """
    apart = [len(one.raw) >= _OWN_BYTES for one in arrivals]
    light = [
        replace(one, raw=b"") if large else one for one, large in zip(arrivals, apart, strict=True)
    ]
    connection.send((number, light, apart))
    for one, large in zip(arrivals, apart, strict=True):
        if large:
            connection.send_bytes(one.raw)


def receive(connection: Connection) -> tuple[int, list[Arrival]] | None:
    """Receive one batch; None where the sender says that nothing more comes.

    Raises:
        EOFError: the sender has gone.
        OSError: the same.

    """
    message = connection.recv()
    if message is None:
        return None
    number, light, apart = message
    whole = [
        replace(one, raw=connection.recv_bytes()) if large else one
        for one, large in zip(light, apart, strict=True)
    ]
    return number, whole
