"""What each officer looked for last, so that a button can turn its pages.

Words that officers type may be those of letters: any erasing forgets them all, and so does a day.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete

from store.tables_finding import SearchRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

KEPT_FOR: Final = timedelta(days=1)


def remember(session: Session, officer_id: int, words: str, *, now: datetime) -> int:
    """Remember what an officer looks for, in place of what was before; gives its number."""
    row = session.get(SearchRow, officer_id)
    if row is None:
        row = SearchRow(officer_id=officer_id, number=0, words="", asked_at=now)
        session.add(row)
    row.number, row.words, row.asked_at = row.number + 1, words, now
    session.flush()
    return row.number


def words_of(session: Session, officer_id: int, number: int) -> str | None:
    """What was looked for; None where the officer has looked for something else since."""
    row = session.get(SearchRow, officer_id, populate_existing=True)
    return row.words if row is not None and row.number == number else None


def forget_old(session: Session, *, now: datetime) -> None:
    """Forget what nobody will turn the page of any more."""
    session.execute(
        delete(SearchRow)
        .where(SearchRow.asked_at < now - KEPT_FOR)
        .execution_options(synchronize_session=False)
    )
