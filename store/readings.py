"""What reading made of a message: saved whole with its drafts, and loaded again."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select

from store import audit, documents, places, revisions
from store.attempts import is_current, locked
from store.errors import UnknownMessageError
from store.model import DraftStatus, MessageStatus, ReadMessage, StoredProblem, StoredSegment
from store.tables import DraftRow, InboxRow, MessageRow, PlacesRow, SegmentRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.content import Content
    from store.model import AttachedFile, Officer

_FIRST_REVISION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """What a draft was read with, and the letter's language."""

    language: str
    model: str
    criteria: str


def save(
    session: Session,
    message_id: str,
    attempt: int,
    read: ReadMessage,
    contents: Sequence[Content],
    *,
    now: datetime,
) -> bool:
    """Save a reading and its drafts and mark the message done; False where there is nothing to do.

    That is so where the message is done, parked or erased, or a newer attempt has begun.
    """
    row = locked(session, message_id)
    if not is_current(row, attempt):
        return False
    _write(session, message_id, read, (), now=now)
    versions = Versions(
        language=read.language, model=read.model_version, criteria=read.criteria_version
    )
    for content in contents:
        add_draft(session, row, content, versions, now=now)
    row.status = MessageStatus.DONE
    row.problem = None
    row.finished_at = now
    session.flush()
    return True


def replace(session: Session, message_id: str, read: ReadMessage, *, now: datetime) -> None:
    """Put another reading of a message in the place of the one that is kept.

    Its drafts stay, and so do files that the earlier reading found and this one does not.
    """
    still = documents.of_message(session, message_id)
    for table in (PlacesRow, SegmentRow, MessageRow):
        session.execute(
            delete(table)
            .where(table.message_id == message_id)
            .execution_options(synchronize_session=False)
        )
    # rows of the same keys follow
    session.expire_all()
    _write(session, message_id, read, still, now=now)


def message_of(session: Session, message_id: str) -> ReadMessage:
    """The reading of a message, without its documents and the places of its words.

    `store/documents.py` and `store/places.py` give those.

    Raises:
        UnknownMessageError: there is none, or it has not been read yet.
    """
    row = session.get(MessageRow, message_id)
    if row is None:
        raise UnknownMessageError(message_id)
    return ReadMessage(
        subject=row.subject,
        sender_address=row.sender_address,
        sender_name=row.sender_name,
        message_id=row.header_message_id,
        in_reply_to=row.in_reply_to,
        references=tuple(row.thread_references),
        sent_at=row.sent_at,
        automatic=row.automatic,
        bounce=row.bounce,
        language=row.language,
        languages=tuple(row.languages),
        kinds=tuple((kind, confidence, band) for kind, confidence, band in row.kinds),
        segments=tuple(segments(session, message_id)),
        documents=(),
        problems=tuple(StoredProblem(**problem) for problem in row.problems),
        model_version=row.model_version,
        taxonomy_version=row.taxonomy_version,
        criteria_version=row.criteria_version,
        reply_to_address=row.reply_to_address,
        unanswerable=row.unanswerable,
    )


def segments(session: Session, message_id: str) -> list[StoredSegment]:
    """The text of a message in its order; evidence counts its offsets in these."""
    chosen = (
        select(SegmentRow).where(SegmentRow.message_id == message_id).order_by(SegmentRow.position)
    )
    return [
        StoredSegment(
            index=row.position,
            origin=row.origin,
            name=row.name,
            page=row.page,
            method=row.method,
            language=row.language,
            text=row.text,
            problem=row.problem,
            document_sha256=row.document_sha256,
        )
        for row in session.scalars(chosen)
    ]


def add_draft(
    session: Session,
    message: InboxRow,
    content: Content,
    versions: Versions,
    *,
    opened_by: Officer | None = None,
    now: datetime,
) -> int:
    """Add the next draft of a message, which the caller holds; gives its number."""
    last = select(func.max(DraftRow.position)).where(DraftRow.message_id == message.id)
    position = (session.scalar(last) or 0) + 1
    draft = DraftRow(
        ref=f"{message.ref}-{position}",
        message_id=message.id,
        position=position,
        status=DraftStatus.DRAFT,
        revision=_FIRST_REVISION,
        language=versions.language,
        model_version=versions.model,
        criteria_version=versions.criteria,
        created_at=now,
    )
    session.add(draft)
    session.flush()
    revisions.write(
        session,
        draft.id,
        _FIRST_REVISION,
        content,
        written_by=audit.PROGRAM,
        model_version=versions.model,
        now=now,
    )
    audit.record(
        session,
        what="drafted" if opened_by is None else "opened",
        who=opened_by,
        message_id=message.id,
        draft_id=draft.id,
        details={"kind": content.kind, "model": versions.model, "revision": _FIRST_REVISION},
        now=now,
    )
    return draft.id


def _write(
    session: Session,
    message_id: str,
    read: ReadMessage,
    still: Sequence[AttachedFile],
    *,
    now: datetime,
) -> None:
    session.execute(insert(MessageRow).values(_message_row(message_id, read, now)))
    rows = [_segment_row(message_id, segment) for segment in read.segments]
    if rows:
        session.connection().execute(insert(SegmentRow), rows)
    places.keep(session, message_id, read.places)
    documents.keep_with(session, message_id, read.documents, still)


def _message_row(message_id: str, read: ReadMessage, now: datetime) -> dict[str, Any]:
    return {
        "message_id": message_id,
        "subject": read.subject,
        "sender_address": read.sender_address,
        "sender_name": read.sender_name,
        "reply_to_address": read.reply_to_address,
        "header_message_id": read.message_id,
        "in_reply_to": read.in_reply_to,
        "thread_references": read.references,
        "sent_at": read.sent_at,
        "automatic": read.automatic,
        "bounce": read.bounce,
        "unanswerable": read.unanswerable,
        "language": read.language,
        "languages": read.languages,
        "kinds": read.kinds,
        "problems": [asdict(problem) for problem in read.problems],
        "model_version": read.model_version,
        "taxonomy_version": read.taxonomy_version,
        "criteria_version": read.criteria_version,
        "read_at": now,
    }


def _segment_row(message_id: str, segment: StoredSegment) -> dict[str, Any]:
    row = asdict(segment)
    return row | {"message_id": message_id, "position": row.pop("index")}
