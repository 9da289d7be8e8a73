"""Earlier messages that a new one may belong to, found by what it names; who decides is ingest."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import Text, cast, func, select
from sqlalchemy.orm import aliased

from store import awaited, drafts, ids, links, proofs
from store.dialect import insert_into
from store.model import DraftStatus, MessageStatus
from store.tables import DecisionRow, DraftRow, InboxRow, MessageRow
from store.tables_threads import HeaderIdRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from store.model import Draft

#: of one kind of clue; the newest go first
_MOST: Final = 20
#: messages that are looked through for answers: what they refer to is not indexed
_LOOKED_THROUGH: Final = 2_000
#: merges that are followed from draft to draft
_LONGEST_WAY: Final = 10
_ASK: Final = "ask"
#: why no program may answer a message: behind these nobody may have written it
_DEVICES: Final = ("program", "nobody", "via_list")


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A message that came before, as far as a thread must know it."""

    message_id: str
    ref: str
    #: who wrote and where answers were asked to go, as its header says
    senders: tuple[str, ...]
    received_at: datetime
    #: Message-ID of its header
    header_id: str | None
    #: its drafts; where it belongs to another's, that one; where they were merged, the target
    drafts: tuple[Draft, ...]
    #: it was proven where it, or another message that its drafts rest on, comes from
    is_proven: bool = False


def remember(session: Session, message_id: str, header_id: str | None) -> None:
    """Keep under which Message-ID a message came, so that answers to it are found."""
    if header_id:
        new = insert_into(session, HeaderIdRow).values(
            message_id=message_id, digest=_digest(header_id)
        )
        session.execute(new.on_conflict_do_nothing())


def by_header_ids(session: Session, header_ids: Sequence[str], *, but: str) -> list[Earlier]:
    """Messages that came under one of these Message-IDs, newest first."""
    digests = [_digest(one) for one in header_ids]
    named = select(HeaderIdRow.message_id).where(HeaderIdRow.digest.in_(digests))
    return _found(session, InboxRow.id.in_(named), but=but) if digests else []


def by_refs(session: Session, refs: Sequence[str], *, but: str) -> list[Earlier]:
    """Messages with one of these references, or whose draft has it in the register."""
    if not refs:
        return []
    registered = select(DraftRow.message_id).where(DraftRow.register_ref.in_(refs))
    return _found(session, InboxRow.ref.in_(refs) | InboxRow.id.in_(registered), but=but)


def asked_in_chat(session: Session, chat: int, sender: str, *, but: str) -> list[Earlier]:
    """Messages of a chat about which its sender was asked and has not answered yet.

    The one that was asked about last goes first.
    """
    asked = aliased(DecisionRow)
    chosen = (
        select(InboxRow.id)
        .join(DraftRow, DraftRow.message_id == InboxRow.id)
        .join(asked, asked.draft_id == DraftRow.id)
        .where(InboxRow.reply_chat == chat, InboxRow.sender == sender)
        .where(DraftRow.status == DraftStatus.WAITING)
        .where(asked.action == _ASK, asked.undone_at.is_(None))
        .order_by(asked.id.desc())
        .limit(_MOST)
    )
    asked_about = [*session.scalars(chosen), *awaited.consent_asked_in_chat(session, chat, sender)]
    ids = list(dict.fromkeys(asked_about))[:_MOST]
    found = {one.message_id: one for one in _found(session, InboxRow.id.in_(ids), but=but)}
    return [found[one] for one in ids if one in found]


def answers_to(session: Session, header_id: str, *, since: datetime, but: str) -> list[Earlier]:
    """Messages of people that refer to a Message-ID and were read already, the first to come first.

    Args:
        session: whose transaction it is.
        header_id: of the message that they refer to.
        since: what came before is not looked at.
        but: that message.

    """
    near = (
        select(InboxRow.id)
        .where(InboxRow.id >= ids.earliest(since), InboxRow.status == MessageStatus.DONE)
        .order_by(InboxRow.id)
        .limit(_LOOKED_THROUGH)
    ).subquery()
    references = cast(MessageRow.thread_references, Text)
    columns = (MessageRow.message_id, MessageRow.in_reply_to, MessageRow.thread_references)
    chosen = (
        select(*columns)
        .where(MessageRow.message_id.in_(select(near.c.id)))
        .where(~MessageRow.automatic, ~MessageRow.bounce)
        .where(func.coalesce(MessageRow.unanswerable, "").not_in(_DEVICES))
        .where(
            (MessageRow.in_reply_to == header_id) | references.contains(header_id, autoescape=True)
        )
        .order_by(MessageRow.message_id)
    )
    named = [
        row.message_id
        for row in session.execute(chosen)
        if header_id == row.in_reply_to or header_id in row.thread_references
    ]
    found = _found(session, InboxRow.id.in_(named[:_MOST]), but=but) if named else []
    return found[::-1]


def one(session: Session, message_id: str) -> Earlier | None:
    """A message that was read, as those see it that come after it."""
    return next(iter(_found(session, InboxRow.id == message_id, but="")), None)


def _found(session: Session, which: ColumnElement[bool], *, but: str) -> list[Earlier]:
    chosen = (
        select(InboxRow, MessageRow)
        .join(MessageRow, MessageRow.message_id == InboxRow.id)
        .where(which, InboxRow.id != but, InboxRow.status != MessageStatus.ERASED)
        .order_by(InboxRow.id.desc())
        .limit(_MOST)
    )
    return [_value(session, row, read) for row, read in session.execute(chosen)]


def _value(session: Session, row: InboxRow, read: MessageRow) -> Earlier:
    found = tuple(_drafts_of(session, row.id))
    return Earlier(
        message_id=row.id,
        ref=row.ref,
        senders=tuple(filter(None, (read.sender_address, read.reply_to_address))),
        received_at=row.received_at,
        header_id=read.header_message_id,
        drafts=found,
        is_proven=_is_proven(session, row.id, found),
    )


def _is_proven(session: Session, message_id: str, found: Sequence[Draft]) -> bool:
    others = {source.message for draft in found for source in draft.content.sources}
    proven = (
        proofs.of_message(session, one)
        for one in sorted({message_id, *others, *(draft.message_id for draft in found)})
    )
    return any(one is not None and one.is_proven for one in proven)


def _drafts_of(session: Session, message_id: str) -> list[Draft]:
    own = drafts.of_message(session, message_id)
    if not own:
        link = links.joined(session, message_id)
        own = [] if link is None or link.draft_id is None else [drafts.get(session, link.draft_id)]
    resolved = [target_of(session, draft) for draft in own]
    return list({draft.id: draft for draft in resolved}.values())


def target_of(session: Session, draft: Draft) -> Draft:
    """Where a draft was merged into, however often; itself where it was not."""
    for _ in range(_LONGEST_WAY):
        if draft.status is not DraftStatus.MERGED or draft.reason is None:
            return draft
        target = drafts.by_ref(session, draft.reason)
        if target is None:
            return draft
        draft = target
    return draft


def _digest(header_id: str) -> str:
    return hashlib.sha256(header_id.encode("utf-8", "surrogatepass")).hexdigest()
