"""Who a worker is: an id that is the same after a restart and never two processes' at once.

The engine takes up again what the executor with its id left behind, and runs everything twice
where two processes have one id. So each worker locks a place in the data directory; the system
lets the lock go when the process ends, however it ends.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ingest.errors import EngineError

if TYPE_CHECKING:
    from pathlib import Path

_PLACES: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Executor:
    """A worker's place."""

    id: str
    lock: int

    def release(self) -> None:
        """Let another process have the place."""
        os.close(self.lock)


def claim_executor(folder: Path) -> Executor:
    """Take the first free place in a folder that stays: the data directory.

    Raises:
        EngineError: all places are taken.

    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    node = _node(folder / "node")
    for place in range(1, _PLACES + 1):
        lock = os.open(folder / f"worker-{place}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(lock)
        else:
            return Executor(id=f"{node}-{place}", lock=lock)
    raise EngineError


def _node(path: Path) -> str:
    """A name of this data directory: host names change with every container."""
    try:
        with path.open("x", encoding="ascii") as file:
            file.write(secrets.token_hex(4))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii").strip() or "node"
