"""What came in: messages, their bytes, their lists; acceptance and attempts under one name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from store import originals
from store.arrivals import accept
from store.attempts import begin_attempt, fail_attempt, put_off_attempt, retry, unfinished
from store.errors import ContentErasedError, UnknownMessageError
from store.model import InboxMessage, MessageStatus
from store.tables import DraftRow, InboxRow, MessageRow, OriginalRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

__all__ = [
    "accept",
    "begin_attempt",
    "by_ref",
    "fail_attempt",
    "get",
    "head",
    "listed",
    "put_off_attempt",
    "raw",
    "retry",
    "unfinished",
]

_PAGE: Final = 500


def get(session: Session, message_id: str) -> InboxMessage:
    """One message.

    Raises:
        UnknownMessageError: there is none with this id.
    """
    found = _values(session, _choice().where(InboxRow.id == message_id))
    if not found:
        raise UnknownMessageError(message_id)
    return found[0]


def by_ref(session: Session, ref: str) -> InboxMessage | None:
    """The message that its sender knows by this reference."""
    found = _values(session, _choice().where(InboxRow.ref == ref))
    return found[0] if found else None


def listed(session: Session, *, status: MessageStatus | None = None) -> Iterator[InboxMessage]:
    """Messages in the order of their receipt, read page by page."""
    after = ""
    while True:
        page = _choice().where(InboxRow.id > after).order_by(InboxRow.id).limit(_PAGE)
        if status is not None:
            page = page.where(InboxRow.status == MessageStatus(status))
        found = _values(session, page)
        yield from found
        if len(found) < _PAGE:
            return
        after = found[-1].id


def raw(session: Session, message_id: str) -> bytes:
    """The bytes as they came in.

    Raises:
        UnknownMessageError: there is no such message.
        ContentErasedError: there was.
        OSError: its file cannot be read.
    """
    columns = (InboxRow.status, OriginalRow.content)
    chosen = (
        select(*columns)
        .outerjoin(OriginalRow, OriginalRow.message_id == InboxRow.id)
        .where(InboxRow.id == message_id)
    )
    row = session.execute(chosen).one_or_none()
    if row is None:
        raise UnknownMessageError(message_id)
    if row.status == MessageStatus.ERASED:
        raise ContentErasedError(message_id)
    if row.content is not None:
        return bytes(row.content)
    return originals.read(session.info["spool"], message_id)


def head(session: Session, message_id: str, most: int) -> bytes:
    """So many bytes of its beginning; none where they are not there or cannot be read."""
    begin = func.substr(OriginalRow.content, 1, most)
    columns = (OriginalRow.message_id, begin.label("begin"))
    chosen = select(*columns).where(OriginalRow.message_id == message_id)
    row = session.execute(chosen).one_or_none()
    if row is None:
        return b""
    if row.begin is not None:
        return bytes(row.begin)
    return originals.head(session.info["spool"], message_id, most)


def _choice() -> Select[InboxRow, str | None, list[dict[str, Any]] | None]:
    return select(InboxRow, MessageRow.subject, MessageRow.problems).outerjoin(
        MessageRow, MessageRow.message_id == InboxRow.id
    )


def _values(
    session: Session, chosen: Select[InboxRow, str | None, list[dict[str, Any]] | None]
) -> list[InboxMessage]:
    rows = session.execute(chosen.execution_options(populate_existing=True)).all()
    drafts = _draft_refs(session, [row.id for row, _, _ in rows])
    return [
        _value(row, subject, row.problem or _codes(problems), drafts.get(row.id, ()))
        for row, subject, problems in rows
    ]


def _codes(problems: Sequence[dict[str, Any]] | None) -> str | None:
    """What could not be read of a message that was processed, as codes; None where all was."""
    return ", ".join(dict.fromkeys(one["code"] for one in problems or ())) or None


def _draft_refs(session: Session, message_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    chosen = (
        select(DraftRow.message_id, DraftRow.ref)
        .where(DraftRow.message_id.in_(message_ids))
        .order_by(DraftRow.position)
    )
    refs: dict[str, tuple[str, ...]] = {}
    for message_id, ref in session.execute(chosen):
        refs[message_id] = (*refs.get(message_id, ()), ref)
    return refs


def _value(
    row: Any, subject: str | None, problem: str | None, drafts: tuple[str, ...]
) -> InboxMessage:
    return InboxMessage(
        id=row.id,
        ref=row.ref,
        sha256=row.sha256,
        channel=row.channel,
        sender=row.sender,
        recipients=tuple(row.recipients),
        reply_chat=row.reply_chat,
        subject=subject,
        received_at=row.received_at,
        status=MessageStatus(row.status),
        attempts=row.attempts,
        problem=problem,
        size_bytes=row.size_bytes,
        drafts=drafts,
        peer=row.peer,
        helo=row.helo,
    )
