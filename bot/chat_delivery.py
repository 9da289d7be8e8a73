"""Sends one outbox row into a chat: a card, its edit, a note, an answer, a question, evidence."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import structlog
from telegram import ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, TelegramError

from bot import evidence_rows, replies
from bot.alarms import alarm_markup
from bot.board import card_text, note_text
from bot.delivery_errors import (
    NotDeliveredError,
    from_telegram,
    is_about_picture,
    is_about_text,
    is_gone,
    is_unchanged,
)
from bot.digest import digest_text
from bot.pictures import NotDrawnError
from bot.render import render
from bot.scene import File, Text
from bot.sender_words import Voice, answer_of
from bot.wiping import wipe
from ingest.errors import StoppedError
from store import alarms, drafts, outbox
from store.model import OutboxKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session
    from telegram import Message

    from bot.chat import ChatApplication
    from bot.pictures import Pictures
    from bot.scene import Office
    from store.model import OutboxRow
    from store.session import Database

_log = structlog.get_logger()

#: seconds after which a connection to the chat is looked for again
_NOT_YET_S: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prepared:
    text: Text
    is_markup: bool = True
    #: the message to edit
    edits: int | None = None
    #: the message to answer, if it is still there
    under: int | None = None
    #: a picture over the text, and what is said where the chat does not take it
    photo: bytes | None = None
    instead: str = ""
    #: in place of the text
    file: File | None = None


class ChatDelivery:
    """Sends rows whose target is `chat:<id>`."""

    def __init__(
        self,
        application: ChatApplication,
        db: Database,
        office: Office,
        *,
        contact: str,
        clock: Callable[[], datetime],
        pictures: Pictures,
    ) -> None:
        self._application = application
        self._bot = application.bot
        self._db = db
        self._office = office
        self._voice = Voice(address=office.address, contact=contact, zone=office.zone)
        self._clock = clock
        self._pictures = pictures

    async def send(self, row: OutboxRow) -> str:
        """Send a row; gives the message's id.

        Raises:
            NotDeliveredError: with what follows from it.

        """
        if not self._application.running:
            raise NotDeliveredError("chat_not_connected", retry_after=_NOT_YET_S)
        chat_id = int(row.target.removeprefix("chat:"))
        if row.kind is OutboxKind.WIPE:
            return await wipe(self._bot, chat_id, row.payload["shown"])
        prepared = await asyncio.to_thread(self._prepared, row, self._office)
        try:
            return await self._sent(chat_id, prepared)
        except ChatMigrated as error:
            # the office's group became a supergroup; ACSG_SECRETARIAT_CHAT needs the new number
            _log.error("chat_has_new_id", chat=chat_id, new=error.new_chat_id)
            return await self._last_try(error.new_chat_id, replace(prepared, edits=None))
        except BadRequest as error:
            if not is_about_text(error):
                raise from_telegram(error) from error
            _log.error("card_refused", outbox=row.id)
            plain = replace(self._office, full=False)
            terse = await asyncio.to_thread(self._prepared, row, plain)
            return await self._last_try(chat_id, terse)
        except TelegramError as error:
            raise from_telegram(error) from error

    async def _last_try(self, chat_id: int, prepared: _Prepared) -> str:
        try:
            return await self._sent(chat_id, prepared)
        except TelegramError as error:
            raise from_telegram(error) from error

    async def _sent(self, chat_id: int, prepared: _Prepared) -> str:
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

    async def _text(self, chat_id: int, prepared: _Prepared) -> Message:
        message: Message = await self._bot.send_message(
            chat_id,
            prepared.text.markup,
            parse_mode=ParseMode.HTML if prepared.is_markup else None,
            reply_markup=prepared.text.keyboard,
            reply_parameters=_under(prepared),
        )
        return message

    async def _media(self, chat_id: int, prepared: _Prepared) -> Message:
        message: Message
        if prepared.file is not None:
            message = await self._bot.send_document(
                chat_id,
                prepared.file.content,
                filename=prepared.file.name,
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

    async def _edited(self, chat_id: int, prepared: _Prepared, message_id: int) -> str:
        try:
            await self._bot.edit_message_text(
                prepared.text.markup,
                chat_id=chat_id,
                message_id=message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=prepared.text.keyboard,
            )
        except BadRequest as error:
            if not is_unchanged(error):
                raise
        return str(message_id)

    def _prepared(self, row: OutboxRow, office: Office) -> _Prepared:
        """What to send, as the records stand now."""
        if row.kind is OutboxKind.EVIDENCE:
            return self._evidence(row, office)
        if row.kind is OutboxKind.PAGE:
            return self._page(row, office)
        with self._db.reading() as session:
            if row.kind in {OutboxKind.CARD, OutboxKind.CARD_EDIT}:
                return self._card(session, row, office)
            if row.kind in {OutboxKind.NOTE, OutboxKind.NOTE_EDIT}:
                return self._note(session, row, office)
            if row.kind in {OutboxKind.ALARM, OutboxKind.DIGEST}:
                return _Prepared(text=self._told(session, row))
            answer, _ = answer_of(session, row, self._voice)
            return _Prepared(text=Text(markup=answer.text), is_markup=False)

    def _card(self, session: Session, row: OutboxRow, office: Office) -> _Prepared:
        draft = drafts.get(session, row.payload["draft"])
        is_edit = row.kind is OutboxKind.CARD_EDIT
        repeat = row.possible_repeat and not is_edit
        text = card_text(session, draft, office, now=self._clock(), possible_repeat=repeat)
        return _Prepared(text=text, edits=_card_message(session, row) if is_edit else None)

    def _note(self, session: Session, row: OutboxRow, office: Office) -> _Prepared:
        edits = row.payload["shown"] if row.kind is OutboxKind.NOTE_EDIT else None
        repeat = row.possible_repeat and not edits
        text = note_text(
            session, row.payload["message"], office, now=self._clock(), possible_repeat=repeat
        )
        return _Prepared(text=text, edits=edits)

    def _evidence(self, row: OutboxRow, office: Office) -> _Prepared:
        under = row.payload["under"]
        if not self._office.full:
            return _Prepared(text=_plain(replies.NOT_IN_CHAT), under=under)
        with self._db.reading() as session:
            # without `full` here, the chat has refused the markup
            found = evidence_rows.message_of if office.full else evidence_rows.file_of
            message = found(session, row)
        if isinstance(message, File):
            return _Prepared(text=Text(markup=""), file=message, under=under)
        return _Prepared(text=Text(markup=message), under=under)

    def _page(self, row: OutboxRow, office: Office) -> _Prepared:
        """A page's picture; it is drawn when no transaction is open any more."""
        under = row.payload["under"]
        if not office.full:
            words = replies.NOT_SHOWN if self._office.full else replies.NOT_IN_CHAT
            return _Prepared(text=_plain(words), under=under)
        with self._db.reading() as session:
            page = evidence_rows.page_of(session, row)
        try:
            photo = page.draw(self._pictures)
        except NotDrawnError as error:
            _log.warning("page_not_drawn", outbox=row.id, document=page.sheet.sha256[:12])
            return _Prepared(text=Text(markup=page.caption(str(error))), under=under)
        except StoppedError as error:
            raise NotDeliveredError("stopping", retry_after=_NOT_YET_S) from error
        return _Prepared(
            text=Text(markup=page.caption()),
            photo=photo,
            instead=page.caption(replies.PICTURE_REFUSED),
            under=under,
        )

    def _told(self, session: Session, row: OutboxRow) -> Text:
        """What the program itself has to say."""
        if row.kind is OutboxKind.DIGEST:
            return digest_text(session, self._office, now=self._clock())
        alarm = alarms.get(session, row.payload["alarm"])
        if alarm is None:
            raise NotDeliveredError("no_such_alarm", permanent=True)
        over = bool(row.payload.get("over"))
        return Text(markup=alarm_markup(alarm, self._office.zone, over=over))


def _under(prepared: _Prepared) -> ReplyParameters | None:
    if prepared.under is None:
        return None
    return ReplyParameters(prepared.under, allow_sending_without_reply=True)


def _plain(words: str) -> Text:
    return Text(markup=render("office/plain.html.j2", lines=[words]))


def _card_message(session: Session, row: OutboxRow) -> int | None:
    """The chat message that shows the card: that of the last edit, else of the card itself."""
    wanted = {"draft": row.payload["draft"]}
    for kind in (OutboxKind.CARD_EDIT, OutboxKind.CARD):
        found = outbox.provider_ref(session, kind, wanted, target=row.target)
        if found is not None:
            return int(found)
    return None
