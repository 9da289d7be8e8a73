"""Files within files: archives, mails and embedded files opened until nothing is left inside."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ingest.inbound import Attachment
from ingest.problems import problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ingest.segment import Document

#: archives within archives, mails within mails
MAX_DEPTH: Final = 3
#: files of one message that are read, those inside others included
MAX_FILES: Final = 200


def unfold(
    attachments: Sequence[Attachment], read: Callable[[Attachment], Document]
) -> list[tuple[Attachment, Document]]:
    """Read files and what lies inside them, each followed by its own contents.

    The same bytes are read once. Beyond the limits the document says `too_deep` or
    `too_many_files`, and what lies inside it stays unread.
    """
    known: set[str] = set()
    return [pair for one in attachments for pair in _opened(one, read, known, depth=0)]


def _opened(
    attachment: Attachment,
    read: Callable[[Attachment], Document],
    known: set[str],
    *,
    depth: int,
) -> Iterator[tuple[Attachment, Document]]:
    sha256 = hashlib.sha256(attachment.content).hexdigest()
    if sha256 in known:
        return
    known.add(sha256)
    document = read(attachment)
    code = _limit(document, known, depth)
    if code is not None:
        trouble = problem(code, attachment.name, what=str(MAX_FILES))
        yield attachment, replace(document, problems=(*document.problems, trouble))
        return
    yield attachment, document
    for name, content in document.nested:
        inner = Attachment(
            name=f"{attachment.name}/{name}",
            media_type="application/octet-stream",
            content=content,
        )
        yield from _opened(inner, read, known, depth=depth + 1)


def _limit(document: Document, known: set[str], depth: int) -> str | None:
    if not document.nested:
        return None
    if depth >= MAX_DEPTH:
        return "too_deep"
    return "too_many_files" if len(known) + len(document.nested) > MAX_FILES else None
