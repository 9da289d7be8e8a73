"""Holding a lease of the database for as long as the work goes on."""

from __future__ import annotations

import asyncio
import secrets
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import structlog

from store import leases

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from store.session import Database

_log = structlog.get_logger()

LIFE: Final = timedelta(seconds=6)
LOOK_S: Final = 2.0


class Lease:
    """One lease under a name of this process alone."""

    def __init__(
        self, db: Database, name: str, *, clock: Callable[[], datetime], look_s: float = LOOK_S
    ) -> None:
        self._db = db
        self._name = name
        self._clock = clock
        self._look_s = look_s
        self._holder = secrets.token_hex(8)

    async def take(self) -> bool:
        """Take or prolong it; False while another holds it or the database does not answer."""
        return bool(await self._try())

    async def _try(self) -> bool | None:
        """None where the database does not answer."""

        def take() -> bool:
            with self._db.begin() as session:
                return leases.take(session, self._name, self._holder, LIFE, self._clock())

        found: bool | None = await _safely(take)
        return found

    async def release(self) -> None:
        """Give it back, so that another need not wait."""

        def release() -> None:
            with self._db.begin() as session:
                leases.release(session, self._name, self._holder)

        await _safely(release)

    async def keep(self, stop: asyncio.Event) -> None:
        """Prolong it until told to stop, another has it, or that failed for as long as it lives."""
        # a clock that is set back must not make it last longer
        now = asyncio.get_running_loop().time
        held_until = now() + LIFE.total_seconds()
        while not stop.is_set():
            await self.pause(stop)
            begun = now()
            held = await self._try()
            if held:
                held_until = begun + LIFE.total_seconds()
            elif held is False or begun >= held_until:
                _log.warning("lease_lost", lease=self._name)
                return

    async def pause(self, stop: asyncio.Event) -> None:
        """Wait until the next look, or until told to stop."""
        await wait(stop, self._look_s)


async def wait(event: asyncio.Event, seconds: float) -> None:
    """Wait for an event, but no longer than this."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()


async def _safely(work: Callable[[], Any]) -> Any:
    try:
        return await asyncio.to_thread(work)
    except Exception as error:  # noqa: BLE001 - the database may come back
        _log.error("lease_not_reached", trouble=type(error).__name__)
        return None
