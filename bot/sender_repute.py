"""What is known of the sender of a message in the records, and what was read of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.chat_repute import chat_repute
from bot.repute import Claim, repute_of
from store import directory, drafts, inbox, proofs
from store.errors import UnknownMessageError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from bot.repute import Repute
    from store.model import Draft, InboxMessage, ReadMessage


def sender_repute(
    session: Session,
    message: InboxMessage,
    read: ReadMessage | None,
    draft: Draft | None = None,
    *,
    zone: ZoneInfo,
) -> Repute | None:
    """What is known of a message's sender; None for what is neither mail nor chat."""
    if message.channel == "chat":
        return chat_repute(session, message, zone)
    proof = proofs.of_message(session, message.id)
    if proof is None:
        return None
    content = None if draft is None else draft.content
    claim = Claim(
        address=(read.sender_address if read else None) or message.sender,
        name=(read.sender_name if read else None) or "",
        reply_to=(read.reply_to_address if read else None) or "",
        organisation=(content.organisation if content else None) or "",
        is_passed_on=(content is not None and content.via is not None)
        or any(one.origin == "forwarded" for one in (read.segments if read else ())),
    )
    return repute_of(proof, claim, directory.domains(session))


def message_repute(session: Session, message_id: str, *, zone: ZoneInfo) -> Repute | None:
    """The same of a message by its id."""
    message = inbox.get(session, message_id)
    return sender_repute(session, message, reading(session, message_id), zone=zone)


def reading(session: Session, message_id: str) -> ReadMessage | None:
    """What was read of a message; None where it was not."""
    try:
        return drafts.message_of(session, message_id)
    except UnknownMessageError:
        return None
