"""Wrong codes at the page, counted by whom they were meant for and where they came from."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, func, select

from store.tables_page import PageTryRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

MOST: Final = 5
PAUSE: Final = timedelta(minutes=15)


def note(session: Session, *, address: str, officer_id: int | None, now: datetime) -> None:
    """Count a wrong try, and forget those of long ago."""
    session.execute(
        delete(PageTryRow)
        .where(PageTryRow.tried_at <= now - PAUSE)
        .execution_options(synchronize_session=False)
    )
    session.add_all(
        PageTryRow(who=who, tried_at=now) for who in _both(address=address, officer_id=officer_id)
    )
    session.flush()


def is_paused(session: Session, *, address: str, officer_id: int | None, now: datetime) -> bool:
    """Whether no further try is taken for now, right or wrong."""
    counted = (
        select(func.count())
        .where(
            PageTryRow.who.in_(_both(address=address, officer_id=officer_id)),
            PageTryRow.tried_at > now - PAUSE,
        )
        .group_by(PageTryRow.who)
    )
    return any(count >= MOST for count in session.scalars(counted))


def _both(*, address: str, officer_id: int | None) -> list[str]:
    hashed = hashlib.sha256(address.encode()).hexdigest()[:32]
    return [f"address:{hashed}", *([] if officer_id is None else [f"officer:{officer_id}"])]
