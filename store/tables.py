"""The rows: one class per table, the schema that `store/migrations` builds. No behaviour here.

Statuses and kinds are kept as the text of their enumerations in `store/model.py`. Text that
comes from outside is never indexed: PostgreSQL refuses index entries over 2,704 bytes.
None of the names is one that the durable engine uses, which may share our database.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from store.columns import CleanJson, CleanText, RowNumber, UtcDateTime


class Base(DeclarativeBase):
    """All tables of ours, and what the plain types mean in them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        str: CleanText(),
        bytes: LargeBinary(),
        datetime: UtcDateTime(),
        dict[str, Any]: CleanJson(),
        list[Any]: CleanJson(),
    }


class InboxRow(Base):
    """A message as it came in: envelope and fate. Small, because it changes often."""

    __tablename__ = "inbox"

    id: Mapped[str] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True)
    identity: Mapped[str] = mapped_column(unique=True)
    sha256: Mapped[str]
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    channel: Mapped[str]
    sender: Mapped[str]
    recipients: Mapped[list[Any]]
    peer: Mapped[str | None]
    #: what the peer called itself (RFC 5321, 4.1.1.1)
    helo: Mapped[str | None]
    reply_chat: Mapped[int | None] = mapped_column(BigInteger)
    received_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(index=True)
    #: number of the attempt that counts; older ones may still run but no longer save
    attempt: Mapped[int]
    #: starts since it was received or last retried; too many and it is parked
    starts: Mapped[int]
    #: starts ever
    attempts: Mapped[int]
    problem: Mapped[str | None]
    begun_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class OriginalRow(Base):
    """The bytes of a message, never changed; None where they lie in a file (SQLite, 300 KB up)."""

    __tablename__ = "originals"

    message_id: Mapped[str] = mapped_column(ForeignKey("inbox.id"), primary_key=True)
    content: Mapped[bytes | None]


class MessageRow(Base):
    """What reading found out about a message as a whole."""

    __tablename__ = "messages"

    message_id: Mapped[str] = mapped_column(ForeignKey("inbox.id"), primary_key=True)
    subject: Mapped[str | None]
    sender_address: Mapped[str | None]
    sender_name: Mapped[str | None]
    reply_to_address: Mapped[str | None]
    header_message_id: Mapped[str | None]
    in_reply_to: Mapped[str | None]
    thread_references: Mapped[list[Any]]
    sent_at: Mapped[datetime | None]
    automatic: Mapped[bool]
    bounce: Mapped[bool]
    unanswerable: Mapped[str | None]
    language: Mapped[str]
    languages: Mapped[list[Any]]
    kinds: Mapped[list[Any]]
    problems: Mapped[list[Any]]
    model_version: Mapped[str]
    taxonomy_version: Mapped[str]
    criteria_version: Mapped[str]
    read_at: Mapped[datetime]


class SegmentRow(Base):
    """A run of text of a message; evidence points into it."""

    __tablename__ = "segments"

    message_id: Mapped[str] = mapped_column(ForeignKey("inbox.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    origin: Mapped[str]
    name: Mapped[str | None]
    page: Mapped[int | None]
    method: Mapped[str]
    language: Mapped[str]
    text: Mapped[str]
    problem: Mapped[str | None]
    document_sha256: Mapped[str | None]


class PlacesRow(Base):
    """Where the words of a segment stand on its page; packed, and seldom asked for."""

    __tablename__ = "places"
    __table_args__ = (
        ForeignKeyConstraint(
            ["message_id", "position"], ["segments.message_id", "segments.position"]
        ),
    )

    message_id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    turn: Mapped[int]
    words: Mapped[bytes]


class DocumentRow(Base):
    """A file, kept once by its content."""

    __tablename__ = "documents"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    content: Mapped[bytes]


class MessageDocumentRow(Base):
    """A file of a message, under the name that it had there."""

    __tablename__ = "message_documents"

    message_id: Mapped[str] = mapped_column(ForeignKey("inbox.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("documents.sha256"), index=True)
    name: Mapped[str]
    media_type: Mapped[str]


class DraftRow(Base):
    """A draft as it stands; what it says is in its revisions."""

    __tablename__ = "drafts"
    # a number that was on a card must never come to mean another draft
    __table_args__ = (UniqueConstraint("message_id", "position"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True)
    message_id: Mapped[str] = mapped_column(ForeignKey("inbox.id"))
    #: from 1, the number at the end of its reference
    position: Mapped[int]
    status: Mapped[str] = mapped_column(index=True)
    revision: Mapped[int]
    language: Mapped[str]
    model_version: Mapped[str]
    criteria_version: Mapped[str]
    created_at: Mapped[datetime]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    register_ref: Mapped[str | None] = mapped_column(unique=True)
    reason: Mapped[str | None]
    #: the officer who looks after it; no foreign key: officers may leave
    assigned_to: Mapped[int | None] = mapped_column(BigInteger)
    #: when an officer first pressed something on its card
    seen_at: Mapped[datetime | None]


class RevisionRow(Base):
    """What a draft said at one point, whole."""

    __tablename__ = "revisions"

    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]]
    written_by: Mapped[str]
    written_at: Mapped[datetime]


class EvidenceRow(Base):
    """A quote that a revision rests on, so that it can be searched and counted."""

    __tablename__ = "evidence"
    __table_args__ = (
        ForeignKeyConstraint(
            ["draft_id", "revision"], ["revisions.draft_id", "revisions.revision"]
        ),
        Index(None, "draft_id", "revision"),
    )

    id: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    draft_id: Mapped[int] = mapped_column(BigInteger)
    revision: Mapped[int]
    #: `themes`, `criteria`, `conditions` or the name of another field of the content
    field: Mapped[str]
    #: the area's or criterion's id
    key: Mapped[str | None]
    #: part of a criterion
    part: Mapped[str | None]
    #: None for the draft's own letter
    message_id: Mapped[str | None]
    segment: Mapped[int]
    start_offset: Mapped[int]
    end_offset: Mapped[int]
    quote: Mapped[str]
    confidence: Mapped[float]
    model_version: Mapped[str]


class DecisionRow(Base):
    """What an officer decided about one revision of a draft."""

    __tablename__ = "decisions"

    id: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"), index=True)
    #: the revision that the officer saw
    revision: Mapped[int]
    action: Mapped[str]
    from_status: Mapped[str]
    to_status: Mapped[str]
    officer_id: Mapped[int] = mapped_column(BigInteger)
    officer_name: Mapped[str]
    #: name of the corrected field, with what it said before and after
    field: Mapped[str | None]
    change: Mapped[dict[str, Any]]
    reason: Mapped[str | None]
    model_version: Mapped[str]
    decided_at: Mapped[datetime]
    #: when it was taken back; None where it stands
    undone_at: Mapped[datetime | None]
