"""Sends one outbox row by mail: the answer to a letter, or a question on it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.acknowledge import answer_to, may_answer
from bot.answer_mail import ACKNOWLEDGEMENT, mail_of
from bot.board import reading
from bot.delivery_errors import NotDeliveredError
from bot.question import question_of
from store import drafts, inbox, revisions
from store.model import OutboxKind

if TYPE_CHECKING:
    from collections.abc import Collection
    from email.message import EmailMessage
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from bot.acknowledge import Answer
    from bot.outgoing import Outgoing
    from store.model import InboxMessage, OutboxRow, ReadMessage
    from store.session import Database


class MailDelivery:
    """Sends rows whose target is a mail address."""

    def __init__(
        self,
        outgoing: Outgoing,
        db: Database,
        *,
        sender: str,
        own: Collection[str],
        contact: str,
        zone: ZoneInfo,
    ) -> None:
        self._outgoing = outgoing
        self._db = db
        self._sender = sender
        self._own = frozenset(address.lower() for address in (*own, sender))
        self._contact = contact
        self._zone = zone

    async def send(self, row: OutboxRow) -> str:
        """Send a row; gives the Message-ID, which is the same each time.

        Raises:
            NotDeliveredError: with what follows from it.

        """
        return await asyncio.to_thread(self._send, row)

    def _send(self, row: OutboxRow) -> str:
        if row.kind not in {OutboxKind.ACKNOWLEDGEMENT, OutboxKind.QUESTION}:
            raise NotDeliveredError("not_a_mail", permanent=True)
        name, mail = self._written(row)
        self._outgoing.send(mail, sender=self._sender, to=row.target, name=name)
        return str(mail["Message-ID"])

    def _written(self, row: OutboxRow) -> tuple[str, EmailMessage]:
        with self._db.reading() as session:
            message = inbox.get(session, row.payload["message"])
            read = reading(session, message.id)
            if not may_answer(message, read, row.target, self._own):
                raise NotDeliveredError("would_loop", permanent=True)
            answer, what = self._answer(session, row, message, read)
        mail = mail_of(
            answer,
            message,
            read,
            sender=self._sender,
            to=row.target,
            written_at=row.created_at,
            what=what,
        )
        return f"{message.ref}-{what}", mail

    def _answer(
        self, session: Session, row: OutboxRow, message: InboxMessage, read: ReadMessage | None
    ) -> tuple[Answer, str]:
        """The words, and what tells this answer from others to the same letter."""
        if row.kind is OutboxKind.QUESTION:
            draft = drafts.get(session, row.payload["draft"])
            revision = row.payload["revision"]
            content = revisions.content_at(session, draft.id, revision)
            number = draft.ref.rpartition("-")[2]
            answer = question_of(session, draft, content, contact=self._contact)
            return answer, f"question-{number}-{revision}"
        answer = answer_to(message, read, contact=self._contact, zone=self._zone, by_mail=True)
        return answer, ACKNOWLEDGEMENT
