"""Making one draft again of two that a letter was split into a moment ago."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select, update

from store import audit, drafts
from store.model import DraftStatus
from store.tables import DraftRow
from store.transitions import edit_cards

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.model import Draft, Officer

#: why the second draft ends
REASON: Final = "split undone"
_FIRST: Final = 1


def is_possible(session: Session, draft: Draft, split_at: datetime) -> bool:
    """Whether nobody has worked on the second draft since."""
    return _second(session, draft, split_at) is not None


def unsplit(
    session: Session, draft: Draft, split_at: datetime, officer: Officer, *, now: datetime
) -> None:
    """Withdraw the second draft; what it said is in the first again, by the caller."""
    second_id = _second(session, draft, split_at)
    if second_id is None:
        return
    session.execute(
        update(DraftRow)
        .where(DraftRow.id == second_id)
        .values(
            status=DraftStatus.WITHDRAWN, decided_by=officer.name, decided_at=now, reason=REASON
        )
        .execution_options(synchronize_session=False)
    )
    second = drafts.get(session, second_id)
    audit.record(
        session, what="unsplit", who=officer, message_id=second.message_id, draft_id=second_id,
        details={"draft": draft.ref}, now=now,
    )  # fmt: skip
    edit_cards(session, second_id, now)


def _second(session: Session, draft: Draft, split_at: datetime) -> int | None:
    """Its number, with its row held; None where it is not as the split made it."""
    chosen = select(DraftRow.id).where(
        DraftRow.message_id == draft.message_id,
        DraftRow.id != draft.id,
        DraftRow.created_at == split_at,
        DraftRow.status == DraftStatus.DRAFT,
        DraftRow.revision == _FIRST,
    )
    return session.scalar(chosen.with_for_update())
