"""The drafts that wait for an officer, oldest first, and which comes next for whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import CursorResult, select, update

from store import batches
from store.model import DraftStatus
from store.tables import DraftRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.model import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """The draft to look at next."""

    draft_id: int
    #: its place among those that wait, from 1, oldest first
    place: int
    total: int


def following(session: Session, draft: Draft, officer_id: int) -> Following | None:
    """What comes after a draft for an officer: their own first, then nobody's, then others'.

    Among these the next oldest after the draft, then again from the oldest. What waits for its
    sender or is held is passed over. None where nothing else waits.
    """
    columns = (DraftRow.id, DraftRow.assigned_to)
    chosen = select(*columns).where(DraftRow.status == DraftStatus.DRAFT).order_by(DraftRow.id)
    waiting = [(row.id, _rank(row.assigned_to, officer_id)) for row in session.execute(chosen)]
    others = [(rank, id_) for id_, rank in waiting if id_ != draft.id]
    if not others:
        return None
    first = min(rank for rank, _ in others)
    mine = sorted(id_ for rank, id_ in others if rank == first)
    next_id = next((id_ for id_ in mine if id_ > draft.id), mine[0])
    place = [id_ for id_, _ in waiting].index(next_id) + 1
    return Following(draft_id=next_id, place=place, total=len(waiting))


def see(session: Session, draft_id: int, *, now: datetime) -> None:
    """Note that an officer has looked at a draft, the first time."""
    seen = session.execute(
        update(DraftRow)
        .where(DraftRow.id == draft_id, DraftRow.seen_at.is_(None))
        .values(seen_at=now)
        .execution_options(synchronize_session=False)
    )
    if isinstance(seen, CursorResult) and seen.rowcount == 1:
        batches.renew(session, draft_id, now=now)


def _rank(assigned_to: int | None, officer_id: int) -> int:
    if assigned_to is None:
        return 1
    return 0 if assigned_to == officer_id else 2
