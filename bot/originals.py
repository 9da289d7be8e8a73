"""The original of a message as files: the raw mail, the file, or what came by chat."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from bot.scene import File
from ingest import chat
from ingest.headers import safe_name
from store import documents, drafts, inbox
from store.errors import StoreError, UnknownDocumentError, UnknownMessageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from store.model import InboxMessage

#: bytes that the hosted Bot API takes
LARGEST_FILE: Final = 50_000_000


def files_of(session: Session, message: InboxMessage) -> list[File]:
    """The original, byte for byte.

    Raises:
        ContentErasedError: it is no longer kept.
        OSError: its file cannot be read.

    """
    raw = inbox.raw(session, message.id)
    if message.channel in {"chat", "office"}:
        return _of_chat(message, raw, _loader(session))
    if message.channel == "file":
        return [File(name=safe_name(message.sender) or message.ref, content=raw)]
    return [File(name=f"{message.ref}.eml", content=raw)]


def holds_quarantined(session: Session, message: InboxMessage) -> bool:
    """Whether the virus scanner found something in it: then it goes to nobody's computer."""
    try:
        problems = drafts.message_of(session, message.id).problems
    except UnknownMessageError:
        # parked before anything was read of it
        return False
    return any(one.code == "quarantined" for one in problems)


def language_code(session: Session, message: InboxMessage) -> str | None:
    """The language that the sender's chat program speaks, for a message by chat."""
    if message.channel != "chat":
        return None
    try:
        user = json.loads(inbox.raw(session, message.id))["user"]
        return str(user["language_code"] or "") or None
    except (ValueError, LookupError, TypeError, StoreError):
        return None


def _of_chat(message: InboxMessage, raw: bytes, load: Callable[[str], bytes]) -> list[File]:
    inbound = chat.parse(raw, load)
    parts = (chat.text_of(raw).strip(), chat.passed_on_of(raw).strip())
    text = "\n\n".join(filter(None, parts))
    files = [File(name=f"{message.ref}.txt", content=text.encode())] if text else []
    return [*files, *(File(name=one.name, content=one.content) for one in inbound.attachments)]


def _loader(session: Session) -> Callable[[str], bytes]:
    def load(sha256: str) -> bytes:
        try:
            return documents.content(session, sha256)
        except UnknownDocumentError as error:
            raise LookupError(sha256) from error

    return load
