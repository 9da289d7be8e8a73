"""What officers said of messages that gave no draft: a plea or not, answered, left; its clock.

A row comes into being with the first thing that is known; a message without one is simply new.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, or_, select, update

from store import alarms, audit
from store.attempts import locked
from store.dialect import insert_into
from store.model import OPEN_STATUSES, DraftStatus, MessageStatus
from store.tables import DraftRow, InboxRow
from store.tables_aside import AsideRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from store.model import Officer


class Said(StrEnum):
    """Whether it is one person's case, in the word of an officer."""

    CASE = "case"
    NOT_CASE = "not_case"


#: the alarm on a plea that nobody looks at
UNCONFIRMED = "plea_unconfirmed"
#: drafts in these keep their message: open ones are to be decided, registered ones are the record,
#: which stays one where it was withdrawn
_KEEPING = (*OPEN_STATUSES, DraftStatus.CONFIRMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """What is known of a message beyond its reading."""

    message_id: str
    signs: tuple[str, ...] = ()
    said: Said | None = None
    said_by: str | None = None
    said_at: datetime | None = None
    erase_at: datetime | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None
    left_by: str | None = None
    left_at: datetime | None = None


def get(session: Session, message_id: str) -> Aside:
    """What is known; of a message that nobody spoke on, nothing."""
    row = session.get(AsideRow, message_id, populate_existing=True)
    if row is None:
        return Aside(message_id=message_id)
    return Aside(
        message_id=row.message_id,
        signs=tuple(row.signs),
        said=None if row.said is None else Said(row.said),
        said_by=row.said_by,
        said_at=row.said_at,
        erase_at=row.erase_at,
        answered_by=row.answered_by,
        answered_at=row.answered_at,
        left_by=row.left_by,
        left_at=row.left_at,
    )


def note_signs(session: Session, message_id: str, signs: Sequence[str]) -> None:
    """Keep the signs that reading found; found anew, they replace the earlier ones."""
    _write(session, message_id, {"signs": list(signs), "urgent": bool(signs)})


def say(
    session: Session,
    message_id: str,
    said: Said,
    officer: Officer,
    *,
    erase_after: timedelta | None = None,
    now: datetime,
) -> bool:
    """Note an officer's word; with `erase_after`, the clock starts now for either word's sake.

    Returns:
        False where the same was said before; the clock goes on as it was.

    Raises:
        UnknownMessageError: there is no such message.
    """
    row = locked(session, message_id)
    if row.status == MessageStatus.ERASED or get(session, message_id).said == said:
        return False
    erase_at = now + erase_after if said is Said.CASE and erase_after is not None else None
    values = {"said": said.value, "said_by": officer.name, "said_at": now, "erase_at": erase_at}
    _write(session, message_id, values)
    alarms.end(session, UNCONFIRMED, subject=message_id, now=now)
    what = "said_case" if said is Said.CASE else "said_no_case"
    audit.record(session, what=what, who=officer, message_id=message_id, now=now)
    return True


def answered(session: Session, message_id: str, officer: Officer, *, now: datetime) -> bool:
    """Note that an officer released an answer; False where one was released before."""
    return _once(session, message_id, "answered", officer, now)


def leave(session: Session, message_id: str, officer: Officer, *, now: datetime) -> bool:
    """Note that an officer saw it and nothing is to be done; False where one did before."""
    return _once(session, message_id, "left", officer, now)


def due(session: Session, *, now: datetime, limit: int = 200) -> list[str]:
    """Messages whose clock has run out, but for those that a draft keeps."""
    chosen = (
        select(AsideRow.message_id)
        .join(InboxRow, InboxRow.id == AsideRow.message_id)
        .where(AsideRow.erase_at <= now, InboxRow.status == MessageStatus.DONE)
        .where(~is_kept_by_draft())
        .order_by(AsideRow.erase_at)
        .limit(limit)
    )
    return list(session.scalars(chosen))


def is_kept_by_draft() -> ColumnElement[bool]:
    """Whether a message has a draft that is open, or registered, be it withdrawn since."""
    keeps = or_(DraftRow.status.in_(_KEEPING), DraftRow.register_ref.is_not(None))
    return exists().where(DraftRow.message_id == InboxRow.id, keeps)


def _once(session: Session, message_id: str, act: str, officer: Officer, now: datetime) -> bool:
    _write(session, message_id, {})
    mine = getattr(AsideRow, f"{act}_at")
    done = session.scalar(
        update(AsideRow)
        .where(AsideRow.message_id == message_id, mine.is_(None))
        .values({f"{act}_by": officer.name, f"{act}_at": now})
        .returning(AsideRow.message_id)
        .execution_options(synchronize_session=False)
    )
    if done is None:
        return False
    audit.record(session, what=act, who=officer, message_id=message_id, now=now)
    return True


def _write(session: Session, message_id: str, values: dict[str, Any]) -> None:
    fresh = {"message_id": message_id, "signs": [], "urgent": False} | values
    new = insert_into(session, AsideRow).values(fresh)
    if values:
        keys = [AsideRow.message_id]
        session.execute(new.on_conflict_do_update(index_elements=keys, set_=values))
    else:
        session.execute(new.on_conflict_do_nothing())
