"""What one sender has sent, for their own eyes: by chat account, and by a paired mail address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select

from store import asides, drafts, inbox, links, pairings, threads
from store.model import OPEN_STATUSES, DraftStatus, MessageStatus
from store.tables import InboxRow, MessageRow
from store.tables_threads import LinkRow

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from store.model import Draft, InboxMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Senders:
    """Under which names somebody writes."""

    user_id: int
    #: that they have shown to read, in lower case
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """One letter of theirs."""

    message: InboxMessage
    #: what was made of it; where that was merged, what it went into
    drafts: tuple[Draft, ...]
    #: what it was taken for, likeliest first; empty until it was read
    kinds: tuple[str, ...]
    #: an officer answered it or left it
    is_over: bool

    @property
    def state(self) -> str:
        """How it stands, as a name for words."""
        statuses = {draft.status for draft in self.drafts}
        if self.message.status is not MessageStatus.DONE:
            return "received"
        if not statuses:
            return "closed" if self.is_over else "noted"
        if DraftStatus.WAITING in statuses:
            return "waiting"
        if statuses & set(OPEN_STATUSES):
            return "open"
        if DraftStatus.CONFIRMED in statuses:
            return "registered"
        return "withdrawn" if any(is_withdrawn(one) for one in self.drafts) else "closed"


def is_withdrawn(draft: Draft) -> bool:
    """Whether it was registered, and its sender wished to withdraw it."""
    return draft.status is DraftStatus.WITHDRAWN and draft.register_ref is not None


def senders_of(session: Session, user_id: int) -> Senders:
    """Under which names an account writes."""
    paired = pairings.of_user(session, user_id)
    return Senders(user_id=user_id, address=None if paired is None else paired.address)


def count(session: Session, senders: Senders) -> int:
    """How many letters they sent."""
    return len(session.scalars(_theirs(senders)).all())


def listed(session: Session, senders: Senders, *, skip: int, limit: int) -> list[Submitted]:
    """Their letters, newest first."""
    chosen = _theirs(senders).order_by(InboxRow.id.desc()).offset(skip).limit(limit)
    return [_value(session, message_id) for message_id in session.scalars(chosen)]


def find(session: Session, senders: Senders, ref: str) -> Submitted | None:
    """One of their letters by its reference; None for what is not theirs."""
    found = session.scalar(_theirs(senders).where(InboxRow.ref == ref))
    return None if found is None else _value(session, found)


def _theirs(senders: Senders) -> Select[str]:
    part = select(LinkRow.message_id).where(
        LinkRow.relation.in_([one for one in links.JOINING if one is not links.Relation.MERGED])
    )
    return (
        select(InboxRow.id)
        .outerjoin(MessageRow, MessageRow.message_id == InboxRow.id)
        .where(_sent_by(senders), InboxRow.status != MessageStatus.ERASED)
        .where(InboxRow.id.not_in(part))
    )


def _sent_by(senders: Senders) -> ColumnElement[bool]:
    by_chat = InboxRow.sender == f"telegram:{senders.user_id}"
    if senders.address is None:
        return by_chat
    by_mail = and_(
        InboxRow.channel == "email",
        func.lower(MessageRow.sender_address) == senders.address,
        MessageRow.automatic.is_(False),
        MessageRow.bounce.is_(False),
    )
    return or_(by_chat, by_mail)


def _value(session: Session, message_id: str) -> Submitted:
    made = drafts.of_message(session, message_id)
    resolved = {one.id: one for one in (threads.target_of(session, draft) for draft in made)}
    aside = asides.get(session, message_id)
    kinds = session.scalar(select(MessageRow.kinds).where(MessageRow.message_id == message_id))
    return Submitted(
        message=inbox.get(session, message_id),
        drafts=tuple(resolved.values()),
        kinds=tuple(dict.fromkeys(draft.content.kind for draft in resolved.values()))
        or tuple(str(kind[0]) for kind in (kinds or [])[:1]),
        is_over=aside.answered_at is not None or aside.left_at is not None,
    )
