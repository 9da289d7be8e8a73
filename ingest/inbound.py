"""The value that comes out of parsing: one message as it came in, from whichever channel.

Only plain values live here; nothing in this file imports a third-party library.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - `wire` reads these types back
from enum import StrEnum
from typing import Literal


class Channel(StrEnum):
    """The door that a message came in by."""

    EMAIL = "email"
    CHAT = "chat"
    FILE = "file"
    OFFICE = "office"  #: an officer brought it in


class TextOrigin(StrEnum):
    """Whose words a run of text is, as far as its place in the message tells."""

    BODY = "body"  #: the sender's own words
    QUOTED = "quoted"  #: history quoted below, above or between the sender's own words
    FORWARDED = "forwarded"  #: a message that the sender passes on
    SIGNATURE = "signature"  #: name block and disclaimer at the end
    ATTACHMENT = "attachment"  #: text of an attached document


class Unanswerable(StrEnum):
    """Why no program may answer a message, whoever reads it (RFC 3834, 2)."""

    NOBODY = "nobody"  #: its envelope sender is `<>`: it has no address for answers
    PROGRAM = "program"  #: a program sent it: a notice, a scanner, a report, a vacation note
    LIST = "list"  #: it came through a list or a group address
    VIA_LIST = "via_list"  #: the same, and the list wrote its own address into From
    BULK = "bulk"  #: it was sent to many at once, as newsletters are
    UNWANTED = "unwanted"  #: the sender's mail system asks for no automatic answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One mail address, or one chat account (`address` is then `telegram:<user id>`)."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that could not be read, said so that an officer understands it."""

    #: one word for programs, such as `encrypted`, `damaged`, `empty`, `too_large`, `timeout`
    code: str
    #: the file or part that it concerns; None for the message as a whole
    name: str | None
    #: one sentence for people
    detail: str
    #: what the sentence names, such as a number; empty where it names nothing
    what: str = ""
    #: id of the reason that it names instead
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyText:
    """One run of body text with one origin, in the order of the message."""

    origin: TextOrigin
    #: "text", "html" or "chat"
    method: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardedHead:
    """Who wrote a letter that was passed on, as quoted there: never proven, "" where missing."""

    name: str
    address: str
    to: str
    #: as written, in any language
    date: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that came with a message, bytes decoded."""

    name: str
    #: as the sender declared it; the type that counts is told by content, in `extract`
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReport:
    """What a mail server says became of a mail (RFC 3464, or in its own words)."""

    #: "other": delivered or passed on, as far as anybody knows
    action: Literal["failed", "delayed", "other"]
    #: enhanced status code such as `5.1.1`, else an SMTP code, else empty
    status: str
    #: Message-ID of that mail
    about: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundMessage:
    """One message, parsed but not yet read."""

    channel: Channel
    #: of the bytes as they came in (contract: after dot-unstuffing), lower-case hexadecimal
    sha256: str
    subject: str | None
    #: who the header claims to be; None where it names nobody
    sender: Address | None
    reply_to: Address | None
    recipients: tuple[Address, ...]
    message_id: str | None
    in_reply_to: str | None
    references: tuple[str, ...]
    #: as the message says; aware, UTC
    sent_at: datetime | None
    #: surely the answer of a program and nothing else, so that nobody reads it: a vacation note
    automatic: bool
    #: surely a report on another mail and nothing else, as RFC 3464 has it or in other words
    bounce: bool
    #: why no program may answer it; it is read all the same
    unanswerable: Unanswerable | None = None
    #: Message-ID of our mail of which a report or receipt speaks; None in every other message
    original_message_id: str | None = None
    bodies: tuple[BodyText, ...]
    attachments: tuple[Attachment, ...]
    problems: tuple[Problem, ...]
    #: of the letters that it passes on in its text, in their order
    forwarded: tuple[ForwardedHead, ...] = ()
    #: of a bounce that says what became of a mail
    report: DeliveryReport | None = None


def bare_message(raw: bytes, channel: Channel) -> InboundMessage:
    """A message of which nothing is known but its bytes and its door."""
    return InboundMessage(
        channel=channel,
        sha256=hashlib.sha256(raw).hexdigest(),
        subject=None,
        sender=None,
        reply_to=None,
        recipients=(),
        message_id=None,
        in_reply_to=None,
        references=(),
        sent_at=None,
        automatic=False,
        bounce=False,
        bodies=(),
        attachments=(),
        problems=(),
    )
