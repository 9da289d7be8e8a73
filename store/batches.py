"""Drafts that are told together: above some that nobody has looked at, no further card is sent.

One message of the chat says how many there are, and is written anew as that changes. A draft is
of the batch as long as it waits, nobody has looked at it, and it has no card of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import exists, func, select

from store import outbox
from store.model import DraftStatus, NewOutboxRow, OutboxKind, OutboxStatus
from store.tables import DraftRow, InboxRow, RevisionRow
from store.tables_outbox import OutboxTableRow

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

#: drafts that nobody has looked at, from which on new ones are told together
MOST_UNSEEN: Final = 5
#: a group may have twenty messages and edits a minute; the officers' presses come first
_BETWEEN: Final = timedelta(seconds=15)
#: of so many, one more or less is no news
_MANY: Final = 20
_BETWEEN_OF_MANY: Final = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batched:
    """A draft of the batch."""

    draft_id: int
    #: receipt of its letter
    received_at: datetime


def is_full(session: Session, *, but: Collection[int]) -> bool:
    """Whether so many drafts wait unseen, beside these, that further cards would only be noise."""
    chosen = select(func.count()).select_from(DraftRow)
    unseen = session.scalar(chosen.where(_is_unseen(), DraftRow.id.not_in(but))) or 0
    return unseen >= MOST_UNSEEN


def listed(session: Session) -> list[Batched]:
    """The drafts of the batch, oldest first."""
    chosen = (
        select(DraftRow.id, InboxRow.received_at)
        .join(InboxRow, InboxRow.id == DraftRow.message_id)
        .where(_is_batched())
        .order_by(DraftRow.id)
    )
    return [Batched(draft_id=id_, received_at=at) for id_, at in session.execute(chosen)]


def kinds(session: Session) -> list[tuple[str, int]]:
    """How many drafts of the batch are of which kind, the commonest first."""
    kind, number = RevisionRow.content["kind"].as_string(), func.count()
    current = (RevisionRow.draft_id == DraftRow.id) & (RevisionRow.revision == DraftRow.revision)
    chosen = (
        select(kind, number).select_from(DraftRow).join(RevisionRow, current)
        .where(_is_batched())
        .group_by(kind).order_by(number.desc(), func.min(DraftRow.id))
    )  # fmt: skip
    return [(found, count) for found, count in session.execute(chosen)]


def holds(session: Session, draft_ids: Collection[int]) -> bool:
    """Whether one of these drafts is of the batch."""
    chosen = select(DraftRow.id).where(_is_batched(), DraftRow.id.in_(draft_ids))
    return session.scalar(chosen.limit(1)) is not None


def tell(
    session: Session,
    draft_ids: Collection[int],
    target: str,
    *,
    not_before: datetime | None = None,
    now: datetime,
) -> None:
    """Let the batch's message name these drafts too; a new message where the last was seen to."""
    last = _last(session, target)
    if last is None or not _holds_others(session, draft_ids):
        first = min(draft_ids)
    else:
        if last.status == OutboxStatus.PENDING:
            return  # what it says is written when it leaves
        first, not_before = last.payload["first"], _rested(session, last, now)
    row = NewOutboxRow(
        kind=OutboxKind.BATCH, target=target, payload={"first": first}, not_before=not_before
    )
    outbox.add(session, [row], now=now)


def renew(session: Session, draft_id: int, *, now: datetime) -> None:
    """Let the batch's message say how things stand, after a draft of it was looked at."""
    if session.scalar(select(DraftRow.id).where(DraftRow.id == draft_id, _has_card())):
        return
    targets = select(OutboxTableRow.target).where(OutboxTableRow.kind == OutboxKind.BATCH)
    for target in session.scalars(targets.distinct()).all():
        last = _last(session, target)
        if last is not None and last.status != OutboxStatus.PENDING:
            row = NewOutboxRow(
                kind=OutboxKind.BATCH,
                target=target,
                payload=last.payload,
                not_before=_rested(session, last, now),
            )
            outbox.add(session, [row], now=now)


def _holds_others(session: Session, draft_ids: Collection[int]) -> bool:
    chosen = select(DraftRow.id).where(_is_batched(), DraftRow.id.not_in(draft_ids))
    return session.scalar(chosen.limit(1)) is not None


def _rested(session: Session, last: OutboxTableRow, now: datetime) -> datetime | None:
    """When the message may be written anew; None where that is now."""
    if last.sent_at is None:
        return None
    counted = select(func.count()).select_from(DraftRow).where(_is_batched())
    waiting = session.scalar(counted) or 0
    rested = last.sent_at + (_BETWEEN_OF_MANY if waiting > _MANY else _BETWEEN)
    return rested if rested > now else None


def _last(session: Session, target: str) -> OutboxTableRow | None:
    chosen = select(OutboxTableRow).where(
        OutboxTableRow.kind == OutboxKind.BATCH, OutboxTableRow.target == target
    )
    return session.scalar(
        chosen.order_by(OutboxTableRow.id.desc()).limit(1).execution_options(populate_existing=True)
    )


def _is_batched() -> ColumnElement[bool]:
    return _is_unseen() & ~_has_card()


def _is_unseen() -> ColumnElement[bool]:
    return (DraftRow.status == DraftStatus.DRAFT) & DraftRow.seen_at.is_(None)


def _has_card() -> ColumnElement[bool]:
    return exists().where(
        OutboxTableRow.draft_id == DraftRow.id, OutboxTableRow.kind == OutboxKind.CARD
    )
