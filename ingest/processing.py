"""Processing a stored message: load, read, and save reading, drafts and outbox in one go.

Idempotent: run again after a cut, it saves what is not saved yet and nothing twice.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from ingest import answers
from ingest.inbound import Channel
from ingest.opening import draft_as
from ingest.pipeline import Source, read_message
from store import counts, documents, drafts, inbox, openings, outbox
from store.errors import UnknownDocumentError
from store.model import (
    MessageStatus,
    ReadMessage,
    StoredDocument,
    StoredProblem,
    StoredSegment,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ingest.answers import OutboxPolicy
    from ingest.outcome import Outcome
    from ingest.pipeline import Hands
    from ingest.segment import Segment
    from store.model import InboxMessage
    from store.openings import Opening
    from store.session import Database

_log = structlog.get_logger()

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Processor:
    """What the worker does with a message."""

    db: Database
    hands: Hands
    policy: OutboxPolicy
    clock: Callable[[], datetime]

    def process(self, message_id: str, attempt: int) -> None:
        """Do one attempt; `ingest/attempts.py` says what follows when it raises."""
        begun = time.monotonic()
        with self.db.reading() as session:
            received = inbox.get(session, message_id)
            opening = openings.pending(session, message_id)
        if received.status is MessageStatus.DONE:
            return
        if opening is not None:
            self._open(received, attempt, opening)
            _log.info("draft_opened", message=message_id, kind=opening.kind, ms=_ms_since(begun))
            return
        with self.db.reading() as session:
            raw = inbox.raw(session, message_id)
        outcome = read_message(raw, self._source(received), self.hands)
        with self.db.begin() as session:
            self._save(session, received, attempt, outcome)
        _log.info("message_read", **_figures(received, outcome), ms=_ms_since(begun))

    def parked(self, session: Session, message_id: str) -> None:
        """Tell officers of a message that could not be processed, in the caller's transaction."""
        opening = openings.pending(session, message_id)
        rows = answers.note(self.policy, message_id)
        if opening is not None:
            rows = answers.not_opened(self.policy, opening)
        outbox.add(session, rows, now=self.clock())

    def _open(self, received: InboxMessage, attempt: int, opening: Opening) -> None:
        """Read a message again for the draft that an officer asked for, and save it."""
        with self.db.reading() as session:
            read = drafts.message_of(session, received.id)
        content, versions = draft_as(opening.kind, received, read, self.hands)
        now = self.clock()
        with self.db.begin() as session:
            draft = openings.save(session, received.id, attempt, content, versions, now=now)
            if draft is not None:
                rows = [*answers.cards(self.policy, [draft]), answers.note_edit(opening)]
                outbox.add(session, rows, now=now)

    def _source(self, received: InboxMessage) -> Source:
        channel = Channel(received.channel)
        is_file = channel is Channel.FILE
        return Source(
            channel=channel,
            name=received.sender if is_file else None,
            envelope_sender=None if is_file else received.sender,
            load=self._load,
        )

    def _load(self, sha256: str) -> bytes:
        with self.db.reading() as session:
            try:
                return documents.content(session, sha256)
            except UnknownDocumentError:
                raise LookupError(sha256) from None

    def _save(
        self, session: Session, received: InboxMessage, attempt: int, outcome: Outcome
    ) -> None:
        now = self.clock()
        saved = drafts.save_reading(
            session, received.id, attempt, to_be_kept(outcome), outcome.contents, now=now
        )
        if inbox.get(session, received.id).status is not MessageStatus.DONE:
            return  # a newer attempt is under way, or somebody parked or erased it
        rows = answers.cards(self.policy, saved)
        if answers.needs_note(outcome):
            rows += answers.note(self.policy, received.id)
        answer = answers.acknowledgement(self.policy, received, outcome)
        if answer is not None:
            given = counts.acknowledgements(session, answer.target, since=now - _DAY)
            rows += [answer] if given < self.policy.limit(answer.target) else []
        outbox.add(session, rows, now=now)


def to_be_kept(outcome: Outcome) -> ReadMessage:
    """The outcome in the words of the store."""
    message, reading = outcome.message, outcome.reading
    return ReadMessage(
        subject=message.subject,
        sender_address=message.sender.address if message.sender else None,
        sender_name=(message.sender.name or None) if message.sender else None,
        message_id=message.message_id,
        in_reply_to=message.in_reply_to,
        references=message.references,
        sent_at=message.sent_at,
        automatic=message.automatic,
        bounce=message.bounce,
        language=reading.language if reading else "und",
        languages=reading.languages if reading else (),
        kinds=tuple(
            (str(found.kind), found.confidence, str(found.band))
            for found in (reading.kinds if reading else ())
        ),
        segments=tuple(map(_stored_segment, outcome.segments)),
        documents=tuple(
            StoredDocument(
                sha256=hashlib.sha256(one.content).hexdigest(),
                name=one.name,
                media_type=one.media_type,
                content=one.content,
            )
            for one in outcome.documents
        ),
        problems=tuple(
            StoredProblem(code=one.code, name=one.name, detail=one.detail)
            for one in outcome.problems
        ),
        model_version=reading.model_version if reading else "",
        taxonomy_version=reading.taxonomy_version if reading else "",
        criteria_version=reading.criteria_version if reading else "",
    )


def _stored_segment(segment: Segment) -> StoredSegment:
    return StoredSegment(
        index=segment.id,
        origin=str(segment.origin),
        name=segment.name,
        page=segment.page,
        method=segment.method,
        language=segment.language,
        text=segment.text,
        problem=segment.problem,
        document_sha256=segment.document_sha256,
    )


def _figures(received: InboxMessage, outcome: Outcome) -> dict[str, object]:
    """One line per message: ids, sizes and codes, no word of it."""
    reading = outcome.reading
    methods = Counter(segment.method for segment in outcome.segments)
    return {
        "message": received.id,
        "channel": received.channel,
        "size_bytes": received.size_bytes,
        "files": len(outcome.documents),
        "segments": len(outcome.segments),
        "ocr_pages": methods["ocr"],
        "language": reading.language if reading else None,
        "kind": str(reading.kinds[0].kind) if reading else None,
        "drafts": len(outcome.contents),
        "problems": sorted({one.code for one in outcome.problems}),
    }


def _ms_since(begun: float) -> int:
    return round((time.monotonic() - begun) * 1000)
