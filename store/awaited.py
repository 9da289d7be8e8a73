"""Questions to senders that still wait for an answer, with when they left and were reminded of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import exists, func, select

from store import links
from store.model import DraftStatus, OutboxKind, OutboxStatus
from store.tables import DecisionRow, DraftRow, InboxRow
from store.tables_judging import ConsentRow
from store.tables_outbox import OutboxTableRow
from store.tables_threads import LinkRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

#: questions of ours, and how a draft stands while an answer is waited for
_STANDING: Final = {
    OutboxKind.QUESTION: DraftStatus.WAITING,
    OutboxKind.CONSENT: DraftStatus.CONFIRMED,
}
_ASK: Final = "ask"
_ON_ITS_WAY: Final = (OutboxStatus.PENDING, OutboxStatus.SENDING, OutboxStatus.SENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """One question that nobody has answered yet."""

    #: of its row in the outbox
    id: int
    kind: OutboxKind
    draft_id: int
    draft_ref: str
    target: str
    #: when it left
    asked_at: datetime
    #: days after which its officer was told that a reminder follows; None: none does
    remind_days: int | None
    #: when the reminder was written; None where there is none yet
    reminded_at: datetime | None

    def is_overdue(self, now: datetime) -> bool:
        """Whether it was reminded of, and nobody has answered for as long again."""
        if self.remind_days is None or self.reminded_at is None:
            return False
        return now - self.reminded_at >= timedelta(days=self.remind_days)


def listed(session: Session) -> list[Awaited]:
    """All of them, oldest first."""
    return _found(session)


def of_question(session: Session, row_id: int) -> Awaited | None:
    """The question of a row, if an answer to it is still waited for."""
    return next(iter(_found(session, OutboxTableRow.id == row_id)), None)


def of_draft(session: Session, draft_id: int) -> Awaited | None:
    """The question about a draft that is waited for, also while it is on its way."""
    its = OutboxTableRow.draft_id == draft_id
    return next(iter(_found(session, its, statuses=_ON_ITS_WAY)), None)


def consent_asked_in_chat(session: Session, chat: int, sender: str) -> list[str]:
    """Ids of messages of a chat whose sender was asked for consent and has not answered yet."""
    here = OutboxTableRow.target == f"chat:{chat}"
    asked = [one for one in _found(session, here) if one.kind is OutboxKind.CONSENT]
    chosen = (
        select(InboxRow.id)
        .join(DraftRow, DraftRow.message_id == InboxRow.id)
        .where(DraftRow.id.in_([one.draft_id for one in asked]))
        .where(InboxRow.reply_chat == chat, InboxRow.sender == sender)
        .order_by(InboxRow.id.desc())
    )
    return list(dict.fromkeys(session.scalars(chosen))) if asked else []


def _found(
    session: Session,
    *which: ColumnElement[bool],
    statuses: tuple[OutboxStatus, ...] = (OutboxStatus.SENT,),
) -> list[Awaited]:
    """The latest question of each kind about each draft, where nothing followed."""
    latest = (
        select(func.max(OutboxTableRow.id))
        .where(OutboxTableRow.kind.in_(_STANDING))
        .group_by(OutboxTableRow.draft_id, OutboxTableRow.kind)
    )
    chosen = (
        select(OutboxTableRow, DraftRow.ref, DraftRow.status)
        .join(DraftRow, DraftRow.id == OutboxTableRow.draft_id)
        .where(OutboxTableRow.id.in_(latest), OutboxTableRow.status.in_(statuses), *which)
        .order_by(OutboxTableRow.id)
        .execution_options(populate_existing=True)
    )
    return [
        _value(session, row, ref)
        for row, ref, status in session.execute(chosen)
        if status == _STANDING[OutboxKind(row.kind)] and not _is_over(session, row)
    ]


def _is_over(session: Session, row: OutboxTableRow) -> bool:
    if row.kind == OutboxKind.QUESTION:
        # it may have been answered, and wait for something else since
        last = (
            select(DecisionRow.action)
            .where(DecisionRow.draft_id == row.draft_id)
            .where(DecisionRow.to_status == DraftStatus.WAITING)
            .where(DecisionRow.from_status != DraftStatus.WAITING)
        )
        return session.scalar(last.order_by(DecisionRow.id.desc()).limit(1)) != _ASK
    since = row.sent_at or row.created_at
    recorded = exists().where(ConsentRow.draft_id == row.draft_id, ConsentRow.recorded_at >= since)
    came = exists().where(
        LinkRow.draft_id == row.draft_id,
        LinkRow.relation.in_(links.JOINING),
        LinkRow.made_at >= since,
    )
    return bool(session.scalar(select(recorded | came)))


def _value(session: Session, row: OutboxTableRow, ref: str) -> Awaited:
    reminders = select(OutboxTableRow).where(
        OutboxTableRow.kind == OutboxKind.REMINDER, OutboxTableRow.draft_id == row.draft_id
    )
    of_this = [one for one in session.scalars(reminders) if one.payload["question"] == row.id]
    return Awaited(
        id=row.id,
        kind=OutboxKind(row.kind),
        draft_id=row.draft_id or 0,
        draft_ref=ref,
        target=row.target,
        asked_at=row.sent_at or row.created_at,
        remind_days=row.payload.get("remind"),
        reminded_at=of_this[0].sent_at or of_this[0].created_at if of_this else None,
    )
