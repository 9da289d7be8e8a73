"""A text taken apart: its words, and the files that old programs write between them."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass

from ingest import uuencode
from ingest.charset import decode
from ingest.headers import safe_name
from ingest.inbound import Attachment


@dataclass(frozen=True, slots=True, kw_only=True)
class InlineFile:
    """A file from within a text, and whether all of it was there."""

    attachment: Attachment
    damaged: bool


def apart(data: bytes) -> tuple[bytes, tuple[InlineFile, ...]]:
    """The text without its files, and the files."""
    if b"begin " not in data and b"=ybegin " not in data:
        return data, ()
    words, files, at = [], [], 0
    for found in uuencode.files(data):
        words.append(data[at : found.start])
        files.append(_file(found))
        at = found.end
    return b"".join([*words, data[at:]]), tuple(files)


def _file(found: uuencode.Found) -> InlineFile:
    name = safe_name(decode(found.name).text) or "attachment.bin"
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    attachment = Attachment(name=name, media_type=media_type, content=found.content)
    return InlineFile(attachment=attachment, damaged=found.damaged)
