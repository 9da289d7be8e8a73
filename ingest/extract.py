"""One file to pages of text: its type is told by content, and each type has its reader.

Any bytes give a Document; what could not be read is a problem in it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from ingest import archive, images, mail, markup, office, pdf, sniff
from ingest.charset import decode
from ingest.problems import problem
from ingest.segment import Document, Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.inbound import Problem
    from ingest.ocr import OcrOptions

__all__ = ["extract"]


def extract(name: str, media_type: str, content: bytes, *, ocr: OcrOptions) -> Document:
    """Read one file.

    Args:
        name: for the problems only.
        media_type: as the sender says; it decides only where the content does not tell.
        content: the bytes, decoded.
        ocr: how far scanned pages may be read.

    """
    if not content:
        return _nothing(media_type or sniff.UNKNOWN, problem("empty", name))
    try:
        kind = sniff.media_type(content)
        if kind == sniff.TEXT and media_type == sniff.HTML:
            kind = sniff.HTML
        reader = _READERS.get(kind)
        if reader is None:
            return _nothing(kind, _unreadable(name, kind))
        return reader(name, content, ocr)
    except Exception:  # noqa: BLE001 - a reader that trips over a file must not take the mail along
        return _nothing(media_type or sniff.UNKNOWN, problem("damaged", name))


def _nothing(kind: str, trouble: Problem) -> Document:
    return Document(media_type=kind, pages=(), nested=(), problems=(trouble,))


def _unreadable(name: str, kind: str) -> Problem:
    if kind in {sniff.ENCRYPTED_OFFICE, "application/pgp-encrypted"}:
        return problem("encrypted", name)
    return problem("not_readable_type", name, what=kind)


def _plain(name: str, content: bytes, kind: str) -> Document:
    decoded = decode(content)
    problems = [problem(decoded.problem, name, what=decoded.charset)] if decoded.problem else []
    if decoded.cut:
        problems.append(problem("text_cut", name))
    page = Page(number=None, method="text", text=decoded.text)
    return Document(media_type=kind, pages=(page,), nested=(), problems=tuple(problems))


def _page(name: str, content: bytes) -> Document:
    """An HTML file."""
    text = markup.render(content).text
    problems = () if text else (problem("empty", name),)
    page = Page(number=None, method="html", text=text)
    return Document(media_type=sniff.HTML, pages=(page,), nested=(), problems=problems)


def _mail(content: bytes) -> Document:
    """A mail as a file: its words are one page per run, its files lie inside it."""
    message = mail.parse(content)
    who = message.sender.address if message.sender else ""
    head = " · ".join(part for part in (who, message.subject) if part)
    pages = [Page(number=None, method="text", text=head)] if head else []
    pages += [Page(number=None, method=one.method, text=one.text) for one in message.bodies]
    return Document(
        media_type=sniff.MAIL,
        pages=tuple(pages),
        nested=tuple((one.name, one.content) for one in message.attachments),
        problems=message.problems,
    )


#: type -> reader; a new type is a line here and a file beside this one
_READERS: Final[dict[str, Callable[[str, bytes, OcrOptions], Document]]] = {
    sniff.PDF: pdf.read,
    sniff.DOCX: lambda name, content, _: office.read(name, content),
    sniff.ZIP: lambda name, content, _: archive.read(name, content),
    sniff.MAIL: lambda _name, content, _: _mail(content),
    sniff.HTML: lambda name, content, _: _page(name, content),
    sniff.TEXT: lambda name, content, _: _plain(name, content, sniff.TEXT),
    "text/calendar": lambda name, content, _: _plain(name, content, "text/calendar"),
    "text/vcard": lambda name, content, _: _plain(name, content, "text/vcard"),
    **{kind: partial(images.read, media_type=kind) for kind in images.FORMATS},
}
