"""A parked message of which a mended copy was taken in: the two point at each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import audit, shown_notes
from store.attempts import locked
from store.errors import NotParkedError
from store.model import MessageStatus

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.model import Accepted


def replace(session: Session, parked_id: str, copy: Accepted, *, now: datetime) -> None:
    """Mark a parked message as replaced by its copy; once more for the same copy is nothing new.

    Raises:
        UnknownMessageError: there is no such message.
        NotParkedError: it is not parked, or is its own copy.

    """
    row = locked(session, parked_id)
    by = f"replaced by {copy.ref}"
    if row.status == MessageStatus.REPLACED and row.problem == by:
        return
    if row.status != MessageStatus.PARKED or copy.id == parked_id:
        raise NotParkedError(NotParkedError.__doc__)
    row.status = MessageStatus.REPLACED
    row.problem, was = by, row.problem
    details = {"by": copy.ref, "message": copy.id, "problem": was}
    audit.record(session, what="replaced", message_id=parked_id, details=details, now=now)
    about = {"ref": row.ref, "message": parked_id}
    audit.record(session, what="replaces", message_id=copy.id, details=about, now=now)
    session.flush()
    shown_notes.edit(session, parked_id, now)
