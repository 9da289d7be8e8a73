"""What earlier messages of the same sender or thread tell about a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import false, or_, select

from store.tables import InboxRow, MessageRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

#: messages that are looked through, newest first: senders are not indexed
_RECENT: Final = 2_000
_UNKNOWN: Final = "und"


def language(session: Session, *, sender: str | None, thread: Sequence[str] = ()) -> str | None:
    """The language of the last message of a thread, else of a sender; None where there is none.

    Args:
        session: Open.
        sender: As in the inbox; None or empty for nobody.
        thread: Message-IDs that the new message refers to.

    """
    recent = select(InboxRow.id).order_by(InboxRow.id.desc()).limit(_RECENT).subquery()
    of_thread = MessageRow.header_message_id.in_(thread)
    of_sender = InboxRow.sender == sender if sender else false()
    chosen = (
        select(MessageRow.language)
        .join(InboxRow, InboxRow.id == MessageRow.message_id)
        .where(
            InboxRow.id.in_(select(recent.c.id)),
            MessageRow.language != _UNKNOWN,
            or_(of_thread, of_sender),
        )
        .order_by(of_thread.desc(), InboxRow.id.desc())
        .limit(1)
    )
    return session.scalar(chosen)
