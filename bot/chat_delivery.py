"""Sends one outbox row into a chat: a card, its edit, a note, an answer, a question, evidence."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog
from telegram import ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, TelegramError

from bot.chat_rows import NOT_YET_S, ChatRows, Prepared, voice_of
from bot.delivery_errors import (
    HeldBackError,
    NotDeliveredError,
    from_telegram,
    is_about_picture,
    is_about_text,
    is_gone,
    is_unchanged,
)
from bot.scene import Text
from bot.wiping import take_away, wipe
from store.deletions import AGED
from store.model import OutboxKind
from store.outbox import CHAT

if TYPE_CHECKING:
    from telegram import Message

    from bot.chat import ChatApplication
    from bot.moved import MovedChats
    from bot.pace import Pace
    from bot.pictures import Pictures
    from bot.topic import Means
    from bot.translator import Translator
    from store.model import OutboxRow
    from store.session import Database

_log = structlog.get_logger()


class ChatDelivery:
    """Sends rows whose target is `chat:<id>`."""

    def __init__(
        self,
        application: ChatApplication,
        db: Database,
        *,
        contact: str,
        means: Means,
        pictures: Pictures,
        moved: MovedChats,
        pace: Pace | None = None,
        translator: Translator | None = None,
    ) -> None:
        self._moved = moved
        self._pace = pace
        self._application = application
        self._bot = application.bot
        self._office = office = means.office
        self._rows = ChatRows(
            db,
            office,
            voice=voice_of(office, contact),
            means=means,
            pictures=pictures,
            translator=translator,
        )

    async def send(self, row: OutboxRow) -> str:
        """Send a row; gives the message's id.

        Raises:
            NotDeliveredError: with what follows from it.

        """
        if not self._application.running:
            raise NotDeliveredError("chat_not_connected", retry_after=NOT_YET_S)
        named = int(row.target.removeprefix(CHAT))
        chat_id = self._moved.now(named)
        self._yield(chat_id)
        if row.kind is OutboxKind.WIPE:
            return await self._wiped(row, named)
        prepared = await asyncio.to_thread(self._rows.prepared, row, self._office)
        if chat_id != named:
            prepared = await asyncio.to_thread(self._rows.without_left_behind, row, prepared)
        try:
            return await self._sent(chat_id, prepared)
        except ChatMigrated as error:
            await asyncio.to_thread(self._moved.learn, chat_id, error.new_chat_id)
            return await self._last_try(error.new_chat_id, replace(prepared, edits=None))
        except BadRequest as error:
            if not is_about_text(error):
                raise from_telegram(error) from error
            _log.error("card_refused", outbox=row.id)
            plain = replace(self._office, full=False)
            terse = await asyncio.to_thread(self._rows.prepared, row, plain)
            return await self._last_try(chat_id, terse)
        except TelegramError as error:
            raise from_telegram(error) from error

    def _yield(self, chat_id: int) -> None:
        """Come again later while presses come first: a row is written when its turn has come."""
        yields_s = self._pace.yields_s(chat_id) if self._pace is not None else 0.0
        if yields_s > 0:
            raise HeldBackError("yields", retry_after=yields_s)

    async def _wiped(self, row: OutboxRow, chat_id: int) -> str:
        """Where it was sent alone: in the group that followed, its number is another's."""
        out = take_away if row.payload.get(AGED) else wipe
        return await out(self._bot, chat_id, row.payload["shown"])

    async def _last_try(self, chat_id: int, prepared: Prepared) -> str:
        try:
            return await self._sent(chat_id, prepared)
        except TelegramError as error:
            raise from_telegram(error) from error

    async def _sent(self, chat_id: int, prepared: Prepared) -> str:
        if prepared.edits is not None:
            try:
                return await self._edited(chat_id, prepared, prepared.edits)
            except BadRequest as error:
                if not is_gone(error):
                    raise
        if prepared.photo is None and prepared.file is None:
            message = await self._text(chat_id, prepared)
        else:
            message = await self._media(chat_id, prepared)
        return str(message.message_id)

    async def _text(self, chat_id: int, prepared: Prepared) -> Message:
        message: Message = await self._bot.send_message(
            chat_id,
            prepared.text.markup,
            parse_mode=ParseMode.HTML if prepared.is_markup else None,
            reply_markup=prepared.text.keyboard,
            reply_parameters=_under(prepared),
        )
        return message

    async def _media(self, chat_id: int, prepared: Prepared) -> Message:
        message: Message
        if prepared.file is not None:
            message = await self._bot.send_document(
                chat_id,
                prepared.file.content,
                filename=prepared.file.name,
                caption=prepared.text.markup or None,
                reply_markup=prepared.text.keyboard,
                reply_parameters=_under(prepared),
            )
            return message
        try:
            message = await self._bot.send_photo(
                chat_id,
                prepared.photo or b"",
                caption=prepared.text.markup,
                parse_mode=ParseMode.HTML,
                reply_parameters=_under(prepared),
            )
        except BadRequest as error:
            if not is_about_picture(error):
                raise
            return await self._text(chat_id, replace(prepared, text=Text(markup=prepared.instead)))
        return message

    async def _edited(self, chat_id: int, prepared: Prepared, message_id: int) -> str:
        try:
            await self._bot.edit_message_text(
                prepared.text.markup,
                chat_id=chat_id,
                message_id=message_id,
                parse_mode=ParseMode.HTML if prepared.is_markup else None,
                reply_markup=prepared.text.keyboard,
            )
        except BadRequest as error:
            if not is_unchanged(error):
                raise
        return str(message_id)


def _under(prepared: Prepared) -> ReplyParameters | None:
    if prepared.under is None:
        return None
    return ReplyParameters(prepared.under, allow_sending_without_reply=True)
