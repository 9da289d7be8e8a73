"""What people write of their own case: whether there are signs that it cannot wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ingest.inbound import TextOrigin
from nlp.reading import Kind
from nlp.signs import signs_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ingest.outcome import Outcome
    from store.model import StoredSegment

#: whose words count: not those of the letter that is answered, nor of a signature
_SPEAKING: Final = frozenset({TextOrigin.BODY, TextOrigin.ATTACHMENT, TextOrigin.FORWARDED})


def signs_of(outcome: Outcome) -> tuple[str, ...]:
    """The signs in a message that may be one person's case; of others nobody asks."""
    if outcome.reading is None:
        return ()
    if Kind.INDIVIDUAL_CASE not in {found.kind for found in outcome.reading.kinds}:
        return ()
    spoken = [one.text for one in outcome.segments if one.origin in _SPEAKING]
    return signs_in([outcome.message.subject or "", *spoken])


def signs_in_kept(subject: str | None, segments: Iterable[StoredSegment]) -> tuple[str, ...]:
    """The signs in a message that an officer says is one person's case."""
    spoken = [one.text for one in segments if TextOrigin(one.origin) in _SPEAKING]
    return signs_in([subject or "", *spoken])
