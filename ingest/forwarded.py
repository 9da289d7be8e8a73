"""Heads of letters that a mail passes on: who wrote them, as quoted.

Who transmits a mail is known from its envelope and header. What a forwarded head says is only what
the transmitter's program, or the transmitter, wrote there: nobody can prove it, and nobody is
answered at an address found there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Protocol

from ingest import marks
from ingest.inbound import ForwardedHead, TextOrigin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ingest.inbound import InboundMessage

_PASSED_ON: Final = frozenset({TextOrigin.FORWARDED, TextOrigin.ATTACHMENT})
#: heads of one message that are told
_MOST: Final = 20
_LONGEST: Final = 300
#: `Name <address>`, `Name [mailto:address]`, `Name (address)`, `address`
_ADDRESS: Final = re.compile(
    r"[<\[(]?\s*(?:mailto:)?\s*([^\s<>\[\]()\",;:]{1,64}@[^\s<>\[\]()\",;:]{1,253})\s*[>\])]?"
)
#: the head that a mail inside the mail gets, or a saved one: all fields on one line
_ONE_LINE: Final = re.compile(r"^From: .{1,400}? · (?:Date|To|Cc|Subject): ")
_FIELD: Final = re.compile(r"(?:^| · )(From|Date|To|Cc|Subject): ")
_NAMES: Final = {"From": "from", "Date": "sent", "To": "to", "Subject": "subject"}


class Run(Protocol):
    """Text of one origin: a body of a message, or a segment of it."""

    @property
    def origin(self) -> str:
        """Whose words it holds."""

    @property
    def text(self) -> str:
        """The words."""


def heads(runs: Iterable[Run]) -> tuple[ForwardedHead, ...]:
    """The heads of all letters passed on, in the order of the message."""
    found = [
        head for run in runs if run.origin == TextOrigin.FORWARDED for _, head in _in(run.text)
    ]
    return tuple(found[:_MOST])


def letter(runs: Iterable[Run]) -> ForwardedHead | None:
    """The head of the longest letter: what a transmitter passes on mostly lies under it.

    Saved mails that are attached count as well. None where no letter has a head.
    """
    best: ForwardedHead | None = None
    last: ForwardedHead | None = None
    grown = length = 0
    for run in runs:
        if run.origin not in _PASSED_ON:
            continue
        for head, size in _sections(run.text):
            last, grown = (last, grown + size) if head is None else (head, size)
            if last is not None and grown > length:
                best, length = last, grown
    return best


def head_line(message: InboundMessage) -> str:
    """The head of a mail that came as a file, on one line as those of mails inside mails."""
    sender = message.sender
    who = "" if sender is None else sender.address
    if sender is not None and sender.name:
        who = f"{sender.name} <{sender.address}>"
    when = message.sent_at.strftime("%Y-%m-%d %H:%M UTC") if message.sent_at else ""
    fields = {"From": who, "Date": when, "Subject": message.subject or ""}
    return " · ".join(f"{label}: {value[:200]}" for label, value in fields.items() if value)


def above(text: str, at: int) -> ForwardedHead | None:
    """The head that stands next above a character of a forwarded run; None where none does."""
    return next((head for start, head in reversed(list(_in(text))) if start <= at), None)


def _sections(text: str) -> Iterator[tuple[ForwardedHead | None, int]]:
    """Heads with the characters below each; None above the first."""
    places = list(_in(text))
    starts = [start for start, _ in places]
    if starts[:1] != [0]:
        yield None, starts[0] if starts else len(text)
    for (start, head), end in zip(places, [*starts[1:], len(text)], strict=False):
        yield head, end - start


def _in(text: str) -> Iterator[tuple[int, ForwardedHead]]:
    """Heads with the character where each begins."""
    if _ONE_LINE.match(text):
        yield 0, _of_one_line(text.partition("\n")[0])
    lines = text.splitlines(keepends=True)
    bares = [marks.bare(line) for line in lines]
    at, skip = 0, 0
    for number, line in enumerate(lines):
        if number >= skip:
            block = marks.header_fields(bares[number : number + marks.LOOK_AHEAD])
            if block is not None:
                skip = number + block.lines
                yield at, _head(block.fields)
        at += len(line)


def _of_one_line(line: str) -> ForwardedHead:
    pieces = _FIELD.split(line)
    fields = dict(zip(pieces[1::2], pieces[2::2], strict=True))
    return _head({_NAMES[name]: value for name, value in fields.items() if name in _NAMES})


def _head(fields: dict[str, str]) -> ForwardedHead:
    name, address = _who(fields.get("from", ""))
    return ForwardedHead(
        name=name,
        address=address,
        to=fields.get("to", "")[:_LONGEST],
        date=fields.get("sent", "")[:_LONGEST],
        subject=fields.get("subject", "")[:_LONGEST],
    )


def _who(value: str) -> tuple[str, str]:
    found = _ADDRESS.search(value[:_LONGEST])
    if found is None:
        return _name([value[:_LONGEST]]), ""
    return _name([value[: found.start()], value[found.end() : _LONGEST]]), found[1].rstrip(".")


def _name(pieces: Sequence[str]) -> str:
    """What is left of a sender beside the address: the first piece that has letters."""
    cleaned = (" ".join(piece.split()).strip("\"'<>[]();,| ") for piece in pieces)
    return next((piece for piece in cleaned if any(map(str.isalpha, piece))), "")
