"""How letters by chat in pieces end: their sender says that this is all, or nobody ever does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from store import gatherings
from store.gatherings import GatheringState
from store.tables_gatherings import GatheringRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.gatherings import Gathering


def said(session: Session, gathering_id: int, *, now: datetime) -> None:
    """Its sender says that this is all."""
    which = GatheringRow.id == gathering_id
    session.execute(update(GatheringRow).where(which).values(ended_at=now))


def before(session: Session, one: Gathering, *, since: datetime) -> Gathering | None:
    """The letter of the same chat whose sender said last, since then, that it is all there."""
    chosen = select(GatheringRow.id).where(
        GatheringRow.user_id == one.user_id,
        GatheringRow.chat_id == one.chat_id,
        GatheringRow.id != one.id,
        GatheringRow.state == GatheringState.CLOSED,
        GatheringRow.ended_at.between(since, one.opened_at),
    )
    found = session.scalars(chosen.order_by(GatheringRow.ended_at.desc()).limit(1)).first()
    return None if found is None else gatherings.look(session, found)


def forget(session: Session, gathering_id: int) -> int | None:
    """Delete one that never became a letter, whole; how many pieces it had, None: there is none."""
    found = gatherings.find(session, gathering_id)
    if found is None or not found.is_open:
        return None
    count = len(gatherings.pieces(session, gathering_id))
    gatherings.discard(session, gathering_id)
    session.execute(delete(GatheringRow).where(GatheringRow.id == gathering_id))
    return count
