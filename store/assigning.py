"""Whose a draft is: the officer who looks after it, while it is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from store import audit, drafts
from store.model import OPEN_STATUSES
from store.tables import DraftRow
from store.transitions import edit_cards

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.model import Officer


def assign(
    session: Session, draft_id: int, to: int | None, officer: Officer, *, now: datetime
) -> bool:
    """Give an open draft to an officer, or to nobody; False where it is so already, or decided.

    What the draft says does not change, so that no card becomes outdated by it.

    Raises:
        UnknownDraftError: there is no such draft.
    """
    session.execute(select(DraftRow.id).where(DraftRow.id == draft_id).with_for_update())
    draft = drafts.get(session, draft_id)
    if draft.status not in OPEN_STATUSES or draft.assigned_to == to:
        return False
    session.execute(
        update(DraftRow)
        .where(DraftRow.id == draft_id)
        .values(assigned_to=to)
        .execution_options(synchronize_session=False)
    )
    audit.record(
        session, what="assigned", who=officer, message_id=draft.message_id, draft_id=draft_id,
        details={"old": draft.assigned_to, "new": to}, now=now,
    )  # fmt: skip
    edit_cards(session, draft_id, now)
    return True
