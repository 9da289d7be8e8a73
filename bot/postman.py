"""Work at a box that others fill: done by one process at a time, by a lease in the database."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Protocol

from bot.lease import Lease

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime

    from store.session import Database


class Round(Protocol):
    """What is done while the lease holds; it blocks."""

    def run(self) -> None:
        """Work until told to stop."""

    def stop(self) -> None:
        """End soon; from any thread."""


class Postman:
    """Takes the lease, works while it holds, and steps back when it is lost or told to stop."""

    def __init__(self, new_round: Callable[[], Round], lease: Lease) -> None:
        self._new_round = new_round
        self._lease = lease
        self._stopped = asyncio.Event()
        #: whether this process is the one that works now
        self.works = False
        #: False once it has ended
        self.runs = True

    async def run(self) -> None:
        """Work whenever that is ours to do, until told to stop."""
        try:
            while not self._stopped.is_set():
                if await self._lease.take():
                    await self._work()
                await self._lease.pause(self._stopped)
        finally:
            self.runs = False
            await self._lease.release()

    def stop(self) -> None:
        """End; from the event loop."""
        self._stopped.set()

    async def _work(self) -> None:
        one = self._new_round()
        # a thread of its own: it blocks for as long as it works
        with ThreadPoolExecutor(1, thread_name_prefix="postman") as pool:
            working = asyncio.get_running_loop().run_in_executor(pool, one.run)
            self.works = True
            try:
                await self._lease.keep(self._stopped)
            finally:
                one.stop()
                await working
                self.works = False


@asynccontextmanager
async def working(
    new_round: Callable[[], Round], name: str, *, db: Database, clock: Callable[[], datetime]
) -> AsyncIterator[Postman]:
    """Work beside whatever else runs.

    Args:
        new_round: makes what is done each time the lease was taken.
        name: of the lease.
        db: where it is kept.
        clock: the time, aware.

    """
    postman = Postman(new_round, Lease(db, name, clock=clock))
    running = asyncio.create_task(postman.run())
    try:
        yield postman
    finally:
        postman.stop()
        await running
