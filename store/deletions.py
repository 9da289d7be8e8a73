"""Files and pictures of letters leave the chat again, while the chat still lets a bot delete them.

What is taken away stays in the record and can be asked for again; erasing is another thing.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from store import moved_chats, outbox
from store.model import NewOutboxRow, OutboxKind, OutboxStatus
from store.tables_aside import ShownRow
from store.tables_outbox import OutboxTableRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

#: Telegram lets a bot delete for 48 hours; the round and the way there need some of the rest
SHOWN_FOR: Final = timedelta(hours=46)
#: in the payload of a row that takes something away because of its age, not because it was erased
AGED: Final = "aged"
#: asked for in one transaction
_AT_ONCE: Final = 500
_KINDS: Final = (OutboxKind.EVIDENCE, OutboxKind.PAGE)
_NUMBER: Final = re.compile("[0-9]+")


def take_away(session: Session, *, now: datetime) -> int:
    """Ask once for the deletion of what has been in a chat for long; how many messages that is."""
    rows = [*_of_outbox(session, now), *_of_shown(session, now)]
    outbox.add(session, rows, now=now)
    return len(rows)


def _of_outbox(session: Session, now: datetime) -> Iterator[NewOutboxRow]:
    chosen = (
        select(OutboxTableRow)
        .where(
            OutboxTableRow.kind.in_(_KINDS),
            OutboxTableRow.status == OutboxStatus.SENT,
            OutboxTableRow.provider_ref.is_not(None),
            OutboxTableRow.wiped_at.is_(None),
            OutboxTableRow.sent_at <= now - SHOWN_FOR,
        )
        .order_by(OutboxTableRow.sent_at, OutboxTableRow.id)
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    for row in session.scalars(chosen).all():
        row.wiped_at = now
        # an album is several messages
        for number in _NUMBER.findall(row.provider_ref or ""):
            target = moved_chats.found_under(session, row.target, row.sent_at)
            yield _wipe(target, int(number))


def _of_shown(session: Session, now: datetime) -> Iterator[NewOutboxRow]:
    chosen = (
        select(ShownRow)
        .where(ShownRow.delete_at <= now, ShownRow.wiped_at.is_(None))
        .order_by(ShownRow.delete_at, ShownRow.chat_id, ShownRow.chat_message)
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    for row in session.scalars(chosen).all():
        row.wiped_at = now
        yield _wipe(f"{outbox.CHAT}{row.chat_id}", row.chat_message)


def _wipe(target: str, number: int) -> NewOutboxRow:
    # without draft and message: what the chat refuses is no step in a letter's history
    payload: dict[str, Any] = {"shown": number, AGED: True}
    return NewOutboxRow(kind=OutboxKind.WIPE, target=target, payload=payload)
