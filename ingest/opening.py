"""A stored reading read again for a draft that an officer opened, of the kind that they said.

The text is that of the first reading, segment by segment, so that evidence points into what is
kept; nothing is parsed or extracted again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ingest import forwarded, guided, places
from ingest.drafts import draft_from
from ingest.errors import GuardError
from ingest.inbound import TextOrigin
from ingest.pipeline import passages_of
from ingest.segment import Segment
from nlp.reading import Circumstances, Kind
from store.content import BY_OFFICER, Content
from store.readings import Versions

if TYPE_CHECKING:
    from ingest.pipeline import Hands
    from nlp.reading import Reading
    from store.model import InboxMessage, ReadMessage, StoredPlaces, StoredSegment


def draft_as(
    kind: str, received: InboxMessage, read: ReadMessage, hands: Hands
) -> tuple[Content, Versions]:
    """What a draft of this kind says, and what it was read with.

    Where nothing can be read the draft is empty but there: the officer knows what the message is.
    """
    words = {one.segment: one for one in read.places}
    segments = [segment_of(one, words.get(one.index)) for one in read.segments]
    try:
        reading = hands.read(passages_of(segments), circumstances_of(received, read), (Kind(kind),))
    except GuardError:
        return Content(kind=kind, confidence=1.0, band=BY_OFFICER), _versions(read, None)
    if kind == Kind.REQUEST:
        reading = guided.for_request(segments, reading)
    found = next(iter(draft_from(segments, reading)), Content(kind=kind, confidence=1.0, band=""))
    # how sure the reader is no longer matters: a person said the kind
    return replace(found, confidence=1.0, band=BY_OFFICER), _versions(read, reading)


def _versions(read: ReadMessage, reading: Reading | None) -> Versions:
    return Versions(
        language=read.language,
        model=reading.model_version if reading else read.model_version,
        criteria=reading.criteria_version if reading else read.criteria_version,
    )


def circumstances_of(received: InboxMessage, read: ReadMessage) -> Circumstances:
    """What was known of a message beside its text when it was first read."""
    letter = forwarded.letter(read.segments)
    return Circumstances(
        subject=read.subject,
        sender_address=read.sender_address,
        sender_name=read.sender_name,
        author_address=(letter.address or None) if letter else None,
        author_name=(letter.name or None) if letter else None,
        automatic=read.automatic,
        bounce=read.bounce,
        channel=received.channel,
    )


def segment_of(stored: StoredSegment, where: StoredPlaces | None = None) -> Segment:
    """A kept segment as the reader saw it, with the places of its words where they are given."""
    return Segment(
        id=stored.index,
        origin=TextOrigin(stored.origin),
        name=stored.name,
        page=stored.page,
        method=stored.method,
        language=stored.language,
        text=stored.text,
        problem=stored.problem,
        document_sha256=stored.document_sha256,
        words=places.unpack(where.words) if where else (),
        turn=where.turn if where else 0,
    )
