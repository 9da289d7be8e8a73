"""The attempts at processing a message: counted at their start, so that a killer is noticed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from store import audit
from store.errors import UnknownMessageError
from store.model import Accepted, MessageStatus
from store.tables import InboxRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.model import Officer

#: a message that was begun so often and never came to an end is parked
START_LIMIT: Final = 5
#: why a message was parked that never lived to name its own problem
NEVER_ENDED: Final = "never_ended"

_UNDER_WAY: Final = (MessageStatus.RECEIVED, MessageStatus.PROCESSING)


def begin_attempt(
    session: Session, message_id: str, attempt: int, *, now: datetime, limit: int = START_LIMIT
) -> bool:
    """Count a start; False where there is nothing to do or the message has just been parked.

    Commit it before the work begins: a start that kills its process must have been counted.
    """
    row = locked(session, message_id)
    if not is_current(row, attempt):
        return False
    if row.starts >= limit:
        _park(session, row, problem=row.problem or NEVER_ENDED, now=now)
        return False
    row.status = MessageStatus.PROCESSING
    row.starts += 1
    row.attempts += 1
    row.begun_at = now
    session.flush()
    return True


def fail_attempt(
    session: Session,
    message_id: str,
    attempt: int,
    *,
    problem: str,
    permanent: bool,
    limit: int = START_LIMIT,
    now: datetime,
) -> int | None:
    """Note that an attempt failed; the number of the next one to enqueue, None where there is none.

    The message is parked when the trouble is permanent or it was begun `limit` times.
    """
    row = locked(session, message_id)
    if not is_current(row, attempt):
        return None
    if permanent or row.starts >= limit:
        _park(session, row, problem=problem, now=now)
        return None
    return _next_attempt(session, row, problem=problem)


def put_off_attempt(session: Session, message_id: str, attempt: int) -> int | None:
    """Let an attempt that was begun too early be none; the number of the one to enqueue instead."""
    row = locked(session, message_id)
    if not is_current(row, attempt):
        return None
    row.starts -= 1
    row.attempts -= 1
    return _next_attempt(session, row, problem=row.problem)


def retry(
    session: Session, message_id: str, *, who: Officer | None = None, now: datetime
) -> int | None:
    """Run a parked message again: the attempt to enqueue, None where it is not parked."""
    row = locked(session, message_id)
    if row.status != MessageStatus.PARKED:
        return None
    row.starts = 0
    row.finished_at = None
    # it waits from now on, not since it came
    row.begun_at = now
    audit.record(session, what="retried", who=who, message_id=message_id, now=now)
    return _next_attempt(session, row, problem=row.problem)


def unfinished(session: Session) -> Iterator[Accepted]:
    """Messages that are neither done nor parked, with the attempt that should be in the queue."""
    columns = (InboxRow.id, InboxRow.ref, InboxRow.attempt)
    chosen = select(*columns).where(InboxRow.status.in_(_UNDER_WAY)).order_by(InboxRow.id)
    for row in session.execute(chosen):
        yield Accepted(id=row.id, ref=row.ref, new=False, attempt=row.attempt)


def locked(session: Session, message_id: str) -> InboxRow:
    """The row of a message, held until the transaction ends.

    Raises:
        UnknownMessageError: there is none with this id.
    """
    row = session.get(InboxRow, message_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise UnknownMessageError(message_id)
    return row


def is_current(row: InboxRow, attempt: int) -> bool:
    """Whether this attempt may still save something: nobody finished, and no newer one began."""
    return row.status in _UNDER_WAY and row.attempt == attempt


def take_up(row: InboxRow) -> None:
    """Let a message that was done be done once more, as a further attempt."""
    row.status = MessageStatus.RECEIVED
    row.attempt += 1
    row.starts = 0
    row.finished_at = None


def _next_attempt(session: Session, row: InboxRow, *, problem: str | None) -> int:
    row.status = MessageStatus.RECEIVED
    row.attempt += 1
    row.problem = problem
    session.flush()
    return row.attempt


def _park(session: Session, row: InboxRow, *, problem: str, now: datetime) -> None:
    row.status = MessageStatus.PARKED
    row.problem = problem
    row.finished_at = now
    details = {"problem": problem, "attempts": row.attempts}
    audit.record(session, what="parked", message_id=row.id, details=details, now=now)
    session.flush()
