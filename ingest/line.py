"""One line of a body while its origin is being found out; it never leaves `quoting`."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.inbound import TextOrigin


@dataclass(slots=True, kw_only=True)
class Line:
    """A line with its line end, and what is known of it."""

    text: str
    #: without quote marks, bold stars and outer white space
    bare: str
    #: quote marks in front, one more where the sender's program marked it as cited
    depth: int
    #: it goes not on with the line before it: the text was not broken into lines to fit a width
    unbroken: bool = False
    #: the sender's program put it there as a signature
    signed: bool = False
    origin: TextOrigin = TextOrigin.BODY
