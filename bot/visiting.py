"""What people write and press in private: which topic answers, in one transaction.

What no topic takes is a letter, and goes the way of `submissions`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import structlog

from bot import topics
from bot.spoken import having_written
from bot.topic import Line, line_payload
from bot.words import words_in
from store import chat_updates, outbox, visitors
from store.model import NewOutboxRow, OutboxKind
from store.visitors import Visitor

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from bot.topic import Answered, Heard, Means, Said
    from store.model import OutboxRow
    from store.session import Database

_log = structlog.get_logger()


class Visiting:
    """The use case of whoever writes in private."""

    def __init__(self, db: Database, means: Means) -> None:
        self._db = db
        self._means = means

    def keeps_files(self, user_id: int) -> bool:
        """Whether the topic that the talk is at takes a file that is sent now."""
        with self._db.reading() as session:
            visitor = visitors.find(session, user_id)
        return visitor is not None and visitor.topic in topics.KEEP_FILES

    def hear(self, heard: Heard) -> bool:
        """Whether a topic took it (or had taken it before); otherwise it is a letter."""
        with self._db.begin() as session:
            visitor = _visitor(session, heard)
            answered = self._answer(session, visitor, heard)
            if answered is None:
                self._note_language(session, visitor, heard)
                return False
            if not chat_updates.handled(session, heard.update_id):
                session.rollback()
                return True
            self._write(session, answered, heard)
            return True

    def _answer(self, session: Session, visitor: Visitor, heard: Heard) -> Answered | None:
        if heard.pressed is not None:
            topic = topics.named(heard.pressed[0])
            return topic.press(session, visitor, heard, self._means) if topic else None
        for topic in topics.asked(heard.text):
            answered = topic.hear(session, visitor, heard, self._means)
            if answered is not None:
                _log.info("topic_took", topic=topic.name, update=heard.update_id)
                return answered
        return None

    def _note_language(self, session: Session, visitor: Visitor, heard: Heard) -> None:
        """What somebody known writes in is what they are answered in, until they choose."""
        written = having_written(visitor, heard.text)
        if written != visitor and visitors.find(session, heard.user_id) is not None:
            visitors.keep(session, written, now=self._means.clock())

    def _write(self, session: Session, answered: Answered, heard: Heard) -> None:
        now = self._means.clock()
        visitors.keep(session, replace(answered.visitor, chat_id=heard.chat_id), now=now)
        rows = [
            NewOutboxRow(
                kind=OutboxKind.TALK,
                target=f"chat:{heard.chat_id}",
                payload=_payload(
                    line, heard, edits=heard.message_id if at == 0 and answered.in_place else None
                ),
            )
            for at, line in enumerate(answered.lines)
        ]
        outbox.add(session, rows, now=now)


def said(session: Session, row: OutboxRow, means: Means) -> Said:
    """The words of a line that leaves now.

    Raises:
        KeyError: its topic is gone.

    """
    payload = row.payload
    topic = topics.named(payload["line"]["topic"])
    if topic is None:
        raise KeyError(payload["line"]["topic"])
    visitor = visitors.find(session, payload["user"])
    words = words_in(visitor.language if visitor else None)
    return topic.say(session, line_of(row), words, means)


def line_of(row: OutboxRow) -> Line:
    """The line that a row holds."""
    return Line(**row.payload["line"])


def _payload(line: Line, heard: Heard, *, edits: int | None) -> dict[str, Any]:
    payload = line_payload(line, heard.user_id)
    return payload if edits is None else payload | {"edits": edits}


def _visitor(session: Session, heard: Heard) -> Visitor:
    known = visitors.find(session, heard.user_id)
    if known is None:
        return Visitor(user_id=heard.user_id, chat_id=heard.chat_id, language=heard.language_code)
    return replace(known, chat_id=heard.chat_id)
