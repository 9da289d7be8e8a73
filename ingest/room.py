"""Whether the disk has room for another mail, looked up now and then."""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING, Final

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

_log = structlog.get_logger()

#: a disk is not filled by mail within this time, and each look costs a call to the system
_LOOK_SECONDS: Final = 1.0


class Room:
    """Looks at the disks of some folders; says in the log when there is none, and when again."""

    def __init__(
        self,
        folders: Sequence[Path],
        *,
        least_bytes: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take what to look at.

        Args:
            folders: on the disks in question; one that is not there is looked over.
            least_bytes: that must be free on each; 0 never minds.
            clock: seconds that only go forward.

        """
        self._folders = folders
        self._least_bytes = least_bytes
        self._clock = clock
        self._looked_at: float | None = None
        self._is_there = True

    def is_there(self) -> bool:
        """Whether there is room, as of the last second."""
        now = self._clock()
        if self._looked_at is None or now - self._looked_at >= _LOOK_SECONDS:
            self._looked_at = now
            self._look()
        return self._is_there

    def free_bytes(self) -> int | None:
        """What is free on the fullest of the disks; None where none could be looked at."""
        found = []
        for folder in self._folders:
            try:
                found.append(shutil.disk_usage(folder).free)
            except OSError:
                continue
        return min(found, default=None)

    def _look(self) -> None:
        free = self.free_bytes() if self._least_bytes else None
        is_there = free is None or free >= self._least_bytes
        if is_there != self._is_there:
            log = _log.info if is_there else _log.error
            log("disk_has_room" if is_there else "disk_nearly_full", free_bytes=free)
        self._is_there = is_there
