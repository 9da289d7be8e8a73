"""Groups that the bot is put into: it stays in the secretariat's own, and leaves all others."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import structlog
from telegram import Chat, ChatMember
from telegram.error import TelegramError

from bot.words import words_in
from store import audit, chat_updates, officers
from store.model import OfficerRole

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from telegram import ChatMemberUpdated, Update

    from bot.chat import Context
    from bot.moved import MovedChats
    from store.session import Database

_log = structlog.get_logger()

_IN: Final = (ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.RESTRICTED)


class Groups:
    """What happens to the bot's own membership."""

    def __init__(
        self,
        db: Database,
        moved: MovedChats,
        *,
        address: str,
        clock: Callable[[], datetime],
    ) -> None:
        self._db = db
        self._moved = moved
        self._address = address
        self._clock = clock

    async def on_member(self, update: Update, _context: Context) -> None:
        """Somebody put it into a chat, took it out, or blocked it."""
        change = update.my_chat_member
        if change is None or not await asyncio.to_thread(self._is_strange, change):
            await asyncio.to_thread(self._handled, update.update_id, None)
            return
        words = words_in(change.from_user.language_code)
        with suppress(TelegramError):  # it may have no right to speak there
            await change.chat.send_message(words("gather.group", address=self._address))
        await change.chat.leave()
        await asyncio.to_thread(self._handled, update.update_id, change.chat.id)

    async def on_moved(self, update: Update, _context: Context) -> None:
        """A group says that it has a new id now."""
        message = update.effective_message
        if message is not None and message.migrate_to_chat_id is not None:
            learn = (message.chat.id, message.migrate_to_chat_id)
            await asyncio.to_thread(self._moved.learn, *learn)
        await asyncio.to_thread(self._handled, update.update_id, None)

    def _is_strange(self, change: ChatMemberUpdated) -> bool:
        """Whether it is a chat to leave: whoever sets the office up is an officer."""
        if change.chat.type == Chat.PRIVATE or change.new_chat_member.status not in _IN:
            return False
        if self._moved.is_office(change.chat.id):
            return False
        with self._db.reading() as session:
            known = officers.find(session, change.from_user.id)
        return known is None or known.role is OfficerRole.READER

    def _handled(self, update_id: int, left: int | None) -> None:
        with self._db.begin() as session:
            if chat_updates.handled(session, update_id) and left is not None:
                _log.warning("group_left", chat=left)
                details = {"chat": left}
                audit.record(session, what="group_left", details=details, now=self._clock())
