"""Drafts that officers open themselves, of messages that the reader took for something else.

An opening is a further attempt at a message that is done: the queue, its retries and its parking
serve it as they serve the first. So at most one of a message is under way.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select

from store import audit, drafts, officers, readings
from store.attempts import is_current, locked, take_up
from store.model import MessageStatus, Officer, OfficerRole
from store.tables import MessageRow
from store.tables_outbox import OpeningRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.content import Content
    from store.model import Draft
    from store.readings import Versions


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A draft that an officer asked for."""

    message_id: str
    #: the attempt at the message that it began
    attempt: int
    kind: str
    officer_id: int
    officer_name: str
    #: the chat and the message in it that was pressed
    chat_id: int
    chat_message: int
    #: None until the draft is there
    draft_id: int | None


class NotOpened(StrEnum):
    """Why no draft can be opened."""

    THERE = "there"  #: the message has a draft of this kind
    BUSY = "busy"  #: it is being read just now
    UNREAD = "unread"  #: it is parked or was never read
    ERASED = "erased"


def ask(
    session: Session,
    message_id: str,
    kind: str,
    officer: Officer,
    *,
    chat_id: int,
    chat_message: int,
    now: datetime,
) -> int | NotOpened:
    """Open a draft of this kind: the attempt to enqueue in the same transaction, or why not.

    Raises:
        UnknownMessageError: there is no such message.
    """
    row = locked(session, message_id)
    refused = _refused(session, message_id, row.status, kind)
    if refused is not None:
        return refused
    take_up(row)
    session.add(
        OpeningRow(
            message_id=message_id,
            attempt=row.attempt,
            kind=kind,
            officer_id=officer.id,
            officer_name=officer.name,
            chat_id=chat_id,
            chat_message=chat_message,
            asked_at=now,
            draft_id=None,
        )
    )
    details = {"kind": kind}
    audit.record(
        session, what="draft_asked", who=officer, message_id=message_id, details=details, now=now
    )
    session.flush()
    return row.attempt


def pending(session: Session, message_id: str) -> Opening | None:
    """The opening whose draft is not there yet."""
    return next((one for one in of_message(session, message_id) if one.draft_id is None), None)


def of_message(session: Session, message_id: str) -> list[Opening]:
    """All openings of a message, in their order."""
    chosen = select(OpeningRow).where(OpeningRow.message_id == message_id)
    rows = session.scalars(
        chosen.order_by(OpeningRow.attempt).execution_options(populate_existing=True)
    )
    return [_value(row) for row in rows]


def save(
    session: Session,
    message_id: str,
    attempt: int,
    content: Content,
    versions: Versions,
    *,
    now: datetime,
) -> Draft | None:
    """Save the draft that was asked for and mark the message done again.

    None where there is nothing to do: it was saved before, or a newer attempt has begun.
    """
    row = locked(session, message_id)
    found = pending(session, message_id)
    if found is None or not is_current(row, attempt):
        return None
    draft_id = readings.add_draft(
        session, row, content, versions, opened_by=_officer(session, found), now=now
    )
    opening = session.get_one(OpeningRow, (message_id, found.attempt))
    opening.draft_id = draft_id
    row.status = MessageStatus.DONE
    row.problem = None
    row.finished_at = now
    session.flush()
    return drafts.get(session, draft_id)


def _refused(session: Session, message_id: str, status: str, kind: str) -> NotOpened | None:
    if kind in kinds_of(drafts.of_message(session, message_id)):
        return NotOpened.THERE
    if status in {MessageStatus.RECEIVED, MessageStatus.PROCESSING}:
        return NotOpened.BUSY
    if status == MessageStatus.ERASED:
        return NotOpened.ERASED
    if status != MessageStatus.DONE or session.get(MessageRow, message_id) is None:
        return NotOpened.UNREAD
    return None


def kinds_of(found: Sequence[Draft]) -> set[str]:
    """The kinds that a message has drafts of, decided ones included."""
    return {draft.content.kind for draft in found}


def _officer(session: Session, opening: Opening) -> Officer:
    """Who asked, under the name of that moment, though they may have left since."""
    known = officers.find(session, opening.officer_id)
    role = OfficerRole.OFFICER if known is None else known.role
    return Officer(id=opening.officer_id, name=opening.officer_name, role=role)


def _value(row: OpeningRow) -> Opening:
    return Opening(
        message_id=row.message_id,
        attempt=row.attempt,
        kind=row.kind,
        officer_id=row.officer_id,
        officer_name=row.officer_name,
        chat_id=row.chat_id,
        chat_message=row.chat_message,
        draft_id=row.draft_id,
    )
