"""How fast we speak in chats: an answer to a press goes first, what we say by ourselves yields.

The chat server takes about twenty messages and edits a minute in a group. Whoever presses waits
for the card to change; for a new card nobody waits. So of each group's budget some are kept for
what follows a press, a command or a typed text. The outbox asks before it writes a message
(`yields_s`), and comes again while only kept ones are left: what it then sends says how things
stand when it leaves. Lest it never speaks where officers press all the time, once a minute it
spends a kept one.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import structlog
from telegram.constants import FloodLimit
from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.budget import Budget
from bot.delivery_errors import seconds

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

_log = structlog.get_logger()

_Result: TypeAlias = "bool | dict[str, Any] | list[dict[str, Any]]"

_MINUTE_S: Final = 60.0
#: of the twenty of a group: so many presses at one moment wait for nothing
KEPT: Final = 8
#: how long what we say by ourselves yields at most before it spends a kept one
_LONGEST_S: Final = 60.0
#: beyond what the server asks us to wait
_GRACE_S: Final = 0.1
#: groups that are known before those that were quiet for a minute are forgotten
_MOST_GROUPS: Final = 512


class Pace(BaseRateLimiter[int]):
    """The chat server's limits, and who waits for them.

    An answer to a press names no chat and waits for nothing.
    """

    __slots__ = ("_clock", "_groups", "_in_all", "_sleep", "_stopped_until", "_yielding")

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Take the time and the way to wait from elsewhere in tests."""
        self._clock = clock
        self._sleep = sleep
        self._in_all = Budget(FloodLimit.MESSAGES_PER_SECOND, 1.0)
        self._groups: dict[int, Budget] = {}
        #: group -> since when our own talk has yielded there
        self._yielding: dict[int, float] = {}
        self._stopped_until = 0.0

    async def initialize(self) -> None:
        """Nothing is to be prepared."""

    async def shutdown(self) -> None:
        """Nothing is left behind."""

    def yields_s(self, chat_id: int) -> float:
        """Seconds for which what we say by ourselves yields in a chat; 0: say it now."""
        now = self._clock()
        if self._stopped_until > now:
            return self._stopped_until - now
        if chat_id >= 0:
            return 0.0
        wait_s = self._group(chat_id, now).wait_s(now, leaving=KEPT)
        since = self._yielding.setdefault(chat_id, now)
        if wait_s > 0 and now - since < _LONGEST_S:
            return wait_s
        del self._yielding[chat_id]
        return 0.0

    async def process_request(  # noqa: PLR0917 - the library's signature
        self,
        callback: Callable[..., Coroutine[Any, Any, _Result]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,  # noqa: ARG002 - the same; nobody gives one
    ) -> _Result:
        """Call once the budget allows it; once more after the pause that the server asks for."""

        async def call() -> _Result:
            await self._turn(data.get("chat_id"))
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                self._stop(endpoint, seconds(error) + _GRACE_S)
                raise

        try:
            return await call()
        except RetryAfter:
            await self._stopped()
            return await call()

    async def _turn(self, chat_id: int | None) -> None:
        """Wait for the chat's budget, and while the server wants to hear nothing of us."""
        if chat_id is None:
            return
        now = self._clock()
        wait_s = self._in_all.spend(now)
        if chat_id < 0:
            wait_s = max(wait_s, self._group(chat_id, now).spend(now))
        if wait_s > 0:
            await self._sleep(wait_s)
        await self._stopped()

    async def _stopped(self) -> None:
        while (left_s := self._stopped_until - self._clock()) > 0:
            await self._sleep(left_s)

    def _stop(self, endpoint: str, pause_s: float) -> None:
        _log.warning("flood_limit", method=endpoint, seconds=round(pause_s, 1))
        self._stopped_until = max(self._stopped_until, self._clock() + pause_s)

    def _group(self, chat_id: int, now: float) -> Budget:
        if len(self._groups) > _MOST_GROUPS:
            self._groups = {
                known: budget for known, budget in self._groups.items() if not budget.is_whole(now)
            }
        return self._groups.setdefault(
            chat_id, Budget(FloodLimit.MESSAGES_PER_MINUTE_PER_GROUP, _MINUTE_S)
        )
