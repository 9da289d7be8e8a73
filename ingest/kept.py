"""What was read of a message in the words of the store."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from typing import TYPE_CHECKING

from ingest import places
from store.model import ReadMessage, StoredDocument, StoredPlaces, StoredProblem, StoredSegment

if TYPE_CHECKING:
    from ingest.outcome import Outcome
    from ingest.segment import Segment


def to_be_kept(outcome: Outcome) -> ReadMessage:
    """An outcome as it is kept."""
    message, reading = outcome.message, outcome.reading
    return ReadMessage(
        subject=message.subject,
        sender_address=message.sender.address if message.sender else None,
        sender_name=(message.sender.name or None) if message.sender else None,
        reply_to_address=message.reply_to.address if message.reply_to else None,
        message_id=message.message_id,
        in_reply_to=message.in_reply_to,
        references=message.references,
        sent_at=message.sent_at,
        automatic=message.automatic,
        bounce=message.bounce,
        unanswerable=str(message.unanswerable) if message.unanswerable else None,
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
        problems=tuple(StoredProblem(**asdict(one)) for one in outcome.problems),
        model_version=reading.model_version if reading else "",
        taxonomy_version=reading.taxonomy_version if reading else "",
        criteria_version=reading.criteria_version if reading else "",
        places=tuple(
            StoredPlaces(segment=one.id, turn=one.turn, words=places.pack(one.words))
            for one in outcome.segments
            if one.words or one.turn
        ),
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
