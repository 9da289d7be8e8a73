"""Compound files (MS-CFB), in which old office documents and saved messages lie: names and streams.

The one door of olefile.
"""

from __future__ import annotations

import io
from typing import Final

import olefile

#: a stream or file of more entries is an attack
_MAX_ENTRIES: Final = 20_000
_MAX_STREAM: Final = 100_000_000


class DamagedCompoundError(ValueError):
    """The bytes are no compound file, or one that leads nowhere."""


class Compound:
    """A compound file opened for reading; streams by their way through the storages."""

    def __init__(self, content: bytes) -> None:
        """Open it.

        Raises:
            DamagedCompoundError: it cannot be.

        """
        try:
            self._file = olefile.OleFileIO(io.BytesIO(content))
            ways = self._file.listdir(streams=True, storages=True)
        except Exception as error:  # a damaged directory trips it in many ways
            raise DamagedCompoundError from error
        if len(ways) > _MAX_ENTRIES:
            raise DamagedCompoundError
        self._ways = {tuple(way) for way in ways}

    def names(self, *storage: str) -> list[str]:
        """Names of what lies directly in a storage; in the file itself without one."""
        depth = len(storage)
        return sorted(w[depth] for w in self._ways if len(w) == depth + 1 and w[:depth] == storage)

    def has(self, *way: str) -> bool:
        """Whether there is a stream or storage."""
        return way in self._ways

    def data(self, *way: str) -> bytes | None:
        """Bytes of a stream; None where it is missing or damaged."""
        if way not in self._ways:
            return None
        try:
            if self._file.get_size(list(way)) > _MAX_STREAM:
                return None
            data: bytes = self._file.openstream(list(way)).read()
        except Exception:  # noqa: BLE001 - a chain of blocks that leads nowhere trips it in many ways
            return None
        return data


def is_whole(content: bytes) -> bool:
    """Whether a compound file can be opened and has anything in it."""
    try:
        return bool(Compound(content).names())
    except DamagedCompoundError:
        return False
