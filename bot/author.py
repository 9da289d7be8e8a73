"""Who wrote a letter that was passed on, as quoted: the head above the words that a draft rests on.

Nobody can prove such a head, and a card says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ingest import forwarded
from ingest.inbound import TextOrigin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.model import Content, Evidence, ReadMessage

_INSIDE: Final = frozenset({TextOrigin.FORWARDED, TextOrigin.ATTACHMENT})


def author_of(content: Content, read: ReadMessage | None) -> str:
    """The author's name and address as quoted; empty where the words are the sender's own."""
    if read is None:
        return ""
    segments = {segment.index: segment for segment in read.segments}
    for evidence in _evidence(content):
        segment = segments.get(evidence.segment)
        if segment is None or segment.origin not in _INSIDE:
            continue
        head = forwarded.above(segment.text, evidence.start) or forwarded.letter(read.segments)
        if head is not None:
            return (
                f"{head.name} ({head.address})"
                if head.name and head.address
                else (head.name or head.address)
            )
    return ""


def _evidence(content: Content) -> Iterator[Evidence]:
    for theme in content.themes:
        yield from theme.evidence
    for criterion in content.criteria:
        yield from criterion.evidence
    for places in content.evidence.values():
        yield from places
