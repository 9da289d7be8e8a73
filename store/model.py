"""Plain values of the record: what is kept, in the words of the secretariat.

Nothing in this file imports a third-party library. Rows live in `store/tables.py`; these
values are what every other room sees.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from store.content import Amount, Content, Criterion, Evidence, Facts, Theme
from store.sending import (
    AUTOMATIC_ANSWERS,
    NewOutboxRow,
    OutboxKind,
    OutboxRow,
    OutboxStatus,
)

if TYPE_CHECKING:
    from datetime import datetime

__all__ = [
    "AUTOMATIC_ANSWERS", "OPEN_STATUSES",
    "Accepted", "Amount", "Arrival", "AttachedFile", "Content", "Criterion", "Draft",
    "DraftStatus", "Evidence", "Facts", "HistoryEntry", "InboxMessage", "MessageStatus",
    "NewOutboxRow", "Officer", "OfficerRole", "OutboxKind", "OutboxRow", "OutboxStatus",
    "ReadMessage", "StoredDocument", "StoredPlaces", "StoredProblem", "StoredSegment", "Theme",
]  # fmt: skip


class MessageStatus(StrEnum):
    """Where a message stands on its way."""

    RECEIVED = "received"  #: safe, not yet begun
    PROCESSING = "processing"  #: an attempt is under way
    DONE = "done"
    PARKED = "parked"  #: failed again and again; a person may `retry` it
    REPLACED = "replaced"  #: was parked; a mended copy was taken in as another message
    ERASED = "erased"  #: content removed, its trace kept


class DraftStatus(StrEnum):
    """Where a draft stands; only `store/decisions.py` moves it."""

    DRAFT = "draft"
    WAITING = "waiting"  #: for the sender
    HELD = "held"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


#: a draft in one of these can still be decided
OPEN_STATUSES = (DraftStatus.DRAFT, DraftStatus.WAITING, DraftStatus.HELD)


class OfficerRole(StrEnum):
    """What a person of the secretariat may do."""

    OFFICER = "officer"
    READER = "reader"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A message at the door, before it is stored."""

    channel: str
    #: the bytes as they came over the wire, after dot-unstuffing, or the file's bytes
    raw: bytes | memoryview
    #: deduplication hash (see `ingest/identity.py`); the same identity is the same message
    identity: str
    #: envelope sender ("" for a null sender), chat user or file name
    sender: str
    recipients: tuple[str, ...] = ()
    #: remote address of the peer, None for files
    peer: str | None = None
    #: what the peer called itself
    helo: str | None = None
    #: for chat: chat id to answer to
    reply_chat: int | None = None
    #: content hashes in `documents` that belong to it although they are not inside `raw`
    documents: tuple[str, ...] = ()
    #: descriptor of a file without a name that holds `raw`, on the disk where large messages lie;
    #: whoever opened it closes it
    file: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What the door may now say 250 for."""

    id: str
    #: the sender's reference, such as ACSG-2026-0042
    ref: str
    #: False where the same message had come before
    new: bool
    #: number of the attempt to enqueue, from 1
    attempt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxMessage:
    """One line of `messages`."""

    id: str
    ref: str
    sha256: str
    channel: str
    sender: str
    recipients: tuple[str, ...]
    reply_chat: int | None
    subject: str | None
    received_at: datetime
    status: MessageStatus
    attempts: int
    problem: str | None
    size_bytes: int
    drafts: tuple[str, ...] = ()
    peer: str | None = None
    helo: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSegment:
    """A segment as kept: the text that evidence points into."""

    index: int
    origin: str
    name: str | None
    page: int | None
    method: str
    language: str
    text: str
    problem: str | None
    document_sha256: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPlaces:
    """Where the words of a segment stand on its page; kept apart, because few ask for it."""

    #: index of the segment in its message
    segment: int
    #: degrees clockwise by which the page as stored is turned to be shown upright
    turn: int
    #: packed by `ingest/places.py`
    words: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocument:
    """An attached file, kept once by content."""

    sha256: str
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedFile:
    """A file of a message without its bytes, under the name that it had there."""

    sha256: str
    name: str
    media_type: str
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredProblem:
    """What could not be read."""

    code: str
    name: str | None
    detail: str
    #: what its sentence names, and the id of a reason that it names; empty where it names nothing,
    #: and in what was kept before they were
    what: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMessage:
    """What reading made of a message, to be saved with its drafts."""

    subject: str | None
    sender_address: str | None
    sender_name: str | None
    message_id: str | None
    in_reply_to: str | None
    references: tuple[str, ...]
    sent_at: datetime | None
    automatic: bool
    bounce: bool
    language: str
    languages: tuple[str, ...]
    #: kind, confidence, band; most confident first
    kinds: tuple[tuple[str, float, str], ...]
    segments: tuple[StoredSegment, ...]
    documents: tuple[StoredDocument, ...]
    problems: tuple[StoredProblem, ...]
    model_version: str
    taxonomy_version: str
    criteria_version: str
    #: of the segments that have any
    places: tuple[StoredPlaces, ...] = ()
    #: where the header asks for answers
    reply_to_address: str | None = None
    #: why no program may answer it, in one word; None where nothing speaks against it
    unanswerable: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft as it stands now."""

    id: int
    ref: str
    message_id: str
    status: DraftStatus
    revision: int
    content: Content
    language: str
    created_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    register_ref: str | None
    reason: str | None
    model_version: str
    criteria_version: str
    #: the officer who looks after it
    assigned_to: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One step in a draft's life, from the audit."""

    at: datetime
    #: officer's name, or "program"
    who: str
    what: str
    details: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """A person of the secretariat, known by a chat account."""

    id: int
    name: str
    role: OfficerRole
