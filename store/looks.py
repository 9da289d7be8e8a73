"""What officers have looked at of a draft before they confirmed it; kept in the audit, as codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from store import audit
from store.tables_office import AuditRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.model import Draft, Officer

#: name of the event in the audit
LOOKED: Final = "looked"


def note(session: Session, draft: Draft, officer: Officer, field: str, *, now: datetime) -> None:
    """An officer looked at a field of a draft as it stands; said once for each revision."""
    if (field, draft.revision) in of_officer(session, draft.id, officer):
        return
    audit.record(
        session,
        what=LOOKED,
        who=officer,
        message_id=draft.message_id,
        draft_id=draft.id,
        details={"field": field, "revision": draft.revision},
        now=now,
    )
    session.flush()


def of_officer(session: Session, draft_id: int, officer: Officer) -> list[tuple[str, int]]:
    """Each field that an officer looked at, with the revision that was shown."""
    chosen = select(AuditRow.details).where(
        AuditRow.draft_id == draft_id,
        AuditRow.officer_id == officer.id,
        AuditRow.what == LOOKED,
    )
    return [(one["field"], one["revision"]) for one in session.scalars(chosen)]
