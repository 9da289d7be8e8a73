"""Did a person send this mail, a program, or the post about another mail? Patterns are data.

Two things that are not the same are told here: what is certain to be no letter, so that nobody
need read it; and what is read as any mail, and answered by nobody but a person.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ingest import headers, leaf
from ingest.delivery_report import first_words, report_of
from ingest.inbound import Unanswerable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DATA: Final = tomllib.loads(Path(__file__).with_name("automatic.toml").read_text(encoding="utf-8"))


def _compiled(table: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    return {key: re.compile(pattern, re.IGNORECASE) for key, pattern in table.items()}


_AUTOMATIC: Final = _compiled(_DATA["automatic"])
_OURS: Final = _compiled(_DATA["ours"])
_BOUNCE: Final = _compiled(_DATA["bounce"])
_SUBJECTS: Final = _compiled(_DATA["subjects"])
_BOUNCE_SUBJECTS: Final = _compiled(_DATA["bounce_subjects"])
_BOUNCE_WORDS: Final = _compiled(_DATA["bounce_words"])
#: in this order: the first that fits says why
_MARKS: Final = tuple(
    (Unanswerable(name.removeprefix("other_")), _compiled(table))
    for name, table in _DATA["unanswerable"].items()
)
#: a vacation note has no more words of its own; a letter may have a subject that looks like one
_MOST_WORDS: Final = 250
#: parts of one mail that are looked at for files
_MOST_PARTS: Final = 200
_RECEIPT: Final = "disposition-notification"
_POSTS: Final = re.compile(r"mailto:([^\s<>,?]{1,300})", re.IGNORECASE)
_NOBODY: Final = re.compile(r"\s*<\s*>\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Whose hand a mail is from, as far as its header and form tell."""

    #: surely an answer of a program, with nothing beside it
    automatic: bool
    #: surely a report on another mail, with nothing beside it
    bounce: bool
    #: it says what became of another mail, whatever is beside that
    is_report: bool
    #: why no program may answer it
    unanswerable: Unanswerable | None


def hand_of(
    message: Message, subject: str | None, *, envelope_sender: str | None, own_words: int
) -> Hand:
    """Whose hand a mail is from.

    Args:
        message: the mail.
        subject: of it, decoded.
        envelope_sender: "" for `<>`, None where there was no envelope.
        own_words: how many words of the sender's own it has.

    """
    is_from_nobody = _is_from_nobody(message, envelope_sender)
    is_answer = _is_answer(message, subject, own_words)
    is_report = _is_report(message, subject, is_from_nobody=is_from_nobody)
    # what has a file beside it may be a letter all the same: scanners are programs too
    is_bare = not _brings_a_file(message)
    is_ours = _any_header(message, _OURS)
    why = next((why for why, marks in _MARKS if _any_header(message, marks)), None)
    if is_answer or is_report or is_ours:
        why = Unanswerable.PROGRAM
    elif is_from_nobody:
        why = Unanswerable.NOBODY
    elif why is Unanswerable.LIST and _is_rewritten(message):
        why = Unanswerable.VIA_LIST
    return Hand(
        automatic=is_ours or (is_answer and is_bare),
        bounce=is_report and is_bare,
        is_report=is_report,
        unanswerable=why,
    )


def _is_rewritten(message: Message) -> bool:
    """The list stands in From in place of the author, as lists do for DMARC (RFC 7960, 4.1.3.1)."""
    posts = {
        found.lower() for value in headers.values(message, "list-post")
        for found in _POSTS.findall(value)
    }  # fmt: skip
    return any(one.address.lower() in posts for one in headers.addresses(message, "from"))


def _is_answer(message: Message, subject: str | None, own_words: int) -> bool:
    """A vacation note, a read receipt (RFC 3834, RFC 8098)."""
    if _any_header(message, _AUTOMATIC) or _report_type(message) == _RECEIPT:
        return True
    return own_words <= _MOST_WORDS and _any(_SUBJECTS, subject)


def _is_report(message: Message, subject: str | None, *, is_from_nobody: bool) -> bool:
    """What became of another mail: by RFC 3464, or in words that programs use."""
    if message.get_content_type() == "multipart/report":
        return _report_type(message) != _RECEIPT
    if _any_header(message, _BOUNCE):
        return True
    # the words alone are not enough: a person may forward a failure to us
    is_post = is_from_nobody or any(
        a.address.lower().startswith("postmaster@") for a in headers.addresses(message, "from")
    )
    if is_post and _any(_BOUNCE_SUBJECTS, subject):
        return True
    return is_from_nobody and _reports_in_its_words(message, subject)


def _is_from_nobody(message: Message, envelope_sender: str | None) -> bool:
    """Its envelope sender is `<>`, as the envelope or the server that delivered it says."""
    if envelope_sender is not None and not envelope_sender.strip("<> "):
        return True
    return any(_NOBODY.fullmatch(value) for value in headers.values(message, "return-path"))


def _brings_a_file(message: Message) -> bool:
    """Whether it has a file of its own; what lies in a mail that it sends back is another's.

    Reports are made with pictures and texts beside their words; those of a report do not count.
    """
    is_formal = message.get_content_type() == "multipart/report"
    for part in _own_leaves(message):
        kind = leaf.kind(part)
        is_beside = is_formal and kind.startswith(("text/", "image/"))
        if kind not in leaf.PASSED_OVER and not is_beside and _is_file(part, kind):
            return True
    return False


def _is_file(part: Message, kind: str) -> bool:
    name = headers.file_name(part)
    if leaf.is_body(part, kind, name):
        return False
    data = leaf.content(part)[0]
    return bool(data or name) and not leaf.is_ornament(part, kind, data)


def _own_leaves(message: Message) -> Iterator[Message]:
    """Parts without children, those of messages inside it left out."""
    left = [message]
    for _ in range(_MOST_PARTS):
        if not left:
            return
        part = left.pop()
        payload = part.get_payload()
        if part.get_content_maintype() == "message":
            continue
        if isinstance(payload, list):
            left += [one for one in payload if isinstance(one, Message)]
        else:
            yield part


def _reports_in_its_words(message: Message, subject: str | None) -> bool:
    report = report_of(message, subject)
    # a letter may have a subject that speaks of delay: a report names the mail that is late
    if report is not None and (report.about or report.action != "delayed"):
        return True
    return _any(_BOUNCE_WORDS, first_words(message))


def _report_type(message: Message) -> str:
    if message.get_content_type() != "multipart/report":
        return ""
    return headers.parameter(message, "content-type", "report-type").lower() or "delivery-status"


def _any_header(message: Message, patterns: dict[str, re.Pattern[str]]) -> bool:
    return any(
        pattern.search(value)
        for name, pattern in patterns.items()
        for value in headers.values(message, name)
    )


def _any(patterns: dict[str, re.Pattern[str]], text: str | None) -> bool:
    return bool(text) and any(pattern.search(text or "") for pattern in patterns.values())
