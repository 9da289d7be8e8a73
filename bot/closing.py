"""Hands letters by chat in, each when its time has come."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import structlog

from bot import gathering
from bot.lease import wait
from store import gatherings

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.gathering import Quiet
    from bot.topic import Means
    from store.session import Database

_log = structlog.get_logger()

#: how long nobody looks where no letter's time is known to come
_LONGEST_LOOK_S: Final = 30.0
_SHORTEST_LOOK_S: Final = 0.05


class Closer:
    """Looks when the next letter's time comes, and whenever it is told that a piece came."""

    def __init__(
        self, db: Database, quiet: Quiet, means: Means, *, wake: Callable[[], object]
    ) -> None:
        self._db = db
        self._quiet = quiet
        self._means = means
        self._wake_outbox = wake
        self._came = asyncio.Event()
        self._stopping = False

    def wake(self) -> None:
        """Look at once; from the event loop."""
        self._came.set()

    def stop(self) -> None:
        """Let `run` end; from the event loop."""
        self._stopping = True
        self.wake()

    async def run(self) -> None:
        """Hand in what is due, until told to stop."""
        while not self._stopping:
            self._came.clear()
            await wait(self._came, await self._looked())

    async def _looked(self) -> float:
        """Seconds until it is worth looking again."""
        try:
            closed, pause = await asyncio.to_thread(self._close_due)
        except Exception as error:  # noqa: BLE001 - the database may come back
            _log.error("letters_not_closed", trouble=type(error).__name__)
            return _LONGEST_LOOK_S
        if closed:
            self._wake_outbox()
        return pause

    def _close_due(self) -> tuple[int, float]:
        now = self._means.clock()
        with self._db.reading() as session:
            found = gatherings.due(session, now=now)
        for one in found:
            with self._db.begin() as session:
                gathering.close_due(session, one, self._quiet, self._means)
        with self._db.reading() as session:
            due_at = gatherings.next_due(session)
        if due_at is None:
            return len(found), _LONGEST_LOOK_S
        left = (due_at - self._means.clock()).total_seconds()
        return len(found), min(max(left, _SHORTEST_LOOK_S), _LONGEST_LOOK_S)
