"""Files of chat messages: which one a message carries, and fetching it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from telegram.error import BadRequest

from ingest.chat import ChatFile
from store.model import StoredDocument

if TYPE_CHECKING:
    from telegram import Bot, Message


class FileNotGivenError(Exception):
    """The chat server will never give this file: too large, or gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedFile:
    """A file that a message carries, not yet fetched."""

    id: str
    name: str
    media_type: str
    #: 0 where the chat does not say
    size_bytes: int

    def as_missing(self) -> ChatFile:
        """The file by its name alone; reading reports it as missing."""
        return ChatFile(name=self.name, media_type=self.media_type, sha256="")


def file_of(message: Message) -> WantedFile | None:
    """The file of a message, a picture in its largest size; None where there is none."""
    if message.photo:
        largest = message.photo[-1]
        return WantedFile(
            id=largest.file_id,
            name=f"photo-{message.message_id}.jpg",
            media_type="image/jpeg",
            size_bytes=largest.file_size or 0,
        )
    one = message.document or message.video or message.audio or message.voice or message.video_note
    if one is None:
        return None
    return WantedFile(
        id=one.file_id,
        name=getattr(one, "file_name", None) or _name(message),
        media_type=getattr(one, "mime_type", None) or "application/octet-stream",
        size_bytes=one.file_size or 0,
    )


def _name(message: Message) -> str:
    if message.voice is not None:
        return f"voice-{message.message_id}.ogg"
    return f"file-{message.message_id}"


async def download(bot: Bot, wanted: WantedFile) -> tuple[ChatFile, StoredDocument]:
    """Fetch a file.

    Raises:
        FileNotGivenError: for good.
        TelegramError: for now; a file may be out of reach for a while.

    """
    try:
        given = await bot.get_file(wanted.id)
    except BadRequest as error:
        if "too big" in error.message.lower():
            raise FileNotGivenError from error
        raise
    content = bytes(await given.download_as_bytearray())
    sha256 = hashlib.sha256(content).hexdigest()
    file = ChatFile(name=wanted.name, media_type=wanted.media_type, sha256=sha256)
    document = StoredDocument(
        sha256=sha256, name=wanted.name, media_type=wanted.media_type, content=content
    )
    return file, document
