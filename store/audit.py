"""The append-only record of what happened and who did it; triggers refuse to change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, or_, select

from store.brought import How
from store.model import HistoryEntry
from store.tables import DecisionRow, DraftRow
from store.tables_judging import VouchRow
from store.tables_office import AuditRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.model import Officer

#: who did it where no officer did
PROGRAM: Final = "program"
#: names under which an event points to where the words of it stand
_NUMBERS: Final = frozenset({"decision", "vouch"})
#: how an officer brought a letter in -> what is written down of it
BROUGHT: Final = {how: f"brought_{how}" for how in How}
#: DNS was asked again about a letter's sender, and there was news
SENDER_CHECKED: Final = "sender_checked"
_OF_LETTERS: Final = (*BROUGHT.values(), SENDER_CHECKED)


def record(
    session: Session,
    *,
    what: str,
    who: Officer | None = None,
    message_id: str | None = None,
    draft_id: int | None = None,
    details: dict[str, Any] | None = None,
    now: datetime,
) -> None:
    """Write down one event, named in the past tense, in the caller's transaction.

    What is written here cannot be erased: codes and ids, never words. What an officer said in a
    decision stands in `decisions`, named here by its number under `decision`; likewise `vouch`.
    """
    session.add(
        AuditRow(
            at=now,
            who=PROGRAM if who is None else who.name,
            officer_id=None if who is None else who.id,
            what=what,
            message_id=message_id,
            draft_id=draft_id,
            details=details or {},
        )
    )


def of_draft(session: Session, draft_id: int) -> list[HistoryEntry]:
    """All that happened to a draft, oldest first; and how its letter came, and who sent it."""
    letter = select(DraftRow.message_id).where(DraftRow.id == draft_id).scalar_subquery()
    is_of_letter = and_(AuditRow.message_id == letter, AuditRow.what.in_(_OF_LETTERS))
    chosen = select(AuditRow).where(or_(AuditRow.draft_id == draft_id, is_of_letter))
    return _entries(session, session.scalars(chosen.order_by(AuditRow.id)).all())


def of_message(session: Session, message_id: str) -> list[HistoryEntry]:
    """All that happened to a message and its drafts, oldest first."""
    chosen = select(AuditRow).where(AuditRow.message_id == message_id).order_by(AuditRow.id)
    return _entries(session, session.scalars(chosen).all())


def _entries(session: Session, rows: Sequence[AuditRow]) -> list[HistoryEntry]:
    numbers = [row.details["decision"] for row in rows if "decision" in row.details]
    chosen = select(DecisionRow).where(DecisionRow.id.in_(numbers))
    found = session.scalars(chosen) if numbers else ()
    said: dict[Any, dict[str, Any]] = {row.id: _said(row) for row in found}
    objected = _objected(session, rows)
    return [
        HistoryEntry(
            at=row.at,
            who=row.who,
            what=row.what,
            details=_without_number(row.details)
            | said.get(row.details.get("decision"), {})
            | objected.get(row.details.get("vouch"), {}),
        )
        for row in rows
    ]


def _objected(session: Session, rows: Sequence[AuditRow]) -> dict[Any, dict[str, Any]]:
    """What somebody found wrong who read the letter, as far as it is still kept."""
    numbers = [row.details["vouch"] for row in rows if "vouch" in row.details]
    chosen = select(VouchRow.id, VouchRow.words).where(VouchRow.id.in_(numbers))
    found = session.execute(chosen) if numbers else ()
    return {number: {"reason": words} for number, words in found if words}


def _without_number(details: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in details.items() if name not in _NUMBERS}


def _said(row: DecisionRow) -> dict[str, Any]:
    """What an officer said in a decision, as far as it is still kept."""
    reason = {} if row.reason is None else {"reason": row.reason}
    return {**row.change, **reason}
