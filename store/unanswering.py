"""Taking back an answer that an officer released under a note, while it has not left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from store import asides, audit, taking_back
from store.attempts import locked
from store.model import OfficerRole
from store.moves import UNDO_FOR
from store.tables_aside import AsideRow
from store.tables_office import AuditRow
from store.undoing import Why

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.asides import Aside
    from store.model import Officer


def open_until(aside: Aside, *, now: datetime) -> datetime | None:
    """Until when the answer can be taken back; None where there is none, or no more time."""
    until = None if aside.answered_at is None else aside.answered_at + UNDO_FOR
    return until if until is not None and now < until else None


def take_back(session: Session, message_id: str, officer: Officer, *, now: datetime) -> Why | None:
    """Let an answer not leave; why not, where it stays. What was said of the message stays said.

    Raises:
        UnknownMessageError: there is no such message.
    """
    locked(session, message_id)
    aside = asides.get(session, message_id)
    if aside.answered_at is None:
        return Why.NOTHING
    if open_until(aside, now=now) is None:
        return Why.OVER
    is_own = _released_by(session, message_id) == officer.id
    if not is_own and officer.role is not OfficerRole.ADMINISTRATOR:
        return Why.NOT_YOURS
    if not taking_back.of_message(session, message_id, since=aside.answered_at):
        return Why.LEFT
    session.execute(
        update(AsideRow)
        .where(AsideRow.message_id == message_id)
        .values(answered_by=None, answered_at=None)
        .execution_options(synchronize_session=False)
    )
    audit.record(session, what="answer_undone", who=officer, message_id=message_id, now=now)
    return None


def _released_by(session: Session, message_id: str) -> int | None:
    chosen = select(AuditRow.officer_id).where(
        AuditRow.message_id == message_id, AuditRow.what == "answered"
    )
    return session.scalar(chosen.order_by(AuditRow.id.desc()).limit(1))
