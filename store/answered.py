"""What went to senders: which kinds do, where, and how many an address has had by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from store.addressee import is_to, plain_address
from store.dialect import is_postgresql
from store.model import AUTOMATIC_ANSWERS, OutboxKind
from store.tables import InboxRow, MessageRow
from store.tables_outbox import OutboxTableRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One automatic answer, and what ties later mail to it."""

    at: datetime
    #: id and reference of the letter that it answered
    letter: str
    ref: str
    #: Message-IDs: of that letter, of those that it refers to, of the answer once it left
    ids: frozenset[str]


def where(session: Session, message_id: str) -> str | None:
    """Where the acknowledgement of a message went or is going; None where it has none."""
    chosen = select(OutboxTableRow.target).where(
        OutboxTableRow.kind == OutboxKind.ACKNOWLEDGEMENT,
        OutboxTableRow.message_id == message_id,
    )
    return session.scalar(chosen.order_by(OutboxTableRow.id).limit(1))


def alone(session: Session, target: str) -> None:
    """Let nobody else count and answer this address until the transaction ends.

    SQLite has one writer anyway.
    """
    if is_postgresql(session):
        plain = plain_address(target)
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext(plain))))


def since(session: Session, target: str, moment: datetime) -> list[Answered]:
    """The automatic answers to an address, tags aside, or chat since a moment, oldest first."""
    chosen = (
        select(OutboxTableRow, InboxRow.ref, MessageRow)
        .join(InboxRow, InboxRow.id == OutboxTableRow.message_id)
        .outerjoin(MessageRow, MessageRow.message_id == InboxRow.id)
        .where(
            OutboxTableRow.kind.in_(AUTOMATIC_ANSWERS),
            is_to(target),
            OutboxTableRow.created_at >= moment,
        )
        .order_by(OutboxTableRow.id)
    )
    return [
        Answered(at=row.created_at, letter=row.message_id or "", ref=ref, ids=_ids(row, message))
        for row, ref, message in session.execute(chosen)
    ]


def _ids(row: OutboxTableRow, message: MessageRow | None) -> frozenset[str]:
    found = [row.provider_ref]
    if message is not None:
        found += [message.header_message_id, message.in_reply_to, *message.thread_references]
    return frozenset(one for one in found if one)
