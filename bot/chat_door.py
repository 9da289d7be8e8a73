"""The door of the chat: an update is safe before the chat server hears that we have it.

The library confirms updates once they are in its queue, before any handler has seen them. So the
queue's `put` commits them first; those that nobody handled are fed again at the next start.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

import structlog
from telegram import Update

from store import chat_updates

if TYPE_CHECKING:
    from telegram import Bot

    from store.session import Database

_log = structlog.get_logger()

_FIRST_PAUSE: Final = 0.5
_LONGEST_PAUSE: Final = 30.0
_MOST_TRIES: Final = 4


class DurableQueue(asyncio.Queue[object]):
    """The queue between the poller and the handlers."""

    def __init__(self, db: Database) -> None:
        super().__init__()
        self._db = db
        self._tries: dict[int, int] = {}
        self._timers: set[asyncio.TimerHandle] = set()

    async def put(self, item: object) -> None:
        """Keep an update, then queue it; one that came before is not queued again.

        While the database does not answer this waits, and the chat server keeps what it has.
        """
        if not isinstance(item, Update) or await self._kept(item):
            await super().put(item)

    async def feed(self, bot: Bot) -> int:
        """Queue what was kept and not handled; before polling begins. How many there were."""
        waiting = await asyncio.to_thread(self._unhandled)
        for update_id, payload in waiting:
            update = Update.de_json(payload, bot)
            _log.info("chat_update_again", update=update_id)
            await super().put(update)
        return len(waiting)

    def again(self, update: Update, *, pause: float | None = None) -> None:
        """Queue an update once more after a pause, a few times; then it waits for the next start.

        With a `pause` of the caller's, there is no end to it: the caller counts.
        """
        tries = self._tries[update.update_id] = self._tries.get(update.update_id, 0) + 1
        if pause is None and tries >= _MOST_TRIES:
            _log.error("chat_update_left", update=update.update_id)
            return
        seconds = _pause(tries) if pause is None else pause
        loop = asyncio.get_running_loop()
        timer = loop.call_later(seconds, self._requeue, update)
        self._timers.add(timer)

    def tries(self, update_id: int) -> int:
        """How often an update was put off in this process."""
        return self._tries.get(update_id, 0)

    def done(self, update_id: int) -> None:
        """Forget how often an update was put off."""
        self._tries.pop(update_id, None)

    def close(self) -> None:
        """Put nothing back any more; what is unhandled waits in the store."""
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()

    def _requeue(self, update: Update) -> None:
        now = asyncio.get_running_loop().time()
        self._timers = {timer for timer in self._timers if timer.when() > now}
        self.put_nowait(update)

    async def _kept(self, update: Update) -> bool:
        payload, tries = update.to_dict(), 0
        while True:
            try:
                return await asyncio.to_thread(self._keep, update.update_id, payload)
            except Exception as error:  # noqa: BLE001 - the poller would end with any of them
                tries += 1
                _log.error("chat_update_not_stored", trouble=type(error).__name__)
                await asyncio.sleep(_pause(tries))

    def _keep(self, update_id: int, payload: dict[str, Any]) -> bool:
        with self._db.begin() as session:
            return chat_updates.keep(session, update_id, payload)

    def _unhandled(self) -> list[tuple[int, dict[str, Any]]]:
        with self._db.reading() as session:
            return list(chat_updates.unhandled(session))


def _pause(tries: int) -> float:
    return float(min(_FIRST_PAUSE * 2**tries, _LONGEST_PAUSE))
