"""The value that comes out of extraction: runs of text, each with one provenance.

A segment is the only place where a character offset meets a page. Nothing in this file
imports a third-party library.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.inbound import Problem, TextOrigin  # noqa: TC001 - `wire` reads these types back


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A run of a page's text, usually one word, and where it stands on the page."""

    #: half-open characters of the page's text
    start: int
    end: int
    #: left, top, right, bottom as shares (0..1) of the page as it is shown, upright
    box: tuple[float, float, float, float]
    #: 0..1, how sure recognition is of it; 1 where the text was not recognised but written
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One run of text with one provenance."""

    #: its index in the message, from 0
    id: int
    origin: TextOrigin
    #: file name of the attachment; None for text of the message itself
    name: str | None
    #: from 1; None where the document has no pages
    page: int | None
    #: how the text was won: text, html, chat, pdf, ocr, docx, ...
    method: str
    #: BCP 47; "und" until it was read or where it cannot be told
    language: str
    text: str
    #: code of what went wrong here (`encrypted`, `scan_not_read` ...), None when all is well
    problem: str | None
    #: content hash of the attachment; None for text of the message itself
    document_sha256: str | None
    #: where its words stand on the page, in the order of the text; empty where nothing tells
    words: tuple[Word, ...] = ()
    #: degrees clockwise by which the page as stored is turned to be shown upright
    turn: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of an extracted document, before it becomes a segment.

    A format without pages gives one page with `number` None.
    """

    number: int | None
    method: str
    text: str
    problem: str | None = None
    #: in the order of the text; empty where the document has no pages to point at
    words: tuple[Word, ...] = ()
    #: degrees clockwise by which the page as stored is turned to be shown upright: 0, 90, 180, 270
    turn: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What extraction made of one file: pages, nested files, problems. Never an exception."""

    #: told by content, such as `application/pdf`
    media_type: str
    pages: tuple[Page, ...]
    #: files inside this one (archives, mails, embedded files): name, bytes
    nested: tuple[tuple[str, bytes], ...]
    problems: tuple[Problem, ...]
