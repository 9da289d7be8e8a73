"""Mails that came and have not been read yet: they are in work, or parked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from store.model import MessageStatus
from store.tables import InboxRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

#: of one sender; the newest go first
_MOST: Final = 20
_UNREAD: Final = (MessageStatus.RECEIVED, MessageStatus.PROCESSING, MessageStatus.PARKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A mail that has not been read."""

    id: str
    #: of its envelope
    sender: str
    status: MessageStatus


def of_senders(session: Session, ending: str, *, channel: str, but: str) -> list[Unread]:
    """What came from addresses that end so, in lower case; newest first."""
    chosen = (
        select(InboxRow.id, InboxRow.sender, InboxRow.status)
        .where(InboxRow.status.in_(_UNREAD), InboxRow.channel == channel, InboxRow.id != but)
        .where(func.lower(InboxRow.sender).endswith(ending, autoescape=True))
        .order_by(InboxRow.id.desc())
        .limit(_MOST)
    )
    return [
        Unread(id=row.id, sender=row.sender, status=MessageStatus(row.status))
        for row in session.execute(chosen)
    ]
