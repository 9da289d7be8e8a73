"""The secretariat's chat under whatever id it has now: a group that grows gets another one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import structlog
from telegram.ext import filters

from store import alarms, moved_chats

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from store.session import Database

_log = structlog.get_logger()

MOVED: Final = "chat_moved"


class MovedChats:
    """Knows the new ids of chats, and which chats are the office's."""

    def __init__(self, db: Database, office: int, *, clock: Callable[[], datetime]) -> None:
        """Take what it works with; `load` reads what is known.

        Args:
            db: the records.
            office: the secretariat's chat as the settings name it.
            clock: the time, aware.

        """
        self._db = db
        self._clock = clock
        self._office = office
        self._now: dict[int, int] = {}
        #: messages of the office, under every id that it had
        self.filter = filters.Chat(office)

    def load(self) -> None:
        """Read what is known; an office that the settings name by its new id needs no alarm."""
        with self._db.begin() as session:
            self._now = moved_chats.known(session)
            if self._office not in self._now:
                for held in alarms.holding(session, MOVED):
                    alarms.end(session, MOVED, subject=held.subject, now=self._clock())
        self._widen()

    def now(self, chat_id: int) -> int:
        """The id that a chat has now."""
        return self._now.get(chat_id, chat_id)

    def is_office(self, chat_id: int) -> bool:
        """Whether it is the secretariat's chat."""
        return chat_id in self.filter.chat_ids

    def learn(self, old: int, new: int) -> None:
        """A chat has a new id; the administrator is told where it is the office's."""
        with self._db.begin() as session:
            is_news = moved_chats.remember(session, old, new, now=self._clock())
            self._now = moved_chats.known(session)
            if is_news and self.is_office(old):
                about = {"old": old, "new": new}
                alarms.begin(
                    session, MOVED, subject=str(old), about=about, target=f"chat:{self._office}",
                    now=self._clock(),
                )  # fmt: skip
        _log.error("chat_has_new_id", chat=old, new=new)
        self._widen()

    def _widen(self) -> None:
        ours = {self._office, self.now(self._office)}
        ours |= {old for old, new in self._now.items() if new in ours}
        self.filter.chat_ids = ours
