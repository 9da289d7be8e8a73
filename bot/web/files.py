"""The files of a letter as the page gives them out: the original, and what was attached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from babel.numbers import format_decimal

from bot.office_words import locale, say
from bot.originals import files_of, holds_quarantined
from ingest.headers import safe_name
from store import documents
from store.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from bot.scene import File
    from store.model import AttachedFile, InboxMessage


_IN_MB: Final = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A file before anybody asks for it."""

    #: in the list of its letter, from 0
    number: int
    name: str
    size: str


def offered(session: Session, message: InboxMessage) -> tuple[list[Offered], str]:
    """The files of a message by their numbers, or why there are none."""
    if holds_quarantined(session, message):
        return [], say("replies.quarantined")
    try:
        originals = files_of(session, message)
    except (StoreError, OSError):
        return [], say("replies.erased")
    named = [(one.name, len(one.content)) for one in originals]
    named += [(one.name, one.size_bytes) for one in _attached(session, message)]
    return [
        Offered(number=number, name=safe_name(name) or say("web.file"), size=_size(size))
        for number, (name, size) in enumerate(named)
    ], ""


def taken(session: Session, message: InboxMessage, number: int) -> tuple[str, bytes] | None:
    """Name and bytes of one of them; None where there is none with this number."""
    files, _ = offered(session, message)
    if number not in range(len(files)):
        return None
    originals: list[File] = files_of(session, message)
    if number < len(originals):
        return files[number].name, originals[number].content
    attached = _attached(session, message)[number - len(originals)]
    return files[number].name, documents.content(session, attached.sha256)


def _attached(session: Session, message: InboxMessage) -> list[AttachedFile]:
    """What a mail holds; a chat's and a folder's files are their originals themselves."""
    return documents.of_message(session, message.id) if message.channel == "email" else []


def _size(size_bytes: int) -> str:
    if size_bytes >= _IN_MB:
        return say("web.size_mb", size=_number(size_bytes / 1_000_000, "0.0"))
    return say("web.size_bytes", size=_number(size_bytes, "#,##0"), count=size_bytes)


def _number(value: float, pattern: str) -> str:
    """A number as the office's language writes it, by a pattern of CLDR."""
    return str(format_decimal(value, pattern, locale=locale()))
