"""The order in which updates are handled: those of one person in one chat one after the other.

Two texts that are sent at the same moment belong in their order. Others do not wait for them, and
in the secretariat's group nobody waits for what another officer pressed.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

if TYPE_CHECKING:
    from collections.abc import Awaitable

#: chat and person; one of them may be unknown
Key: TypeAlias = tuple[int | None, int | None]

#: so many wait for their turn before the library's own limit, which counts also those that wait
_WAITING: Final = 1 << 20


class UpdateOrder(BaseUpdateProcessor):
    """Handles so many updates at once, but of each person in a chat one."""

    __slots__ = ("_at_once", "_turns")

    def __init__(self, at_once: int) -> None:
        """Take how many are handled at once; those that wait for their turn are not counted."""
        super().__init__(_WAITING)
        self._at_once = asyncio.Semaphore(at_once)
        # a turn that nobody holds or waits for is forgotten
        self._turns: WeakValueDictionary[Key, asyncio.Lock] = WeakValueDictionary()

    @property
    def known(self) -> int:
        """How many turns are held or waited for."""
        return len(self._turns)

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handle an update once those before it are done."""
        key = key_of(update)
        if key is None:
            async with self._at_once:
                await coroutine
            return
        # whoever waits holds the turn, so that it stays the same for all who wait
        turn = self._turns.setdefault(key, asyncio.Lock())
        async with turn, self._at_once:
            await coroutine

    async def initialize(self) -> None:
        """Nothing is to be prepared."""

    async def shutdown(self) -> None:
        """Nothing is left behind."""


def key_of(update: object) -> Key | None:
    """Whose turn an update needs; None where it is of nobody and of no chat."""
    if not isinstance(update, Update):
        return None
    chat, user = update.effective_chat, update.effective_user
    if chat is None and user is None:
        return None
    return chat.id if chat else None, user.id if user else None
