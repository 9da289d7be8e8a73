"""Sends one outbox row into a chat: a card, its edit, a note, an answer, a question."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import structlog
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, TelegramError

from bot.acknowledge import answer_to
from bot.board import card_text, note_text, reading
from bot.delivery_errors import (
    NotDeliveredError,
    from_telegram,
    is_about_text,
    is_gone,
    is_unchanged,
)
from bot.originals import language_code
from bot.question import question_of
from bot.scene import Text
from store import drafts, inbox, outbox, revisions
from store.model import OutboxKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from bot.chat import ChatApplication
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
    ) -> None:
        self._application = application
        self._bot = application.bot
        self._db = db
        self._office = office
        self._contact = contact
        self._clock = clock

    async def send(self, row: OutboxRow) -> str:
        """Send a row; gives the message's id.

        Raises:
            NotDeliveredError: with what follows from it.

        """
        if not self._application.running:
            raise NotDeliveredError("chat_not_connected", retry_after=_NOT_YET_S)
        chat_id = int(row.target.removeprefix("chat:"))
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
        message = await self._bot.send_message(
            chat_id,
            prepared.text.markup,
            parse_mode=ParseMode.HTML if prepared.is_markup else None,
            reply_markup=prepared.text.keyboard,
        )
        return str(message.message_id)

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
        repeat = row.possible_repeat
        now = self._clock()
        with self._db.reading() as session:
            if row.kind in {OutboxKind.CARD, OutboxKind.CARD_EDIT}:
                draft = drafts.get(session, row.payload["draft"])
                is_edit = row.kind is OutboxKind.CARD_EDIT
                text = card_text(
                    session, draft, office, now=now, possible_repeat=repeat and not is_edit
                )
                return _Prepared(text=text, edits=_card_message(session, row) if is_edit else None)
            if row.kind is OutboxKind.QUESTION:
                return _Prepared(text=self._question(session, row), is_markup=False)
            message_id = row.payload["message"]
            if row.kind in {OutboxKind.NOTE, OutboxKind.NOTE_EDIT}:
                edits = row.payload["shown"] if row.kind is OutboxKind.NOTE_EDIT else None
                text = note_text(
                    session, message_id, office, now=now, possible_repeat=repeat and not edits
                )
                return _Prepared(text=text, edits=edits)
            return _Prepared(text=self._answer(session, message_id), is_markup=False)

    def _question(self, session: Session, row: OutboxRow) -> Text:
        draft = drafts.get(session, row.payload["draft"])
        content = revisions.content_at(session, draft.id, row.payload["revision"])
        question = question_of(session, draft, content, contact=self._contact)
        return Text(markup=question.text)

    def _answer(self, session: Session, message_id: str) -> Text:
        message = inbox.get(session, message_id)
        read = reading(session, message_id)
        answer = answer_to(
            message,
            read,
            contact=self._contact,
            zone=self._office.zone,
            by_mail=False,
            language_code=language_code(session, message),
        )
        return Text(markup=answer.text)


def _card_message(session: Session, row: OutboxRow) -> int | None:
    """The chat message that shows the card: that of the last edit, else of the card itself."""
    wanted = {"draft": row.payload["draft"]}
    for kind in (OutboxKind.CARD_EDIT, OutboxKind.CARD):
        found = outbox.provider_ref(session, kind, wanted, target=row.target)
        if found is not None:
            return int(found)
    return None
