"""What is marked on a page's picture, and of which pages there is one; no drawing here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ingest.places import Box

#: how pages are read that can be drawn: those of a PDF or a picture; sheets and slides have numbers
#: too, and cannot
DRAWN: Final = frozenset({"pdf", "pdf+ocr", "ocr", "note"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One finding on a page."""

    #: as in the message that quotes it
    number: int
    #: a box for each line that it runs over, in its order
    boxes: tuple[Box, ...]
    #: the line, or the cell, in which it begins: its number stands at the edge of that
    line: Box | None = None
    #: its words could not be recognised surely
    is_unsure: bool = False
    #: its lines begin at the right
    from_right: bool = False
    #: it is what whoever looks had asked for: filled, however many others there are
    is_asked: bool = False
