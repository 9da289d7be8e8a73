"""One attempt at a message, from its start to its end; a failed one enqueues the next or parks.

What an attempt does is in `ingest/pipeline.py`; how it comes to run, in `ingest/workflows.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import structlog

from ingest.errors import NotYetError, StoppedError, StorageError
from store import inbox
from store.errors import ContentErasedError, UnknownMessageError
from store.model import MessageStatus

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ingest.workflows import Enqueuer
    from store.session import Database

_log = structlog.get_logger()

#: seconds before the second and the third attempt; then the message is parked
_BACKOFF: Final = (5, 30)
_ATTEMPTS: Final = 1 + len(_BACKOFF)
#: more than that only a message has that ends its process, or a machine that fails all the time
_STARTS: Final = 8
FAILED: Final = "processing_failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempts:
    """Runs attempts; no exception that says content leaves it."""

    db: Database
    #: does the work for a message id and saves it; may raise anything
    process: Callable[[str, int], None]
    #: tells officers of a parked message, in the transaction that parks it
    parked: Callable[[Session, str], None]
    enqueuer: Enqueuer
    clock: Callable[[], datetime]

    def run(self, message_id: str, attempt: int) -> None:
        """Do one attempt; safe to be called again for one that was cut off or is done.

        Raises:
            StorageError: not even the failure could be noted; the attempt is enqueued again later.
            StoppedError: the program is ending.

        """
        try:
            if self._begin(message_id, attempt):
                self._do(message_id, attempt)
        except StoppedError:
            raise
        except UnknownMessageError:
            _log.warning("message_gone", message=message_id)
        except Exception as error:  # noqa: BLE001 - its text may hold anything
            _log.error("attempt_not_noted", message=message_id, trouble=type(error).__name__)
            raise StorageError from None

    def _begin(self, message_id: str, attempt: int) -> bool:
        with self.db.begin() as session:
            if inbox.begin_attempt(session, message_id, attempt, now=self.clock(), limit=_STARTS):
                return True
            self._tell_if_parked(session, message_id)
        return False

    def _do(self, message_id: str, attempt: int) -> None:
        try:
            self.process(message_id, attempt)
        except StoppedError:
            raise
        except NotYetError as error:
            self._put_off(message_id, attempt, error.seconds)
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not go through the engine
            permanent = isinstance(error, ContentErasedError | UnknownMessageError)
            _log.error(
                "attempt_failed", message=message_id, attempt=attempt, trouble=type(error).__name__
            )
            self._fail(message_id, attempt, permanent=permanent)

    def _fail(self, message_id: str, attempt: int, *, permanent: bool) -> None:
        """Note the failure and enqueue the next attempt, both or neither."""
        with self.db.begin() as session:
            following = inbox.fail_attempt(
                session,
                message_id,
                attempt,
                problem=FAILED,
                permanent=permanent,
                limit=_ATTEMPTS,
                now=self.clock(),
            )
            if following is None:
                self._tell_if_parked(session, message_id)
            else:
                pause = _BACKOFF[min(following - 2, len(_BACKOFF) - 1)]
                self.enqueuer.enqueue(session, message_id, following, delay_seconds=pause)

    def _put_off(self, message_id: str, attempt: int, seconds: float) -> None:
        """Enqueue it for a little later; nothing waits for it meanwhile, and it has not failed."""
        with self.db.begin() as session:
            following = inbox.put_off_attempt(session, message_id, attempt)
            if following is not None:
                self.enqueuer.enqueue(session, message_id, following, delay_seconds=seconds)
        _log.info("attempt_put_off", message=message_id, seconds=seconds)

    def _tell_if_parked(self, session: Session, message_id: str) -> None:
        if inbox.get(session, message_id).status is MessageStatus.PARKED:
            self.parked(session, message_id)
            _log.error("message_parked", message=message_id)
