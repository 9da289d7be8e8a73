"""The marks by which a line shows that other words begin: patterns of quoting.toml, compiled.

What a mark means for the lines around it is decided in `quoting`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ingest.patterns import any_of, load

if TYPE_CHECKING:
    from collections.abc import Sequence

#: lines that `mark_at` wants to see
LOOK_AHEAD: Final = 14
#: a longer line is running text, never a mark
MAX_LINE: Final = 300
_ATTRIBUTION_LINES: Final = 3
#: one that begins otherwise than programs let it begin is no longer, in characters
_SHORT_ATTRIBUTION: Final = 120
_HEADER_LINES: Final = 3
#: lines of a header block that may be continued names of many recipients
_CONTINUED: Final = 4

_DATA: Final = load("quoting.toml")
#: `>`, `> >`, and the initials that some programs put before it
_QUOTE_MARKS: Final = re.compile(
    r"^\s{0,3}(?:[A-ZА-ЯЁ]{1,4}(?=>))?((?:>\s?)+)(?!\d)(?!From )(?!.*>>>\s*$)"
)
#: a line drawn of one sign is as good when it is short, and looked through sooner
_RULE: Final = re.compile(r"([-–—_=*~ـ])\1{4,}")
_MOST_MARKS: Final = 20
_MORE_THAN: Final = re.compile(r"^\s{0,3}>\s?\d")
_BAR: Final = re.compile(r"^\s{0,3}\|(?:\s[^|]*)?$")
_MOST_BARE_BARS: Final = 2
_DIRECTION: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u0640]")


def _any_of(table: str, key: str) -> re.Pattern[str]:
    return any_of(_DATA[table][key])


def _header(*keys: str) -> re.Pattern[str]:
    names = "|".join(
        sorted((re.escape(n) for key in keys for n in _DATA["header"][key]), key=len, reverse=True)
    )
    return re.compile(rf"^(?:{names})\s*[:：]\s*\|?\s*(.*)$", re.IGNORECASE)


_STARTS: Final = _any_of("attribution", "starts")
_ENDS: Final = _any_of("attribution", "ends")
_WHOLE: Final = _any_of("attribution", "whole")
#: in any language: an address, a time or a year, and a colon at the end
_INTRODUCES: Final = re.compile(r"(?:@|\d{1,2}[:h]\d{2}|\d{4}).{0,160}[:：]\s*$")
_SURE: Final = _any_of("attribution", "sure")
_FORWARD: Final = _any_of("forward", "lines")
_FORWARD_SUBJECT: Final = _any_of("forward", "subjects")
_ORIGINAL: Final = _any_of("original", "lines")
_FORWARD_END: Final = _any_of("forward", "ends")
_PASSES_ON: Final = _any_of("forward", "covers")
_ANSWER_SUBJECT: Final = _any_of("original", "subjects")
_FROM: Final = _header("from")
_OTHER: Final = _header("sent", "to", "subject", "other")
_FIRST: Final = _header("from", "sent", "to", "subject")
_FIELDS: Final = {name: _header(name) for name in ("from", "sent", "to", "subject")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Lines that say: another message begins here."""

    #: "attribution", "forward", "original" or "header"
    kind: str
    #: how many lines it takes
    lines: int
    #: an address or a time of day stands in it, so that it is no sentence of a letter
    sure: bool
    #: of the message that it opens, where it names it
    subject: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Header lines of an older message as a program prints them above it."""

    lines: int
    #: among `from`, `sent`, `to`, `subject`
    fields: dict[str, str]


def quote_depth(line: str) -> int:
    """How many quote marks (>) the line begins with."""
    found = _QUOTE_MARKS.match(line)
    return found[1].count(">") if found else 0


def quote_depths(pieces: Sequence[str]) -> list[int]:
    """The same of lines that stand together: `>1.` is a quote only beside another one."""
    depths = list(map(quote_depth, pieces))
    for at, piece in enumerate(pieces):
        if depths[at] == 0 and _MORE_THAN.match(piece):
            beside = [*depths[max(at - 1, 0) : at], *map(quote_depth, pieces[at + 1 : at + 2])]
            depths[at] = piece.count(">", 0, _MOST_MARKS) if any(beside) else 0
    return depths


def names_author(bare_line: str) -> bool:
    """Whether a line says who wrote an older message."""
    is_attribution = _ENDS.search(bare_line) or _WHOLE.search(bare_line)
    return bool(_FROM.match(bare_line) or is_attribution)


def bare(line: str) -> str:
    """The words of a line, to compare: no quote marks, bold stars, direction marks, padding."""
    words = _QUOTE_MARKS.sub("", line[: MAX_LINE + 1]).replace("*", "").replace("\xa0", " ")
    if not words.isascii():
        words = unicodedata.normalize("NFC", _DIRECTION.sub("", words))
    return words.strip()


def is_more_than(piece: str) -> bool:
    """Whether a line says more than so many: `> 50 cases`; it is no quote if it is the only one."""
    return _MORE_THAN.match(piece) is not None


def bars(pieces: Sequence[str]) -> set[int]:
    """Numbers of the lines that are quoted by a bar in front: several together, no table."""
    found: set[int] = set()
    block: list[int] = []
    for number, piece in enumerate([*pieces, ""]):
        if _BAR.match(piece.rstrip("\n")):
            block.append(number)
            continue
        if len(block) >= _MOST_BARE_BARS:
            found.update(block)
        block = []
    return found


def ends_forward(bare_line: str) -> bool:
    """Whether a line says that a message passed on ends here."""
    return _FORWARD_END.search(bare_line) is not None


def passes_on(words: str) -> bool:
    """Whether own words say that a message below is passed on."""
    return _PASSES_ON.search(words) is not None


def mark_at(bares: Sequence[str]) -> Mark | None:
    """The mark that the first of these lines begins, None if it is an ordinary line."""
    first = bares[0] if bares else ""
    if not first or len(first) > MAX_LINE:
        return None
    first = _RULE.sub(r"\1\1\1\1", first)
    if not any(map(str.isalnum, first)):
        return None
    if _FORWARD.search(first):
        return Mark(kind="forward", lines=1, sure=True)
    if _ORIGINAL.search(first):
        return Mark(kind="original", lines=1, sure=True)
    return _header_block(bares) or _attribution(bares) or _headed_attribution(bares)


def is_forward(subject: str | None) -> bool:
    """Whether the subject says that something is passed on."""
    return subject is not None and _FORWARD_SUBJECT.search(subject) is not None


def is_answer(subject: str | None) -> bool:
    """Whether the subject says that this answers something."""
    return subject is not None and _ANSWER_SUBJECT.search(subject) is not None


def header_fields(bares: Sequence[str]) -> Header | None:
    """The header lines that the first of these lines begins; None where they are none for sure."""
    if not bares or len(bares[0]) > MAX_LINE or not _FIRST.match(bares[0]):
        return None
    name, value = _field(bares[0])
    fields, last, headers = {name: value}, 0, 1
    for at, line in enumerate(bares[1:], start=1):
        if _OTHER.match(line) or ("from" not in fields and _FROM.match(line)):
            name, value = _field(line)
            fields.setdefault(name, value)
            headers, last = headers + 1, at
        elif at - last > (_CONTINUED if line else 1):
            break
        elif at - last == 1 and not fields[name]:
            fields[name] = line
    words = " ".join(bares[: last + 1])
    if headers < _HEADER_LINES or "from" not in fields or not _SURE.search(words):
        return None
    return Header(lines=last + 1, fields=fields)


def _field(line: str) -> tuple[str, str]:
    for name, pattern in _FIELDS.items():
        if found := pattern.match(line):
            return name, found[1].strip()
    return "other", ""


def _header_block(bares: Sequence[str]) -> Mark | None:
    found = header_fields(bares)
    if found is None:
        return None
    return Mark(kind="header", lines=found.lines, sure=True, subject=found.fields.get("subject"))


def _attribution(bares: Sequence[str]) -> Mark | None:
    if _WHOLE.search(bares[0]):
        return Mark(kind="attribution", lines=1, sure=True)
    begins = _STARTS.search(bares[0]) is not None
    words = ""
    for count, line in enumerate(bares[:_ATTRIBUTION_LINES], start=1):
        words = f"{words} {line}".strip()
        if not line or len(words) > MAX_LINE:
            return None
        if _ENDS.search(words):
            return _found(words, count, begins=begins)
        if count == 1 and _INTRODUCES.search(line):
            return Mark(kind="attribution", lines=1, sure=False)
        if not (begins or _SURE.search(words)):
            return None
    return None


def _headed_attribution(bares: Sequence[str]) -> Mark | None:
    """Header lines without a sender, which an attribution names below them."""
    count = 0
    while count < min(len(bares), _HEADER_LINES) and _OTHER.match(bares[count]):
        count += 1
    below = _attribution(bares[count:]) if 0 < count < len(bares) else None
    if below is None:
        return None
    return Mark(kind="attribution", lines=count + below.lines, sure=below.sure)


def _found(words: str, lines: int, *, begins: bool) -> Mark | None:
    """An attribution; without the usual beginning only an address makes it sure, if it is short."""
    if begins:
        return Mark(kind="attribution", lines=lines, sure=_SURE.search(words) is not None)
    if len(words) > _SHORT_ATTRIBUTION:
        return None
    return Mark(kind="attribution", lines=lines, sure="@" in words)
