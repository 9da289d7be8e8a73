"""How much of one file is read: plain numbers that an administrator may set."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What lies beyond them is kept, not read, and told."""

    #: pages of one PDF
    pages: int = 300
    #: for the pages of one PDF
    pdf_seconds: float = 180.0
    #: scanned pages of one document that are recognised; None for as many as its `ocr` says
    scanned_pages: int | None = None
    #: of one picture; a sheet of A3 at 600 dpi has 70 million
    pixels: int = 80_000_000
    #: that one ZIP archive may unpack to
    unpacked_bytes: int = 100_000_000
