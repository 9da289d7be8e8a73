"""What waits and since when: messages that are not recorded yet, things that have not left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, or_, select

from store.model import MessageStatus, OutboxStatus
from store.outbox import CHAT, Lane
from store.tables import InboxRow
from store.tables_office import LeaseRow
from store.tables_outbox import OutboxTableRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

_UNRECORDED: Final = (MessageStatus.RECEIVED, MessageStatus.PROCESSING)
_UNSENT: Final = (OutboxStatus.PENDING, OutboxStatus.SENDING)
#: problems of our own relay or folder, whatever the address
_OF_RELAY: Final = ("relay\\_%", "folder\\_%", "sender\\_refused")
#: before the executor's id, in a worker's lease (`ingest/workflows_engine.py`)
_WORKER: Final = "worker:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How many wait, and since when the oldest."""

    count: int
    #: None where none does
    since: datetime | None


def unrecorded(session: Session, *, before: datetime | None = None) -> Waiting:
    """Messages that were received and not brought to an end; begun or received before a moment."""
    since = func.coalesce(InboxRow.begun_at, InboxRow.received_at)
    chosen = select(func.count(), func.min(since)).where(InboxRow.status.in_(_UNRECORDED))
    return _one(session, chosen if before is None else chosen.where(since < before))


def unsent(
    session: Session, lane: Lane, *, before: datetime | None = None, by_relay: bool = False
) -> Waiting:
    """Things of a lane that have not left; those that our own relay did not take, or all."""
    is_chat = OutboxTableRow.target.startswith(CHAT, autoescape=True)
    # what rested on purpose has not waited until it was due
    since = func.coalesce(OutboxTableRow.not_before, OutboxTableRow.created_at)
    chosen = select(func.count(), func.min(since)).where(
        OutboxTableRow.status.in_(_UNSENT), is_chat if lane == "chat" else ~is_chat
    )
    if by_relay:
        patterns = [OutboxTableRow.problem.like(one, escape="\\") for one in _OF_RELAY]
        chosen = chosen.where(or_(*patterns))
    return _one(session, chosen if before is None else chosen.where(since < before))


def workers(session: Session, now: datetime) -> int:
    """How many workers have shown life lately."""
    chosen = select(func.count()).where(
        LeaseRow.name.startswith(_WORKER, autoescape=True), LeaseRow.expires_at > now
    )
    return session.scalar(chosen) or 0


def _one(session: Session, chosen: Select[int, datetime | None]) -> Waiting:
    count, since = session.execute(chosen).one()
    return Waiting(count=count, since=since)
