"""How many messages one account sent in private within an hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import case

from store.dialect import insert_into
from store.tables_intake import IntakeRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What somebody sent in the present hour, this message included."""

    count: int
    #: when the next hour begins
    until: datetime


def take(session: Session, user_id: int, *, now: datetime) -> Intake:
    """Count a message; an hour begins with its first."""
    new = insert_into(session, IntakeRow).values(user_id=user_id, since=now, count=1)
    is_over = IntakeRow.since <= now - HOUR
    count, since = session.execute(
        new.on_conflict_do_update(
            index_elements=[IntakeRow.user_id],
            set_={
                "since": case((is_over, now), else_=IntakeRow.since),
                "count": case((is_over, 1), else_=IntakeRow.count + 1),
            },
        ).returning(IntakeRow.count, IntakeRow.since)
    ).one()
    return Intake(count=count, until=since + HOUR)
