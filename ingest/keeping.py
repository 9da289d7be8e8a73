"""Arrivals into the store, each with its work item, a batch in one transaction; no threads here.

A commit costs a write that the disk confirms; what came at the same time shares one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import structlog

from store import inbox

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from store.model import Accepted, Arrival
    from store.session import Database

_log = structlog.get_logger()

#: arrivals and bytes of one transaction
BATCH: Final = 64
BATCH_BYTES: Final = 16_000_000


class Keeper:
    """Stores batches of arrivals and says of each whether it is safe."""

    def __init__(
        self,
        db: Database,
        enqueue: Callable[[Session, Sequence[Accepted]], object],
        *,
        clock: Callable[[], datetime],
        zone: ZoneInfo,
    ) -> None:
        """Take what it works with.

        Args:
            db: where to keep.
            enqueue: writes the work items of new messages in the transaction it is given.
            clock: the time, aware.
            zone: of the year in references.

        """
        self._db = db
        self._enqueue = enqueue
        self._clock = clock
        self._zone = zone

    def keep(self, arrivals: Sequence[Arrival]) -> list[Accepted | None]:
        """Store a batch; where that fails, one by one, so that one bad arrival costs only itself.

        Two failures in a row are the store's: then nobody waits for its timeouts any longer.

        Returns:
            one answer for each, in order: None where it was not stored, and nothing is promised.

        """
        together = self._tried(arrivals)
        if together is not None:
            return [*together]
        answers: list[Accepted | None] = []
        failures = 0
        for arrival in arrivals:
            alone = None
            if len(arrivals) > 1 and failures < 2:  # noqa: PLR2004 - as said
                alone = self._tried([arrival])
            failures = failures + 1 if alone is None else 0
            answers.append(alone[0] if alone else None)
        return answers

    def _tried(self, arrivals: Sequence[Arrival]) -> list[Accepted] | None:
        try:
            return self._store(arrivals)
        except Exception as error:  # noqa: BLE001 - whatever it is, the sender keeps its mail
            _log.error("not_stored", trouble=type(error).__name__, arrivals=len(arrivals))
            return None

    def _store(self, arrivals: Sequence[Arrival]) -> list[Accepted]:
        now = self._clock()
        year = now.astimezone(self._zone).year
        with self._db.begin() as session:
            accepted = inbox.accept(session, arrivals, now=now, year=year)
            new = [answer for answer in accepted if answer.new]
            if new:
                self._enqueue(session, new)
        return accepted
