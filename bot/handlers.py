"""Thin handlers: a chat update to plain values, a use case, and its reply back into the chat."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import structlog
from telegram import Message, MessageOriginUser, Update
from telegram.ext import (
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot import bringing, presses, visitor_keys
from bot.chat_replies import answer, send_all, show
from bot.hearing import heard
from bot.office_words import say
from bot.pieces import no_letter
from bot.scene import Person, Pressed, Reply
from bot.topic import NotYetError
from store import chat_updates

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from telegram import CallbackQuery, MaybeInaccessibleMessage, User
    from telegram.ext import BaseHandler

    from bot.bring_door import Bringing
    from bot.chat import Context
    from bot.chat_door import DurableQueue
    from bot.chat_replies import Sent
    from bot.groups import Groups
    from bot.secretariat import Secretariat
    from bot.submissions import Submissions
    from bot.topic import Heard
    from bot.visiting import Visiting
    from store.session import Database

_log = structlog.get_logger()

_OFFICE_COMMANDS: Final = (*presses.COMMANDS, *presses.PERSONAL, *presses.DEEDS)
_LONGEST_COMMAND: Final = 64
_LOOK_AGAIN_S: Final = 0.05


class Handlers:
    """All handlers of the chat, with what they need."""

    def __init__(
        self,
        db: Database,
        secretariat: Secretariat,
        submissions: Submissions,
        visiting: Visiting,
        door: DurableQueue,
        *,
        groups: Groups,
        bringing: Bringing,
        office: filters.Chat,
        clock: Callable[[], datetime],
        wake: Callable[[], object],
    ) -> None:
        self._db = db
        self._secretariat = secretariat
        self._submissions = submissions
        self._visiting = visiting
        self._door = door
        self._groups = groups
        self._bringing = bringing
        self._office = office
        self._clock = clock
        self._wake = wake

    def table(self) -> list[BaseHandler[Update, Context, object]]:
        """The handlers in their order: the first that fits takes an update."""
        office = self._office
        private = filters.ChatType.PRIVATE & ~office
        return [
            CallbackQueryHandler(self.on_press),
            ChatMemberHandler(self._groups.on_member, ChatMemberHandler.MY_CHAT_MEMBER),
            MessageHandler(filters.StatusUpdate.MIGRATE, self._groups.on_moved),
            CommandHandler(_OFFICE_COMMANDS, self.on_command, filters=office),
            CommandHandler(bringing.COMMAND, self.on_brought, filters=office),
            MessageHandler(office & filters.TEXT, self.on_text),
            MessageHandler(office & ~filters.StatusUpdate.ALL, self.on_brought),
            MessageHandler(private, self.on_private),
            TypeHandler(Update, self.on_anything),
        ]

    async def on_press(self, update: Update, _context: Context) -> None:
        """A button under a card or list."""
        query = update.callback_query
        if query is None or query.message is None:
            return await self.on_anything(update, _context)
        if visitor_keys.parse(query.data or "") is not None:
            return await self._visitor_pressed(update, query)
        pressed = Pressed(
            update_id=update.update_id,
            person=_person(query.from_user),
            data=query.data or "",
            chat_id=query.message.chat.id,
            message_id=query.message.message_id,
            shown=_shown(query.message),
        )
        try:
            reply = await asyncio.to_thread(self._secretariat.press, pressed)
        except Exception:
            await answer(query, Reply(toast=say("replies.trouble"), is_alert=True))
            raise
        self._wake()
        self._submissions.look()
        await answer(query, reply or Reply())
        if reply is not None:
            await self._remember(reply, query.message.chat.id, await show(query, reply))
        return None

    async def on_command(self, update: Update, context: Context) -> None:
        """A command in the secretariat's chat."""
        message, user = update.effective_message, update.effective_user
        if message is None or user is None:
            return await self.on_anything(update, context)
        name = (message.text or "").partition(" ")[0].partition("@")[0].lstrip("/").lower()
        said = f"{name} {' '.join(context.args or ())}"
        if name in presses.ABOUT_PEOPLE and not context.args:
            said = f"{name} {_whose(message)}"
        reply = await asyncio.to_thread(
            self._secretariat.command, _pressed(update, message, user, said)
        )
        if reply is not None:
            await self._remember(reply, message.chat.id, await send_all(message, reply))
        return None

    async def on_brought(self, update: Update, context: Context) -> None:
        """`/new` or a file in the secretariat's chat: a letter brought in, or talk."""
        message, user = update.effective_message, update.effective_user
        if message is None or user is None:
            return await self.on_anything(update, context)
        is_taken = await self._bringing.command(update, message, user)
        if not is_taken and not await self._bringing.in_office(update, message, user):
            await self.on_anything(update, context)
        return None

    async def on_text(self, update: Update, context: Context) -> None:
        """A typed reason or an unknown command; what answers others is the office's own talk."""
        message, user = update.effective_message, update.effective_user
        if message is None or user is None or _is_for_others(message, context):
            return await self.on_anything(update, context)
        if await self._bringing.in_office(update, message, user):
            return None
        pressed = _pressed(update, message, user, message.text or "")
        asked = message.reply_to_message
        if asked is None or pressed.data.startswith("/"):
            reply = await asyncio.to_thread(self._secretariat.text, pressed)
        else:
            reply = await asyncio.to_thread(self._secretariat.reason, pressed, asked.message_id)
        self._wake()
        if reply is not None:
            await self._remember(reply, message.chat.id, await send_all(message, reply))
        return None

    async def on_private(self, update: Update, _context: Context) -> None:
        """A letter by chat, from anybody but an officer."""
        message, user = update.effective_message, update.effective_user
        if message is None or user is None:
            return await self.on_anything(update, _context)
        if await asyncio.to_thread(self._secretariat.is_officer, user.id):
            return await self._bringing.in_private(update, message, user)
        await self._bringing.refuse_new(message, user)
        return await self._talked(update, message, user)

    async def _talked(self, update: Update, message: Message, user: User) -> None:
        other = no_letter(message)
        if other is not None:
            return await self._submissions.answer(update, message, user, other)
        if update.edited_message is not None and await self._submissions.correct(update, message):
            return None
        told = heard(update, message, user)
        if told.has_file and await asyncio.to_thread(self._visiting.keeps_files, user.id):
            told = replace(told, files=await self._submissions.fetch(update, message))
        if await self._is_heard(told):
            self._wake()
            return None
        return await self._submit(update, message)

    async def _is_heard(self, told: Heard) -> bool:
        """Whether a topic took it, once it can be known what it answers."""
        while True:
            try:
                return await asyncio.to_thread(self._visiting.hear, told)
            except NotYetError:
                await asyncio.sleep(_LOOK_AGAIN_S)

    async def _submit(self, update: Update, message: Message) -> None:
        is_edit = update.edited_message is not None
        if is_edit or _is_short_command(message) or not self._submissions.has_something(message):
            # an edit of what is no piece, or news of the chat itself, such as a pinned message
            return await self._handled(update.update_id)
        return await self._submissions.take(update, message)

    async def _visitor_pressed(self, update: Update, query: CallbackQuery) -> None:
        """A button of the talk in private."""
        if isinstance(query.message, Message):
            told = heard(update, query.message, query.from_user, query.data or "")
            await asyncio.to_thread(self._visiting.hear, told)
        await answer(query, Reply())
        await self._handled(update.update_id)
        self._wake()

    async def on_anything(self, update: Update, _context: Context) -> None:
        """What concerns nobody here."""
        await self._handled(update.update_id)

    async def on_error(self, update: object, context: Context) -> None:
        """Whatever went wrong: once more a little later, and again at the next start."""
        trouble = type(context.error).__name__ if context.error else "unknown"
        number = update.update_id if isinstance(update, Update) else None
        _log.error("chat_update_failed", update=number, trouble=trouble)
        if isinstance(update, Update):
            self._door.again(update)

    async def _remember(self, reply: Reply, chat_id: int, sent: Sent) -> None:
        """Note what the chat has got: what shows a letter, and what asks for a reply."""
        if sent.texts or sent.files:
            await asyncio.to_thread(self._secretariat.sent, reply, chat_id, sent)

    async def _handled(self, update_id: int) -> None:
        def mark() -> None:
            with self._db.begin() as session:
                chat_updates.handled(session, update_id)

        await asyncio.to_thread(mark)


def _whose(message: Message) -> str:
    """Id of the person who wrote, or from whom was forwarded, what this replies to."""
    replied = message.reply_to_message
    if replied is None:
        return ""
    if isinstance(replied.forward_origin, MessageOriginUser):
        return str(replied.forward_origin.sender_user.id)
    hidden = replied.forward_origin is not None or replied.from_user is None
    return (
        ""
        if hidden or replied.from_user is None or replied.from_user.is_bot
        else str(replied.from_user.id)
    )


def _pressed(update: Update, message: Message, user: User, data: str) -> Pressed:
    return Pressed(
        update_id=update.update_id,
        person=_person(user),
        data=data,
        chat_id=message.chat.id,
        message_id=message.message_id,
    )


def _person(user: User) -> Person:
    return Person(id=user.id, name=user.full_name)


def _shown(message: MaybeInaccessibleMessage) -> str:
    return (message.text or "") if isinstance(message, Message) else ""


def _is_for_others(message: Message, context: Context) -> bool:
    """Whether it replies to somebody else, or is a command that names another bot."""
    command, at, name = (message.text or "").partition(" ")[0].partition("@")
    if command.startswith("/"):
        return bool(at) and name.lower() != context.bot.username.lower()
    asked = message.reply_to_message
    return asked is not None and (asked.from_user is None or asked.from_user.id != context.bot.id)


def _is_short_command(message: Message) -> bool:
    text = message.text or ""
    return text.startswith("/") and len(text) <= _LONGEST_COMMAND
