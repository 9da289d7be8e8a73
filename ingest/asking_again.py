"""Asking DNS again about mails whose origin could not be checked when they came; one by one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import structlog

from ingest.errors import StoppedError
from store import asked_again, inbox, proofs
from store.errors import ContentErasedError, UnknownMessageError
from store.proof import not_checked

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.model import InboxMessage
    from store.proof import Proof
    from store.session import Database

_log = structlog.get_logger()

#: taken at once; each takes 38 seconds at the very most, all of them less than they are ours for
MOST: Final = 10


@dataclass(slots=True, kw_only=True)
class AskingAgain:
    """Takes what is due in one transaction, asks outside of any, and notes each result in its own.

    As a round: `take` is its transaction, `ask` what follows.
    """

    db: Database
    #: as when the mail was read
    prove: Callable[[InboxMessage, bytes], Proof | None]
    clock: Callable[[], datetime]
    #: whether the program ends: then no further mail is begun
    is_over: Callable[[], bool]
    _taken: list[str] = field(default_factory=list)

    def take(self, session: Session, now: datetime) -> None:
        """Take what is due."""
        self._taken = asked_again.take(session, most=MOST, now=now)

    def ask(self, _now: datetime) -> None:
        """Ask about each; what is not asked about any more is taken again later."""
        for message_id in self._taken:
            if self.is_over():
                return
            try:
                self._ask(message_id)
            except StoppedError:
                return
            except (ContentErasedError, UnknownMessageError):
                continue

    def _ask(self, message_id: str) -> None:
        found = self._found(message_id) or not_checked("trouble")
        with self.db.begin() as session:
            before = proofs.settle(session, message_id, found, now=self.clock())
            if before is not None:
                asked_again.tell(session, message_id, before, found, now=self.clock())
        if before is not None:
            _log.info("sender_checked_again", message=message_id, proven=found.is_proven)

    def _found(self, message_id: str) -> Proof | None:
        try:
            with self.db.reading() as session:
                received, raw = inbox.get(session, message_id), inbox.raw(session, message_id)
        except OSError as error:
            _log.warning("sender_not_checked", message=message_id, trouble=type(error).__name__)
            return None
        return self.prove(received, raw)
