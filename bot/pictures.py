"""Pictures of pages, drawn in guarded processes of their own: a press waits for no letter."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.office_words import has, say
from ingest import guarded
from ingest.errors import GuardError
from ingest.guard import Guard, Limits

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ingest.page_marks import Mark

#: for one page; a clean one takes half a second, a scan of a hundred million pixels some more
SECONDS: Final = 30.0


class NotDrawnError(Exception):
    """A page could not be drawn; says why, in words for people."""


def _why(error: GuardError) -> str:
    return say(f"pictures.{error.code if has('pictures', error.code) else 'any'}")


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
            raise NotDrawnError(_why(error)) from error

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
