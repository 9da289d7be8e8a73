"""What whoever empties a box notes of how it fares, for those who tell people of trouble.

It stands in nobody's way: where the database does not answer, nothing is noted.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import structlog

from store import boxes

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from store.session import Database

_log = structlog.get_logger()

#: the same is not noted again any sooner
_EVERY: Final = timedelta(minutes=1)


class BoxNotes:
    """Notes of one box."""

    def __init__(
        self, db: Database, kind: str, name: str, *, clock: Callable[[], datetime]
    ) -> None:
        self._db = db
        self._kind = kind
        self._name = name
        self._clock = clock
        self._last: tuple[str | None, datetime] | None = None

    def note(self, trouble: str | None) -> None:
        """Note the code of what keeps mail from being taken in, or None: all is well."""
        now = self._clock()
        if self._last is not None:
            code, at = self._last
            if code == trouble and timedelta(0) <= now - at < _EVERY:
                return
        try:
            with self._db.begin() as session:
                boxes.note(session, self._kind, self._name, trouble, now=now)
        except Exception as error:  # noqa: BLE001 - the database may come back; taking goes on
            _log.warning("box_not_noted", box=self._kind, trouble=type(error).__name__)
        else:
            self._last = trouble, now
