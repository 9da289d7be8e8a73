"""Runs of text with provenance: the mail's own text first, then each file page by page."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from ingest.inbound import TextOrigin
from ingest.segment import Page, Segment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.inbound import Attachment, InboundMessage
    from ingest.segment import Document


def assemble(
    message: InboundMessage, documents: Sequence[tuple[Attachment, Document]]
) -> tuple[Segment, ...]:
    """All text of a message in order, numbered from 0.

    A file without text gives one segment without text, so that its problem has a place.
    """
    found = [*_bodies(message)]
    for attachment, document in documents:
        found += _pages(attachment, document)
    return tuple(_numbered(number, *one) for number, one in enumerate(found))


def _bodies(message: InboundMessage) -> Iterator[tuple[TextOrigin, Page, str | None, str | None]]:
    for body in message.bodies:
        yield body.origin, Page(number=None, method=body.method, text=body.text), None, None


def _pages(
    attachment: Attachment, document: Document
) -> Iterator[tuple[TextOrigin, Page, str | None, str | None]]:
    sha256 = hashlib.sha256(attachment.content).hexdigest()
    for page in document.pages or (_nothing(document),):
        yield TextOrigin.ATTACHMENT, page, attachment.name, sha256


def _nothing(document: Document) -> Page:
    code = next((problem.code for problem in document.problems), None)
    return Page(number=None, method="none", text="", problem=code)


def _numbered(
    number: int, origin: TextOrigin, page: Page, name: str | None, sha256: str | None
) -> Segment:
    return Segment(
        id=number,
        origin=origin,
        name=name,
        page=page.number,
        method=page.method,
        language="und",
        text=page.text,
        problem=page.problem,
        document_sha256=sha256,
        words=page.words,
        turn=page.turn,
    )
