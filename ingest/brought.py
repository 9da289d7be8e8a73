"""A letter that an officer brought in: a note of what was said to them, or what they pass on.

It has no sender: nobody is answered for it, and nothing of it is taken for a State's own letter
that no State has written. An officer says that it is one, so a draft is opened whatever it seems
to be; one person's case alone stays none.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ingest import chat
from ingest.drafts import draft_from
from ingest.errors import GuardError
from ingest.inbound import Channel, InboundMessage, TextOrigin
from nlp.reading import DRAFT_KINDS, Band, Kind
from store.content import BY_OFFICER, Content

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ingest.segment import Segment
    from nlp.reading import Reading

#: what evidence is said to stand in, where it stands in no file
_NAMES: Final = {
    TextOrigin.BODY: "officer's note",
    TextOrigin.FORWARDED: "forwarded message",
}


def parse(raw: bytes, load: Callable[[str], bytes]) -> InboundMessage:
    """The message that was kept: as one by chat, but of nobody."""
    message = chat.parse(raw, load)
    return replace(message, channel=Channel.OFFICE, sender=None)


def named(found: Sequence[Segment]) -> tuple[Segment, ...]:
    """The same, each run of words by what it is: no quote of a note looks like one of a letter."""
    return tuple(
        segment
        if segment.document_sha256 or segment.origin not in _NAMES
        else replace(segment, name=_NAMES[segment.origin])
        for segment in found
    )


def kind_of(raw: bytes) -> Kind | None:
    """The kind of draft that the officer named."""
    try:
        kind = Kind(str(json.loads(raw).get("kind")))
    except (ValueError, AttributeError, RecursionError):
        return None
    return kind if kind in DRAFT_KINDS else None


def contents_of(
    found: Sequence[Segment],
    reading: Reading | None,
    kind: Kind | None,
    again: Callable[[Sequence[Kind]], Reading],
) -> tuple[Content, ...]:
    """What its drafts say, one at least.

    Args:
        found: what was read.
        reading: what was understood, of the officer's kind where they named one; None: nothing.
        kind: that they named.
        again: reads it once more for these kinds, or raises GuardError.

    """
    contents = draft_from(found, reading) if reading else ()
    if kind is not None:
        first = next(iter(contents), Content(kind=str(kind), confidence=1.0, band=BY_OFFICER))
        return (replace(first, confidence=1.0, band=BY_OFFICER),)
    if contents or (reading is not None and _is_case(reading)):
        return contents
    try:
        likely = () if reading is None else draft_from(found, again(DRAFT_KINDS))
    except GuardError:
        likely = ()
    nothing = Content(kind=str(Kind.REQUEST), confidence=0.0, band=str(Band.UNSURE))
    return (max(likely, key=lambda one: one.confidence, default=nothing),)


def _is_case(reading: Reading) -> bool:
    return any(one.kind is Kind.INDIVIDUAL_CASE for one in reading.kinds)
