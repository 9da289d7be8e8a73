"""What offices and programs add to a letter: banners, disclaimers, feet of lists, device lines.

The patterns are in signature.toml.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from ingest import nameblock
from ingest.patterns import any_of, load

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.line import Line

_DATA: Final = load("signature.toml")
_DEVICE: Final = any_of(_DATA["device"]["lines"])
_BANNER: Final = any_of(_DATA["disclaimer"]["banners"])
_PRINT: Final = any_of([*_DATA["disclaimer"]["paragraphs"], *_DATA["disclaimer"]["lists"]])
_WEAK: Final = any_of(_DATA["disclaimer"]["weak"])
#: a paragraph longer than this is no part of a signature, in characters
_LONG: Final = 250
#: small print that stands alone is no longer, in characters
_WHOLE_LETTER: Final = 600
#: a longer paragraph is looked at only so far, in characters
_LOOKED_AT: Final = 3_000


def lines_of(run: Sequence[Line]) -> list[Line]:
    """The lines of a run of own words that are small print."""
    paragraphs = _paragraphs(run)
    found = [line for line in run if _DEVICE.search(line.bare)]
    if paragraphs:
        found += _banner(paragraphs[0])
    for paragraph in reversed(paragraphs):
        words = _words(paragraph)
        printed = _printed(paragraph)
        found += printed
        if not printed and len(words) > _LONG:
            break
    chosen = {id(line) for line in found}
    if all(id(line) in chosen for line in run if line.bare) and _length(found) > _WHOLE_LETTER:
        return []  # all that somebody writes is no small print, whatever words are in it
    return found


def below(run: Sequence[Line]) -> list[Line]:
    """Small print at the very end of a run that is not the sender's: it comes from outside."""
    found: list[Line] = []
    for paragraph in reversed(_paragraphs(run)):
        printed = _printed(paragraph)
        if not printed and not (found and all(map(_is_rule, paragraph))):
            break
        found += printed or paragraph
        if printed and len(printed) < len(paragraph):
            break
    return found


def weak_from(lines: Sequence[str]) -> int:
    """Where the last lines begin that are small print if a name block stands above them."""
    at = len(lines)
    while at and _WEAK.search(lines[at - 1]) and not nameblock.is_postscript(lines[at - 1]):
        at -= 1
    return at


def _banner(paragraph: Sequence[Line]) -> Sequence[Line]:
    """The banner on top: its own paragraph, or the first line."""
    if _BANNER.search(paragraph[0].bare):
        return paragraph[:1]
    return paragraph if _BANNER.search(_words(paragraph)) else []


def _printed(paragraph: Sequence[Line]) -> Sequence[Line]:
    """Small print in a paragraph: from the line that is some, or all of a wrapped one."""
    for at, line in enumerate(paragraph):
        if _PRINT.search(line.text.strip()[:_LOOKED_AT]):
            return paragraph[at - 1 if at and _is_rule(paragraph[at - 1]) else at :]
    return paragraph if _PRINT.search(_words(paragraph)) else []


def _is_rule(line: Line) -> bool:
    return not line.bare.strip("_-=*~ ")


def _paragraphs(run: Sequence[Line]) -> list[list[Line]]:
    return [list(lines) for filled, lines in groupby(run, lambda line: bool(line.bare)) if filled]


def _length(lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines)


def _words(paragraph: Sequence[Line]) -> str:
    return " ".join(line.text.strip() for line in paragraph)[:_LOOKED_AT]
