"""Messages that the program left unanswered of its own accord, so that an officer may answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from store import audit
from store.tables_office import AuditRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

#: the domain that its From names says that it is none of its own
FORGED: Final = "forged"
_WHAT: Final = "left_unanswered"


def note(session: Session, message_id: str, why: str, *, now: datetime) -> None:
    """Note why a message has no automatic answer, in the caller's transaction."""
    audit.record(session, what=_WHAT, message_id=message_id, details={"why": why}, now=now)


def why(session: Session, message_id: str) -> str | None:
    """The code of why a message has no automatic answer; None where that was not held back."""
    chosen = select(AuditRow).where(AuditRow.message_id == message_id, AuditRow.what == _WHAT)
    row = session.scalar(chosen.order_by(AuditRow.id).limit(1))
    return None if row is None else str(row.details["why"])
