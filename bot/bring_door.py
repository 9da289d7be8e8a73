"""What officers write, send and forward to bring letters in, in private and in their group."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from bot import bringing
from bot.chat_files import file_of
from bot.office_words import say
from bot.pieces import no_letter, writer_of
from bot.typed_command import command_of
from store import chat_updates

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session
    from telegram import Message, Update, User

    from bot.bringing import New
    from bot.gathering import Writer
    from bot.submissions import Submissions
    from bot.topic import Means
    from store.gatherings import Piece
    from store.session import Database

_PIECE, _FOR_WHOM, _NOTHING = "piece", "for_whom", ""


class Bringing:
    """Takes letters that officers bring in."""

    def __init__(
        self,
        db: Database,
        means: Means,
        submissions: Submissions,
        *,
        wake: Callable[[], object],
    ) -> None:
        self._db = db
        self._means = means
        self._submissions = submissions
        self._wake = wake

    async def command(self, update: Update, message: Message, user: User) -> bool:
        """`/new`, wherever it is given; False where it is not, or an edit that came too late."""
        new = bringing.new_in(message.text or "")
        if new is None or update.edited_message is not None:
            return False
        if not await asyncio.to_thread(self._may, update.update_id, user.id):
            await message.reply_text(await asyncio.to_thread(self._why_not, user.id))
        elif new.text:
            await self._take(update, message, new)
        else:
            await asyncio.to_thread(self._ask, update.update_id, writer_of(message, user), new)
            self._wake()
        return True

    async def refuse_new(self, message: Message, user: User) -> None:
        """Write down that a stranger gave `/new`; it goes the way of all that they write."""
        if bringing.new_in(message.text or "") is not None:
            await asyncio.to_thread(self._refuse, user.id)

    async def in_private(self, update: Update, message: Message, user: User) -> None:
        """Whatever somebody of the office sends in private."""
        if update.edited_message is not None:
            if not await self._corrected(update, message):
                await asyncio.to_thread(self._handled, update.update_id)
            return
        if await self.command(update, message, user):
            return
        what = await asyncio.to_thread(self._meant, message, user)
        if what or _is_offer(message):
            if await asyncio.to_thread(self._may, update.update_id, user.id):
                await self._go_on(update, message, user, what)
            else:
                await message.reply_text(say("replies.readers_look"))
            return
        await asyncio.to_thread(self._handled, update.update_id)
        await message.reply_text(say("replies.officer_in_private"))

    async def in_office(self, update: Update, message: Message, user: User) -> bool:
        """Something in the office's group; False where it is none of a letter's."""
        if update.edited_message is not None:
            return await self._corrected(update, message)
        if (message.text or "").startswith("/") or no_letter(message) is not None:
            return False
        what = await asyncio.to_thread(self._meant, message, user)
        if what and self._submissions.has_something(message):
            await self._go_on(update, message, user, what)
            return True
        return False

    async def _corrected(self, update: Update, message: Message) -> bool:
        """Take an edit of a piece; what stood behind `/new` still does."""
        new = bringing.new_in(message.text or "")
        words = None if new is None else new.text
        return await self._submissions.correct(update, message, words=words)

    async def _go_on(self, update: Update, message: Message, user: User, what: str) -> None:
        if what == _FOR_WHOM:
            await asyncio.to_thread(self._said_for, update.update_id, message, user)
            self._wake()
        else:
            await self._take(update, message, None)

    async def _take(self, update: Update, message: Message, new: New | None) -> None:
        await self._submissions.take(update, message, partial(self._put, new))

    def _put(self, new: New | None, session: Session, writer: Writer, piece: Piece) -> int:
        return bringing.add(session, writer, piece, self._means, new=new)

    def _meant(self, message: Message, user: User) -> str:
        """What a message is for the letter that its officer is at; empty where for none."""
        replied = message.reply_to_message
        with self._db.reading() as session:
            at = bringing.open_of(session, user.id)
            if at is None or not bringing.may(session, user.id):
                return _NOTHING
            found, letter = at
            is_private = message.chat.id == user.id
            if not is_private and (
                found.chat_id != message.chat.id
                or not bringing.listens(
                    session,
                    found,
                    letter,
                    replies_to=replied.message_id if replied else None,
                    now=self._means.clock(),
                )
            ):
                return _NOTHING
        is_talk = command_of(message.text or "") is not None
        if is_private and (is_talk or not self._submissions.has_something(message)):
            return _NOTHING
        is_words = message.text is not None and message.forward_origin is None
        return _FOR_WHOM if letter.asks_for and is_words else _PIECE

    def _may(self, update_id: int, user_id: int) -> bool:
        """Whether they may; else the try is written down, once."""
        with self._db.begin() as session:
            if bringing.may(session, user_id):
                return True
            if chat_updates.handled(session, update_id):
                bringing.refuse(session, user_id, self._means.clock())
            return False

    def _refuse(self, user_id: int) -> None:
        with self._db.begin() as session:
            bringing.refuse(session, user_id, self._means.clock())

    def _why_not(self, user_id: int) -> str:
        with self._db.reading() as session:
            return (
                say("replies.readers_look")
                if bringing.is_ours(session, user_id)
                else say("replies.no_officer")
            )

    def _ask(self, update_id: int, writer: Writer, new: New) -> None:
        with self._db.begin() as session:
            if chat_updates.handled(session, update_id):
                bringing.ask(session, writer, new, self._means.clock())

    def _said_for(self, update_id: int, message: Message, user: User) -> None:
        with self._db.begin() as session:
            at = bringing.open_of(session, user.id)
            if chat_updates.handled(session, update_id) and at is not None:
                bringing.said_for(session, at[0], message.text or "", self._means.clock())

    def _handled(self, update_id: int) -> None:
        with self._db.begin() as session:
            chat_updates.handled(session, update_id)


def _is_offer(message: Message) -> bool:
    """Whether somebody of the office forwards something, or sends a file: it may be a letter."""
    if no_letter(message) is not None:
        return False
    return message.forward_origin is not None or file_of(message) is not None
