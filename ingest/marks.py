"""The marks by which a line shows that other words begin: patterns of quoting.toml, compiled.

What a mark means for the lines around it is decided in `quoting`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

#: lines that `mark_at` wants to see
LOOK_AHEAD: Final = 14
#: a longer line is running text, never a mark
MAX_LINE: Final = 300
_ATTRIBUTION_LINES: Final = 3
_HEADER_LINES: Final = 3
#: lines of a header block that may be continued names of many recipients
_CONTINUED: Final = 4

_DATA: Final[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("quoting.toml").read_text(encoding="utf-8")
)
_QUOTE_MARKS: Final = re.compile(r"^\s{0,3}((?:>\s?)+)(?!\d)(?!From )")
_DIRECTION: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u0640]")


def _any_of(table: str, key: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in _DATA[table][key]), re.IGNORECASE)


def _header(key: str) -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, _DATA["header"][key]), key=len, reverse=True))
    return re.compile(rf"^(?:{names})\s*[:：]\s*\|?\s*(.*)$", re.IGNORECASE)


_STARTS: Final = _any_of("attribution", "starts")
_ENDS: Final = _any_of("attribution", "ends")
_WHOLE: Final = _any_of("attribution", "whole")
_SURE: Final = _any_of("attribution", "sure")
_FORWARD: Final = _any_of("forward", "lines")
_FORWARD_SUBJECT: Final = _any_of("forward", "subjects")
_ORIGINAL: Final = _any_of("original", "lines")
_ANSWER_SUBJECT: Final = _any_of("original", "subjects")
_FROM: Final = _header("from")
_OTHER: Final = _header("other")
_SUBJECT: Final = _header("subject")
DELIMITER: Final = _any_of("signature", "delimiters")
DEVICE: Final = _any_of("signature", "devices")
CLOSING: Final = _any_of("signature", "closings")
FORMULA: Final = _any_of("signature", "formulas")
CONTACT: Final = _any_of("signature", "contacts")
DISCLAIMER: Final = _any_of("disclaimer", "paragraphs")
BANNER: Final = _any_of("disclaimer", "banners")


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


def quote_depth(line: str) -> int:
    """How many quote marks (>) the line begins with."""
    found = _QUOTE_MARKS.match(line)
    return found[1].count(">") if found else 0


def bare(line: str) -> str:
    """The words of a line, to compare: no quote marks, bold stars, direction marks, padding."""
    words = _QUOTE_MARKS.sub("", line[: MAX_LINE + 1]).replace("*", "").replace("\xa0", " ")
    if not words.isascii():
        words = unicodedata.normalize("NFC", _DIRECTION.sub("", words))
    return words.strip()


def mark_at(bares: Sequence[str]) -> Mark | None:
    """The mark that the first of these lines begins, None if it is an ordinary line."""
    first = bares[0] if bares else ""
    if not first or len(first) > MAX_LINE:
        return None
    if _FORWARD.search(first):
        return Mark(kind="forward", lines=1, sure=True)
    if _ORIGINAL.search(first):
        return Mark(kind="original", lines=1, sure=True)
    return _header_block(bares) or _attribution(bares)


def is_forward(subject: str | None) -> bool:
    """Whether the subject says that something is passed on."""
    return subject is not None and _FORWARD_SUBJECT.search(subject) is not None


def is_answer(subject: str | None) -> bool:
    """Whether the subject says that this answers something."""
    return subject is not None and _ANSWER_SUBJECT.search(subject) is not None


def _header_block(bares: Sequence[str]) -> Mark | None:
    if not _FROM.match(bares[0]):
        return None
    subject, last, headers = None, 0, 1
    for at, line in enumerate(bares[1:], start=1):
        if _OTHER.match(line):
            named = _SUBJECT.match(line)
            subject = named[1] if named else subject
            headers, last = headers + 1, at
        elif at - last > (_CONTINUED if line else 1):
            break
    words = " ".join(bares[: last + 1])
    if headers < _HEADER_LINES or not _SURE.search(words):
        return None
    return Mark(kind="header", lines=last + 1, sure=True, subject=subject)


def _attribution(bares: Sequence[str]) -> Mark | None:
    if _WHOLE.search(bares[0]):
        return Mark(kind="attribution", lines=1, sure=True)
    if not _STARTS.search(bares[0]):
        return None
    words = ""
    for count, line in enumerate(bares[:_ATTRIBUTION_LINES], start=1):
        words = f"{words} {line}".strip()
        if not line or len(words) > MAX_LINE:
            return None
        if _ENDS.search(words):
            return Mark(kind="attribution", lines=count, sure=_SURE.search(words) is not None)
    return None
