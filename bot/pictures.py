"""Pictures of pages, drawn in guarded processes of their own: a press waits for no letter."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ingest import guarded
from ingest.errors import GuardError
from ingest.guard import Guard, Limits

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ingest.page_marks import Mark

#: for one page; a clean one takes half a second, a scan of a hundred million pixels some more
SECONDS: Final = 30.0
_WHY: Final = {
    "timeout": "drawing the page took too long",
    "too_large": "drawing the page took too much memory",
}


class NotDrawnError(Exception):
    """A page could not be drawn; says why, in words for people."""


class Pictures:
    """Draws pages; its process starts with the first one."""

    def __init__(
        self,
        scratch: Path | None = None,
        *,
        seconds: float = SECONDS,
        limits: Limits | None = None,
    ) -> None:
        """Start nothing yet.

        Args:
            scratch: where files of the guarded process go, in a folder of its own.
            seconds: that one page may take.
            limits: as for whoever reads documents.

        """
        self._scratch = scratch
        self._seconds = seconds
        self._limits = replace(limits or Limits(), document_workers=1)
        self._lock = threading.Lock()
        self._guard: Guard | None = None

    def draw(self, content: bytes, page: int, turn: int, marks: Sequence[Mark]) -> bytes:
        """The page with its marks, as JPEG.

        Raises:
            NotDrawnError: the document has no such page, or what it did to its process.
            StoppedError: the program is ending.

        """
        try:
            return self._guarded().run(
                guarded.draw,
                content,
                page,
                turn,
                tuple(marks),
                self._limits.bounds.pixels,
                seconds=self._seconds,
            )
        except GuardError as error:
            raise NotDrawnError(_WHY.get(error.code, "the page could not be drawn")) from error

    def look(self, content: bytes) -> tuple[int, int, float | None] | None:
        """Width, height and sharpness of a photo; None where it cannot be told.

        Raises:
            StoppedError: the program is ending.

        """
        try:
            return self._guarded().run(guarded.look, content, seconds=self._seconds)
        except GuardError:
            return None

    def close(self) -> None:
        """End the process, whatever it is doing."""
        with self._lock:
            if self._guard is not None:
                self._guard.close()
            self._guard = None

    def _guarded(self) -> Guard:
        with self._lock:
            if self._guard is None:
                self._guard = Guard(self._limits, scratch=self._scratch, shared=False)
            return self._guard
