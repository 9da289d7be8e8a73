"""The value that comes out of reading one message whole: what `read` prints and the store keeps.

Nothing in this file imports a third-party library.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.inbound import Attachment, InboundMessage, Problem
    from ingest.segment import Segment
    from nlp.reading import Reading
    from store.content import Content


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One message, parsed, read and drafted; nothing of it stored yet."""

    message: InboundMessage
    #: each with its language
    segments: tuple[Segment, ...]
    #: None where reading itself failed; `problems` then says so
    reading: Reading | None
    #: one a draft, in the order of the reading
    contents: tuple[Content, ...]
    #: of the message, its parts and its reading
    problems: tuple[Problem, ...]
    #: files that came with the message, each once; of those that lie inside them the ones with
    #: pages, of which a picture may be asked for
    documents: tuple[Attachment, ...] = ()
