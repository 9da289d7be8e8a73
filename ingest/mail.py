"""One mail from bytes to InboundMessage; any bytes give one, damage gives problems in it.

The parts are walked in `parts`, header fields decoded in `headers`, and `quoting` tells whose
words are whose. Files are kept as they are: reading them is for `extract`.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from email.errors import CloseBoundaryNotFoundDefect
from typing import TYPE_CHECKING, Final

from ingest import automatic, forwarded, headers, mojibake, parts, quoting, returned, tree
from ingest.charset import decode
from ingest.delivery_report import report_of
from ingest.inbound import (
    Address,
    BodyText,
    Channel,
    InboundMessage,
    TextOrigin,
    bare_message,
)
from ingest.mailbytes import header_size, straight
from ingest.problems import problem

if TYPE_CHECKING:
    from collections.abc import Iterable
    from email.message import Message

    from ingest.leaf import Piece

#: larger headers, in bytes, are an attack or no mail at all
_MAX_HEADER: Final = 1_000_000
#: one of these is in every mail that a program made; without any the bytes are no mail
_USUAL: Final = ("from", "subject", "date", "received", "to", "message-id", "mime-version")


def parse(raw: bytes, *, envelope_sender: str | None = None) -> InboundMessage:
    """Parse one mail.

    Args:
        raw: as it came in; line ends may be CRLF or LF.
        envelope_sender: of SMTP's MAIL FROM; "" for `<>`, None where there was no envelope.

    """
    try:
        lines = straight(raw)
        if header_size(lines, _MAX_HEADER) > _MAX_HEADER:
            return _as_text(raw)
        return _read(tree.parsed(lines), raw, envelope_sender)
    except Exception:  # noqa: BLE001 - the standard parser has many ways to trip; any bytes count
        return _as_text(raw)


def _read(message: Message, raw: bytes, envelope_sender: str | None) -> InboundMessage:
    found = parts.harvest(message)
    named = mojibake.mend(headers.text(message, "subject") or "")
    subject = named.text or None
    sender, is_garbled = _sender(message)
    problems = list(found.problems)
    if any(isinstance(defect, CloseBoundaryNotFoundDefect) for defect in message.defects):
        problems.append(problem("truncated"))
    if not any(message.get(name) for name in _USUAL):
        problems.append(problem("unreadable_message") if raw else problem("empty"))
    if named.was_garbled or is_garbled:
        problems.append(problem("garbled_text"))
    bodies = tuple(body for piece in found.pieces for body in _bodies(piece, subject))
    hand = automatic.hand_of(
        message, subject, envelope_sender=envelope_sender, own_words=_own_words(bodies)
    )
    return InboundMessage(
        channel=Channel.EMAIL,
        sha256=hashlib.sha256(raw).hexdigest(),
        subject=subject,
        sender=sender,
        reply_to=next(iter(headers.addresses(message, "reply-to")), None),
        recipients=headers.addresses(message, "to") + headers.addresses(message, "cc"),
        message_id=next(iter(headers.message_ids(message, "message-id")), None),
        in_reply_to=next(iter(headers.message_ids(message, "in-reply-to")), None),
        references=headers.message_ids(message, "references"),
        sent_at=headers.sent_at(message),
        automatic=hand.automatic,
        bounce=hand.bounce,
        unanswerable=hand.unanswerable,
        original_message_id=returned.original_message_id(message, is_bounce=hand.is_report),
        bodies=bodies,
        attachments=tuple(found.attachments),
        problems=tuple(dict.fromkeys(problems)),
        report=report_of(message, subject) if hand.is_report else None,
        forwarded=forwarded.heads(bodies),
    )


def _own_words(bodies: Iterable[BodyText]) -> int:
    return sum(len(one.text.split()) for one in bodies if one.origin is TextOrigin.BODY)


def _sender(message: Message) -> tuple[Address | None, bool]:
    """Who claims to have sent it, and whether the name was garbled."""
    named = (*headers.addresses(message, "from"), *headers.addresses(message, "sender"))
    if not named:
        return None, False
    name = mojibake.mend(named[0].name)
    return Address(address=named[0].address, name=name.text), name.was_garbled


def _bodies(piece: Piece, subject: str | None) -> Iterable[BodyText]:
    if not piece.text.strip():
        return
    subject = piece.subject if piece.depth else subject
    runs = quoting.split(
        piece.text,
        method=piece.method,
        subject=subject,
        cited=piece.cited,
        signed=piece.signed,
    )
    for body in runs:
        yield _inside(body, piece) if piece.depth else body


def _inside(body: BodyText, piece: Piece) -> BodyText:
    """Text of a message inside the mail: its own words are forwarded, its history is quoted."""
    origin = TextOrigin.FORWARDED
    if piece.is_returned or body.origin is TextOrigin.QUOTED:
        origin = TextOrigin.QUOTED
    return BodyText(origin=origin, method=body.method, text=body.text)


def _as_text(raw: bytes) -> InboundMessage:
    """What no parser takes is still words for people to look at."""
    decoded = decode(raw)
    body = BodyText(origin=TextOrigin.BODY, method="text", text=decoded.text)
    codes = ["unreadable_message", *(["text_cut"] if decoded.cut else [])]
    return replace(
        bare_message(raw, Channel.EMAIL),
        bodies=(body,) if decoded.text.strip() else (),
        problems=tuple(map(problem, codes)),
    )
