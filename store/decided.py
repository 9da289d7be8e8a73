"""When officers moved drafts, as their decisions tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from store.model import DraftStatus
from store.tables import DecisionRow

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session


def asked_at(session: Session, draft_ids: Collection[int]) -> dict[int, datetime]:
    """Draft id -> when its sender was asked last."""
    chosen = (
        select(DecisionRow.draft_id, func.max(DecisionRow.decided_at))
        .where(DecisionRow.draft_id.in_(draft_ids), DecisionRow.to_status == DraftStatus.WAITING)
        .group_by(DecisionRow.draft_id)
    )
    return {row[0]: row[1] for row in session.execute(chosen)} if draft_ids else {}
