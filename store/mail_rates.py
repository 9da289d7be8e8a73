"""How much mail has left lately, as the outbox remembers it: a restart forgets nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select

from store.addressee import is_to
from store.model import OutboxStatus
from store.outbox import CHAT
from store.tables_outbox import OutboxTableRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Mail that left since a moment, or is leaving and was claimed before a given row."""

    count: int
    #: None where none has left yet
    first_sent_at: datetime | None


def mails_since(
    session: Session, since: datetime, *, before: int, target: str | None = None
) -> Sent:
    """Count mail; to one address, or to all.

    Args:
        session: of any transaction.
        since: sent at this moment or later.
        before: id of the row that asks; of those that are just leaving, lower ones count, so
            that rows that ask at the same time do not all wait for each other.
        target: the address; its tags do not count.

    """
    leaving = and_(OutboxTableRow.status == OutboxStatus.SENDING, OutboxTableRow.id < before)
    chosen = select(func.count(), func.min(OutboxTableRow.sent_at)).where(
        or_(OutboxTableRow.sent_at >= since, leaving),
        ~OutboxTableRow.target.startswith(CHAT, autoescape=True),
    )
    if target is not None:
        chosen = chosen.where(is_to(target))
    count, first = session.execute(chosen).one()
    return Sent(count=count, first_sent_at=first)
