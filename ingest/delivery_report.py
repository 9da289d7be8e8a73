"""What a delivery report says of the mail that it is about: given up, late, and by which code.

By the fields of RFC 3464 where it has them; by its text otherwise, as qmail, old Exim and many
gateways write it. Patterns are in `automatic.toml`.
"""

from __future__ import annotations

import re
import tomllib
from email import message_from_string
from email.message import Message
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from ingest import headers, leaf
from ingest.charset import decode
from ingest.inbound import DeliveryReport

if TYPE_CHECKING:
    from collections.abc import Iterator

_DATA: Final = tomllib.loads(Path(__file__).with_name("automatic.toml").read_text(encoding="utf-8"))
_DELAYED: Final = re.compile(_DATA["reports"]["delayed"], re.IGNORECASE)
_STATUS: Final = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_REPLY: Final = re.compile(r"(?<![\d.])([45]\d\d)(?=[ -])")
_ID: Final = re.compile(r"(?im)^[>\s]*message-id:\s*(<[\x21-\x3b\x3d\x3f-\x7e]{1,250}>)")
#: the first that a report says of any recipient counts; ours have one each
_WORST_FIRST: Final = ("failed", "delayed", "delivered", "relayed", "expanded")
_MOST_PARTS: Final = 50
_MOST_TEXT: Final = 200_000
#: what a program that knows no standard says itself stands before the mail that it returns
_MOST_SAID: Final = 4_000


def report_of(message: Message, subject: str | None) -> DeliveryReport | None:
    """The report in a mail that is a bounce; None where it says nothing of a delivery."""
    parts = list(_parts(message))
    blocks = [block for part in parts if _is_status(part) for block in _blocks(part)]
    told = [block for block in blocks if block.get("action")]
    if told:
        return _by_fields(told, parts)
    if message.get_content_type() == "multipart/report" or _speaks_of_failure(message, subject):
        return _by_text(parts, subject)
    return None


def first_words(message: Message) -> str:
    """What it says itself, before the mail that it returns."""
    return _said(list(_parts(message)))


def _said(parts: list[Message]) -> str:
    return next((text for text in map(_text, parts) if text.strip()), "")[:_MOST_SAID]


def _by_fields(blocks: list[Message], parts: list[Message]) -> DeliveryReport | None:
    actions = {headers.value(block, "action").strip().lower(): block for block in reversed(blocks)}
    for action in _WORST_FIRST:
        if action in actions:
            said = headers.value(actions[action], "status")
            status = _STATUS.search(said) or _STATUS.search(
                headers.value(actions[action], "diagnostic-code")
            )
            return DeliveryReport(
                action=_action(action), status=status[1] if status else "", about=_about(parts)
            )
    return None


def _by_text(parts: list[Message], subject: str | None) -> DeliveryReport:
    said = _said(parts)
    status = _STATUS.search(said) or _REPLY.search(said)
    is_late = bool(_DELAYED.search(subject or "")) or bool(_DELAYED.search(said))
    return DeliveryReport(
        action="delayed" if is_late else "failed",
        status=status[1] if status else "",
        about=_about(parts),
    )


def _action(word: str) -> Literal["failed", "delayed", "other"]:
    if word == "failed":
        return "failed"
    return "delayed" if word == "delayed" else "other"


def _speaks_of_failure(message: Message, subject: str | None) -> bool:
    """Whether it is a report and not, say, a vacation note that nobody sent either."""
    words = (*_DATA["bounce_subjects"].values(), _DATA["reports"]["delayed"])
    return (
        bool(headers.value(message, "x-failed-recipients"))
        or _matches(_DATA["bounce"]["From"], headers.value(message, "from"))
        or any(_matches(pattern, subject or "") for pattern in words)
    )


def _matches(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE) is not None


def _parts(message: Message) -> Iterator[Message]:
    for number, part in enumerate(message.walk()):
        if number >= _MOST_PARTS:
            return
        yield part


def _is_status(part: Message) -> bool:
    return part.get_content_type() in {"message/delivery-status", "message/global-delivery-status"}


def _blocks(part: Message) -> list[Message]:
    """Its groups of fields: one on the mail, one on each recipient (RFC 3464, 2.1)."""
    payload = part.get_payload()
    if isinstance(payload, list):
        return [one for one in payload if isinstance(one, Message)]
    return [message_from_string(group) for group in re.split(r"\r?\n\r?\n", _text(part))]


def _about(parts: list[Message]) -> str | None:
    """The Message-ID of the mail that it is about."""
    for part in parts[1:]:
        is_returned = part.get("received") or part.get("subject") or part.get("from")
        ids = headers.message_ids(part, "message-id") if is_returned else ()
        if ids:
            return ids[0]
    for part in parts:
        found = _ID.search(_text(part))
        if found is not None:
            return found[1]
    return None


def _text(part: Message) -> str:
    if part.is_multipart():
        return ""
    return decode(leaf.content(part)[0][:_MOST_TEXT]).text
