"""Whether the last decision on a draft can still be undone, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, select

from store import moves
from store.model import OPEN_STATUSES, DraftStatus
from store.tables import DecisionRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from store.model import Draft

_ACTIONS: Final = frozenset(move.action for move in moves.UNDOABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """A decision that can be taken back."""

    decision_id: int
    #: that was decided
    action: str
    #: of the draft, before it
    revision: int
    #: where the draft stood before
    back_to: DraftStatus
    officer_id: int
    officer_name: str
    decided_at: datetime
    until: datetime


def last_undo(session: Session, draft: Draft) -> Undo | None:
    """The decision that made a draft what it is, if it is of a kind to be undone.

    None where anything else has happened to the draft since.
    """
    chosen = select(DecisionRow).where(DecisionRow.draft_id == draft.id)
    row = session.scalar(
        chosen.order_by(DecisionRow.id.desc()).limit(1).execution_options(populate_existing=True)
    )
    if row is None or row.action not in _ACTIONS or row.undone_at is not None:
        return None
    reached = row.revision + 1 if row.to_status in OPEN_STATUSES else row.revision
    if (draft.status, draft.revision) != (row.to_status, reached):
        return None
    return Undo(
        decision_id=row.id,
        action=row.action,
        revision=row.revision,
        back_to=DraftStatus(row.from_status),
        officer_id=row.officer_id,
        officer_name=row.officer_name,
        decided_at=row.decided_at,
        until=row.decided_at + moves.UNDO_FOR,
    )


def open_undo(session: Session, draft: Draft, *, now: datetime) -> Undo | None:
    """The same, while there is time."""
    found = last_undo(session, draft)
    return found if found is not None and now < found.until else None


def stands() -> ColumnElement[bool]:
    """Whether a decision was neither taken back nor is itself the taking back of another."""
    return and_(DecisionRow.undone_at.is_(None), DecisionRow.action != moves.UNDO)
