"""What senders want to withdraw: kept beside their message. Only an officer closes anything."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import false, or_, select

from store import audit, batches, drafts, shown_notes
from store.dialect import insert_into
from store.model import OutboxKind
from store.tables_outbox import OutboxTableRow
from store.tables_pairings import WishRow
from store.transitions import edit_cards

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


class Proven(StrEnum):
    """What is known of who wishes."""

    CHAT = "chat"  #: the chat account that sent the message, and nothing else
    PAIRED = "paired"  #: an account that is paired with a mail address


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """That a message be withdrawn."""

    proven: Proven
    wished_at: datetime


def of_message(session: Session, message_id: str) -> Wish | None:
    """The wish of a message's sender."""
    row = session.get(WishRow, message_id, populate_existing=True)
    return None if row is None else Wish(proven=Proven(row.proven), wished_at=row.wished_at)


def record(session: Session, message_id: str, proven: Proven, *, now: datetime) -> bool:
    """Keep a wish and let cards and notes say so; False where it was there before."""
    new = (
        insert_into(session, WishRow)
        .values(message_id=message_id, proven=proven.value, wished_at=now)
        .on_conflict_do_nothing()
        .returning(WishRow.message_id)
    )
    if session.scalar(new) is None:
        return False
    details = {"proven": proven.value}
    audit.record(session, what="withdrawal_wished", message_id=message_id, details=details, now=now)
    for draft in drafts.of_message(session, message_id):
        edit_cards(session, draft.id, now)
    shown_notes.edit(session, message_id, now)
    return True


def offices(session: Session, message_id: str) -> list[str]:
    """The chats in which the office sees a message, be it among many in one line."""
    made = [draft.id for draft in drafts.of_message(session, message_id)]
    is_own = OutboxTableRow.kind.in_((OutboxKind.CARD, OutboxKind.NOTE)) & or_(
        OutboxTableRow.draft_id.in_(made), OutboxTableRow.message_id == message_id
    )
    is_among = OutboxTableRow.kind == OutboxKind.BATCH if batches.holds(session, made) else false()
    chosen = select(OutboxTableRow.target).where(or_(is_own, is_among))
    return list(dict.fromkeys(session.scalars(chosen.order_by(OutboxTableRow.id))))
