"""The words in which officers want letters of ours to leave; erasing a letter deletes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.tables_judging import WordingRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.model import Officer


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One letter of ours in an officer's words, with its placeholders."""

    id: int
    draft_id: int
    #: which letter of ours, such as `question`
    what: str
    text: str


def keep(
    session: Session, draft_id: int, what: str, text: str, officer: Officer, *, now: datetime
) -> Wording:
    """Keep new words; earlier ones stay, for one of them may have been sent."""
    row = WordingRow(
        draft_id=draft_id, what=what, text=text, officer_id=officer.id, officer_name=officer.name,
        written_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return _value(row)


def get(session: Session, wording_id: int) -> Wording | None:
    """Words by their number; None where there are none, or no more."""
    row = session.get(WordingRow, wording_id, populate_existing=True)
    return None if row is None else _value(row)


def _value(row: WordingRow) -> Wording:
    return Wording(id=row.id, draft_id=row.draft_id, what=row.what, text=row.text)
