"""Rounds: what is looked after again and again by whoever has the lease.

Each is a plain function over the records and the clock, in a transaction of its own; one that
fails is tried at the next round, and never stops the others.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import structlog

from bot.lease import wait

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.session import Database

_log = structlog.get_logger()

_LOOK_S: Final = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One thing to look after."""

    #: in the log
    name: str
    every_s: float
    #: does it; safe to do again
    go: Callable[[Session, datetime], None]
    #: what follows once that is committed, such as the removal of files; safe to do again
    then: Callable[[datetime], None] | None = None


class Rounds:
    """Does each round when its time has come, the first time at once."""

    def __init__(
        self,
        db: Database,
        rounds: Sequence[Round],
        *,
        clock: Callable[[], datetime],
        look_s: float = _LOOK_S,
    ) -> None:
        self._db = db
        self._rounds = tuple(rounds)
        self._clock = clock
        self._look_s = look_s

    async def run(self, stop: asyncio.Event) -> None:
        """Go the rounds until told to stop; the one under way is finished."""
        loop = asyncio.get_running_loop()
        due = dict.fromkeys(range(len(self._rounds)), loop.time())
        while not stop.is_set():
            for number, one in enumerate(self._rounds):
                # not the clock of the wall, which may be set back
                if loop.time() >= due[number] and not stop.is_set():
                    await asyncio.to_thread(self._go, one)
                    due[number] = loop.time() + one.every_s
            await wait(stop, self._look_s)

    def _go(self, one: Round) -> None:
        try:
            with self._db.begin() as session:
                one.go(session, self._clock())
            if one.then is not None:
                one.then(self._clock())
        except Exception as error:  # noqa: BLE001 - the database may come back
            _log.error("round_failed", round=one.name, trouble=type(error).__name__)
