"""Carries the reply of a use case into the chat; the record has changed before."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog
from telegram import ForceReply, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.replies import toast

if TYPE_CHECKING:
    from telegram import CallbackQuery

    from bot.scene import Picture, Reply

_log = structlog.get_logger()


async def answer(query: CallbackQuery, reply: Reply) -> None:
    """Always, so that the button stops turning; a press of yesterday can no longer be answered."""
    try:
        # the office's words may be longer in its language than the chat takes
        await query.answer(toast(reply.toast) or None, show_alert=reply.is_alert)
    except TelegramError as error:
        _log.info("press_not_answered", trouble=type(error).__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Ids of what the chat has got."""

    texts: tuple[int, ...] = ()
    files: tuple[int, ...] = ()
    #: of the texts, what asks for a reply
    prompt: int | None = None


async def show(query: CallbackQuery, reply: Reply) -> Sent:
    """Change the pressed message, then send what follows it; gives the ids of what was sent."""
    try:
        if reply.text is not None:
            await query.edit_message_text(
                reply.text.markup, parse_mode=ParseMode.HTML, reply_markup=reply.text.keyboard
            )
        elif reply.keyboard is not None:
            await query.edit_message_reply_markup(reply.keyboard)
    except BadRequest as error:
        # the same again, or a message that is no longer there
        _log.info("press_not_shown", trouble=type(error).__name__)
    return await send_all(query.message, reply) if isinstance(query.message, Message) else Sent()


async def send_all(message: Message, reply: Reply) -> Sent:
    """Send what the reply adds to the chat of this message, in order; gives the ids of it."""
    texts = [
        await message.reply_text(text.markup, parse_mode=ParseMode.HTML, reply_markup=text.keyboard)
        for text in reply.messages
    ]
    files = [await message.reply_document(file.content, filename=file.name) for file in reply.files]
    if reply.picture is not None:
        files.append(await _send_picture(message, reply.picture))
    prompt: Message | None = None
    if reply.prompt is not None:
        prompt = await message.reply_text(reply.prompt.words, reply_markup=ForceReply())
        texts.append(prompt)
    return Sent(
        texts=tuple(one.message_id for one in texts),
        files=tuple(one.message_id for one in files),
        prompt=None if prompt is None else prompt.message_id,
    )


async def _send_picture(message: Message, picture: Picture) -> Message:
    content = await asyncio.to_thread(picture.draw)
    words = picture.caption.markup
    try:
        return await message.reply_photo(content, caption=words, parse_mode=ParseMode.HTML)
    except BadRequest as error:
        # a chat that allows no pictures, or a server that takes this one for none
        _log.warning("picture_refused", trouble=type(error).__name__)
        return await message.reply_text(words, parse_mode=ParseMode.HTML)
