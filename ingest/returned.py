"""Of which of our mails a report speaks: delivery reports, receipts, complaints.

RFC 3464 and 6533 send the mail or its header back, RFC 8098 names it; what qmail and other programs
write is searched for a line that names it.
"""

from __future__ import annotations

import re
from email.message import Message
from typing import TYPE_CHECKING, Final

from ingest import headers, leaf, transfer

if TYPE_CHECKING:
    from collections.abc import Iterator

_STATUS: Final = frozenset({"message/delivery-status", "message/global-delivery-status"})
_RECEIPT: Final = frozenset(
    {"message/disposition-notification", "message/global-disposition-notification"}
)
_HEADERS: Final = frozenset({"text/rfc822-headers", "message/global-headers"})
_MAILS: Final = frozenset({"message/rfc822", "message/global"})
_REPORTS: Final = _STATUS | _RECEIPT | {"message/feedback-report"}
_NAMES: Final = ("original-message-id", "x-original-message-id")
_LINE: Final = re.compile(
    rb"(?im)^[ \t>]*(?:original-)?message-id:[ \t]*(?:\r?\n[ \t]+)?(<[^<>\s]{1,500}>)"
)
_MAX_PARTS: Final = 50
_MAX_TEXT: Final = 200_000


def original_message_id(message: Message, *, is_bounce: bool) -> str | None:
    """Message-ID of the mail of which this one reports, None where it reports of none."""
    parts = _parts(message)
    kinds = {part.get_content_type() for part in parts}
    if not (is_bounce or kinds & _REPORTS):
        return None
    named = (one for part in parts for one in _named(part))
    return next(named, None) or (_in_text(parts) if is_bounce else None)


def _parts(message: Message) -> list[Message]:
    """The parts of the report itself, and the messages that they hold."""
    children = _children(message) if message.get_content_maintype() == "multipart" else [message]
    return children[:_MAX_PARTS]


def _children(message: Message) -> list[Message]:
    payload = message.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def _named(part: Message) -> Iterator[str]:
    kind = part.get_content_type()
    inside = _children(part)
    if kind in _STATUS | _RECEIPT:
        for block in inside:
            yield from _ids(block, _NAMES)
        yield from _lines(transfer.bare(part), part)
    elif kind in _MAILS:
        for inner in inside:
            yield from _ids(inner, ("message-id",))
    elif kind in _HEADERS:
        for inner in inside:
            yield from _ids(inner, ("message-id",))
        yield from _lines(leaf.content(part)[0], part)


def _ids(block: Message, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        yield from headers.message_ids(block, name)


def _lines(data: bytes, part: Message) -> Iterator[str]:
    if part.is_multipart():
        return
    for found in _LINE.findall(data[:_MAX_TEXT]):
        yield found.decode("ascii", "replace")


def _in_text(parts: list[Message]) -> str | None:
    """What programs without a format write; the last line, because the mail stands at the end."""
    for part in parts:
        if part.get_content_maintype() == "text":
            found = _LINE.findall(leaf.content(part)[0][:_MAX_TEXT])
            if found:
                return str(found[-1].decode("ascii", "replace"))
    return None
