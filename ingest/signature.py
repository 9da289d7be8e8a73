"""The end of a letter: name block, what devices add, small print of the organisation.

The patterns are in quoting.toml. What is doubtful stays with the sender's own words.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from ingest import marks
from ingest.inbound import TextOrigin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.line import Line

#: a name block has at most so many lines, each at most so long
_BLOCK_LINES: Final = 12
_BLOCK_WIDTH: Final = 90
#: a paragraph longer than this is no part of a signature, in characters
_LONG: Final = 250
#: lines below a delimiter that are still a signature
_MAX_SIGNATURE: Final = 20
#: a longer paragraph is looked at only so far, in characters
_LOOKED_AT: Final = 3_000


def sign(run: Sequence[Line]) -> None:
    """Set the origin of the lines of one run of own words that are signature, not letter."""
    _small_print(run)
    for line in run:
        if marks.DEVICE.search(line.bare):
            line.origin = TextOrigin.SIGNATURE
    own = [line for line in run if line.bare and line.origin is TextOrigin.BODY]
    start = _start(own)
    if start is None:
        return
    for line in own[start : _end(own, start)]:
        line.origin = TextOrigin.SIGNATURE


def _start(own: Sequence[Line]) -> int | None:
    """Index of the first line of the name block, None where there is none for sure."""
    last = max(len(own) - _MAX_SIGNATURE - 1, 0)
    for at in range(last, len(own)):
        if marks.DELIMITER.search(own[at].bare):
            return at
    for at in range(len(own) - 1, max(len(own) - _BLOCK_LINES - 6, 0) - 1, -1):
        if marks.CLOSING.search(own[at].bare) and (at or len(own) == 1):
            return at
        if at and marks.FORMULA.search(own[at].text[-_LOOKED_AT:]):
            return at + 1
    return _contact_block(own)


def _end(own: Sequence[Line], start: int) -> int:
    """One past the last line of the name block: a postscript or a long line is letter again."""
    if marks.DELIMITER.search(own[start].bare):
        return len(own)
    for at in range(start + 1, len(own)):
        line = own[at].bare
        postscript = line[:4].upper().startswith(("PS", "P.S", "NB", "N.B"))
        if at - start > _BLOCK_LINES or len(line) > _BLOCK_WIDTH or postscript:
            return at
    return len(own)


def _contact_block(own: Sequence[Line]) -> int | None:
    """A last block of short lines with a telephone or an address, below something longer."""
    at = len(own)
    while at and len(own) - at < _BLOCK_LINES and _is_short(own[at - 1].bare):
        at -= 1
    block = own[at:]
    if at == 0 or len(block) < 2:  # noqa: PLR2004 - one line is no block
        return None
    return at if any(marks.CONTACT.search(line.bare) for line in block) else None


def _is_short(line: str) -> bool:
    return len(line) <= _BLOCK_WIDTH - 20 and not line.endswith((".", "!", "?", "؟", ";", ","))


def _small_print(run: Sequence[Line]) -> None:
    """Disclaimers below the last long paragraph, and the receiving office's banner on top."""
    paragraphs = [
        list(lines) for filled, lines in groupby(run, lambda line: bool(line.bare)) if filled
    ]
    if paragraphs and marks.BANNER.search(_words(paragraphs[0])):
        _mark(paragraphs[0])
    for paragraph in reversed(paragraphs):
        words = _words(paragraph)
        if marks.DISCLAIMER.search(words):
            _mark(paragraph)
        elif len(words) > _LONG:
            return


def _words(paragraph: Sequence[Line]) -> str:
    return " ".join(line.text.strip() for line in paragraph)[:_LOOKED_AT]


def _mark(paragraph: Sequence[Line]) -> None:
    for line in paragraph:
        line.origin = TextOrigin.SIGNATURE
